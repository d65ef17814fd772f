import { pathOf, sessionInPath } from "../lib/route";
import { show } from "./chat";
import { get, set } from "./store";

export function navigate(sessionId: string | null): void {
  if (get().sessionId === sessionId && pathOf(sessionId) === location.pathname) {
    set({ drawerOpen: false });
    return;
  }
  history.pushState(null, "", pathOf(sessionId));
  show(sessionId);
}

export function followAddress(): void {
  const open = () => {
    show(sessionInPath(location.pathname));
  };
  window.addEventListener("popstate", open);
  open();
}

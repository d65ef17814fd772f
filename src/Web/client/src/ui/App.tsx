import { useEffect } from "react";
import { messages } from "../messages";
import { set, useApp } from "../state/store";
import { Conversation } from "./Conversation";
import { Sidebar } from "./Sidebar";
import { SnackBar } from "./SnackBar";

export function App() {
  const drawerOpen = useApp((state) => state.drawerOpen);
  const announcement = useApp((state) => state.announcement);
  const title = useApp((state) => state.view.session?.title);

  useEffect(() => {
    document.title = title ? `${title} · ${messages.product}` : messages.product;
  }, [title]);

  useEffect(() => {
    if (!drawerOpen) return;
    const opener = document.activeElement;
    document.querySelector<HTMLElement>(".sidebar .only-narrow")?.focus();
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape") set({ drawerOpen: false });
    };
    const wide = window.matchMedia("(width >= 48rem)"); // there is no drawer then
    const onWide = () => {
      set({ drawerOpen: false });
    };
    window.addEventListener("keydown", onKey);
    wide.addEventListener("change", onWide);
    return () => {
      window.removeEventListener("keydown", onKey);
      wide.removeEventListener("change", onWide);
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, [drawerOpen]);

  return (
    <div className="app" data-drawer={drawerOpen}>
      <Sidebar />
      <div
        className="drawer-shade"
        onClick={() => {
          set({ drawerOpen: false });
        }}
      />
      <Conversation />
      <SnackBar />
      <div className="visually-hidden" role="status" aria-live="polite" data-testid="announcer">
        {announcement}
      </div>
    </div>
  );
}

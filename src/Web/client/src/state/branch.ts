import { shownPath, type Row } from "../session/tree";
import { get, set } from "./store";

export function path(): readonly Row[] {
  const { view, pending, chosen, sessionId } = get();
  const mine = pending.filter((each) => each.sessionId === sessionId);
  return shownPath(view.messages, view.open, mine, chosen);
}

/** Shows the branch that goes through a message, also one that is still to come. */
export function choose(id: string): void {
  set({ chosen: [...get().chosen.slice(-9), id] });
}

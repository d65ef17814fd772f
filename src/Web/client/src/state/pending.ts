import type { PendingMessage } from "../session/tree";
import type { ChatView } from "../session/view";
import { get, set } from "./store";

/** Sessions that exist only here so far, and the model that they begin with. */
export const starting = new Map<string, string | null>();

export const isStarting = (sessionId: string) => starting.has(sessionId);

export function discard(id: string): void {
  set({ pending: get().pending.filter((each) => each.id !== id) });
}

/** Lets go of what the session has by now; a view made anew has all that was accepted before it. */
export function dropArrived(view: ChatView, anew: boolean): void {
  const { pending, sessionId } = get();
  const mine = pending.filter((each) => each.sessionId === sessionId);
  if (mine.length === 0) return;
  const arrived = new Set([...view.messages, ...view.queue].map((each) => each.id));
  const gone = new Set(
    mine.filter((each) => arrived.has(each.id) || (anew && each.accepted)).map((each) => each.id),
  );
  if (gone.size > 0) set({ pending: pending.filter((each) => !gone.has(each.id)) });
}

export function patch(id: string, change: Partial<PendingMessage>): void {
  set({ pending: get().pending.map((each) => (each.id === id ? { ...each, ...change } : each)) });
}

import type { PendingMessage } from "../session/tree";
import type { ChatView } from "../session/view";
import { get, set } from "./store";

/** Sessions that exist only here so far, and the model that they begin with. */
export const starting = new Map<string, string | null>();

export const isStarting = (sessionId: string) => starting.has(sessionId);

export function discard(id: string): void {
  drop((each) => each.id === id);
}

/** Lets go of what the session has by now. */
export function dropArrived(view: ChatView): void {
  const arrived = new Set([...view.messages, ...view.queue].map((each) => each.id));
  drop((each) => arrived.has(each.id));
}

const SETTLED_MS = 3_000;

/** A view made anew has all that was accepted before it: what it lacks a little later was taken back elsewhere. */
export function dropAcceptedLater(): void {
  const accepted = new Set(shownPending().flatMap((each) => (each.accepted ? [each.id] : [])));
  if (accepted.size > 0)
    setTimeout(() => {
      drop((each) => accepted.has(each.id));
    }, SETTLED_MS);
}

function shownPending(): readonly PendingMessage[] {
  const { pending, sessionId } = get();
  return pending.filter((each) => each.sessionId === sessionId);
}

function drop(gone: (pending: PendingMessage) => boolean): void {
  const { pending } = get();
  if (pending.some(gone)) set({ pending: pending.filter((each) => !gone(each)) });
}

export function patch(id: string, change: Partial<PendingMessage>): void {
  set({ pending: get().pending.map((each) => (each.id === id ? { ...each, ...change } : each)) });
}

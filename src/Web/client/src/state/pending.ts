import { thisTab } from "../lib/storage";
import type { PendingMessage } from "../session/tree";
import { get, set, useApp } from "./store";

/** Sessions that exist only here so far, and the model that they begin with. */
export const starting = new Map<string, string | null>();

export const isStarting = (sessionId: string) => starting.has(sessionId);

/** Lets go of messages that the session has by now, or that are given up. */
export function drop(ids: readonly string[]): void {
  const { pending } = get();
  if (pending.some((each) => ids.includes(each.id)))
    set({ pending: pending.filter((each) => !ids.includes(each.id)) });
}

export function patch(id: string, change: Partial<PendingMessage>): void {
  set({ pending: get().pending.map((each) => (each.id === id ? { ...each, ...change } : each)) });
}

const KEY = "outbox";

interface Kept {
  readonly pending: readonly PendingMessage[];
  readonly starting: readonly (readonly [string, string | null])[];
}

/** Takes up what a reload of the tab interrupted, and keeps from now on what the next one would lose. */
export function keepPending(): void {
  try {
    const kept = JSON.parse(thisTab.recall(KEY)) as Kept;
    for (const [sessionId, model] of kept.starting) starting.set(sessionId, model);
    set({ pending: kept.pending });
  } catch {
    // nothing was kept
  }
  useApp.subscribe(({ pending }, before) => {
    if (pending === before.pending) return;
    const kept: Kept = { pending, starting: [...starting] };
    thisTab.remember(KEY, pending.length > 0 ? JSON.stringify(kept) : "");
  });
}

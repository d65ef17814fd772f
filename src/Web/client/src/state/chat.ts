import { uuid } from "../lib/uuid";
import { messages, refusalText } from "../messages";
import { SessionWatcher } from "../session/SessionWatcher";
import { EMPTY_VIEW, withOlderPage, type ChatView } from "../session/view";
import { getMessages } from "../wire/http";
import type { Frame } from "../wire/wire.generated";
import { choose } from "./branch";
import { askOrSay, hub } from "./link";
import { putBack } from "./drafts";
import { drop, isStarting } from "./pending";
import { get, set } from "./store";

const KEPT_VIEWS = 8;
const RELOAD_PAUSE = 30_000;

let watcher: SessionWatcher | undefined;
const kept = new Map<string, { view: ChatView; chosen: readonly string[] }>();

/** Shows a session, from what was last seen of it if anything was; null shows a new chat. */
export function show(sessionId: string | null): void {
  keep();
  const before = sessionId === null ? undefined : kept.get(sessionId);
  set({
    sessionId,
    view: before?.view ?? EMPTY_VIEW,
    chosen: before?.chosen ?? [],
    ended: null,
    older: "idle",
    drawerOpen: false,
  });
  unwatch();
  watchShown();
}

/** Begins to follow the shown session, or goes on after the connection came back. */
export function watchShown(): void {
  const { sessionId, view } = get();
  if (sessionId === null || isStarting(sessionId) || get().ended !== null) return;
  watcher ??= new SessionWatcher(hub(), sessionId, view, { changed, closed, reload });
  watcher.watch();
}

export function watchAgain(): void {
  set({ ended: null });
  unwatch();
  watchShown();
}

function unwatch(): void {
  watcher?.stop();
  watcher = undefined;
}

function keep(): void {
  const { sessionId, view, chosen } = get();
  if (sessionId === null || view.status === "waiting") return;
  kept.delete(sessionId);
  kept.set(sessionId, { view, chosen });
  const oldest = kept.keys().next();
  if (kept.size > KEPT_VIEWS && !oldest.done) kept.delete(oldest.value);
}

function changed(view: ChatView, frames: readonly Frame[]): void {
  const before = get().view;
  set({ view });
  drop(frames.flatMap(idsIn));
  announce(before, view);
  const oldest = oldestOf(before);
  if (oldest < oldestOf(view)) void loadOlder(oldest); // a snapshot holds the newest page only
}

const oldestOf = (view: ChatView) => view.messages[0]?.version ?? Infinity;

/** The messages of people that a frame shows, sent or waiting. */
function idsIn(frame: Frame): readonly string[] {
  switch (frame.kind) {
    case "message":
      return [frame.message.id];
    case "queue":
      return frame.queue.map((queued) => queued.id);
    case "snapshot":
      return [...frame.messages, ...frame.queue].map((each) => each.id);
    default:
      return [];
  }
}

function announce(before: ChatView, view: ChatView): void {
  if (before.status === "waiting" || before.open === view.open) return;
  if (before.messages === view.messages && before.open.length === view.open.length) return; // only text came
  const known = new Set(before.open.map((reply) => reply.replyId));
  if (view.open.some((reply) => !known.has(reply.replyId))) set({ announcement: messages.replyStarted });
  const ended = view.messages.findLast((message) => known.has(message.id));
  if (ended?.outcome) set({ announcement: messages.replyEnded[ended.outcome] });
}

function closed(code: string, detail: string): void {
  set({ ended: refusalText(code, detail) });
}

function reload(): void {
  const [load] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  if (load?.type === "reload" && performance.now() < RELOAD_PAUSE) {
    set({ ended: messages.wrongProtocol });
    unwatch();
  } else location.reload();
}

/** Loads a page of older messages, or as many as there are down to a version. */
export async function loadOlder(downTo = Infinity): Promise<void> {
  const { sessionId, view } = get();
  const { before } = view;
  if (sessionId === null || before === null) return;
  set({ older: "loading" });
  try {
    const page = await getMessages(sessionId, before);
    if (get().sessionId !== sessionId) return;
    watcher?.update((current) => withOlderPage(current, before, page));
    set({ older: "idle" });
    if (downTo < oldestOf(get().view)) await loadOlder(downTo);
  } catch {
    if (get().sessionId === sessionId) set({ older: "failed" });
  }
}

export async function stop(replyId: string): Promise<void> {
  const { sessionId } = get();
  if (sessionId !== null) await askOrSay("Stop", { sessionId, replyId });
}

export function regenerate(messageId: string): Promise<void> {
  return once(messageId, (sessionId, newReplyId) =>
    askOrSay("Regenerate", { sessionId, messageId, newReplyId }),
  );
}

/** Goes on from a reply, with its own model or with another one. */
export function continueReply(replyId: string, model?: string): Promise<void> {
  return once(replyId, (sessionId, newReplyId) =>
    askOrSay("Continue", { sessionId, replyId, newReplyId, ...(model !== undefined && { model }) }),
  );
}

const asked = new Set<string>();

/** Asks for a further reply; a second click on the same button, while the first has no answer, asks for nothing more. */
async function once(
  about: string,
  ask: (sessionId: string, newReplyId: string) => Promise<unknown>,
): Promise<void> {
  const { sessionId } = get();
  if (sessionId === null || asked.has(about)) return;
  asked.add(about);
  const newReplyId = uuid();
  choose(newReplyId);
  try {
    await ask(sessionId, newReplyId);
  } finally {
    asked.delete(about);
  }
}

export async function unqueue(messageId: string): Promise<void> {
  const { sessionId, view } = get();
  if (sessionId === null) return;
  const text = view.queue.find((queued) => queued.id === messageId)?.text;
  const taken = await askOrSay("Unqueue", { sessionId, messageId });
  const sent = get().view.messages.some((message) => message.id === messageId);
  // What was taken back can be written anew.
  if (taken && text !== undefined && !sent) putBack(sessionId, text);
}

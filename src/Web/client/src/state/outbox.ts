import { MODEL_KEY, remember } from "../lib/storage";
import { uuid } from "../lib/uuid";
import { messages, refusalText } from "../messages";
import type { PendingMessage } from "../session/tree";
import { TEXT_LIMIT } from "../wire/limits";
import type { Outcome } from "../wire/wire.generated";
import { choose, path } from "./branch";
import { watchShown } from "./chat";
import { ask, askOrSay } from "./link";
import { navigate } from "./navigation";
import { drop, patch, starting } from "./pending";
import { get, say, set } from "./store";

/** Takes a new message; false when it cannot be one. */
export function send(text: string): boolean {
  if (tooLong(text)) return false;
  const place = endOfBranch();
  let { sessionId } = get();
  if (sessionId === null) {
    sessionId = uuid();
    starting.set(sessionId, get().newModel);
    navigate(sessionId);
  }
  post({ ...blank(sessionId, text), ...place });
  return true;
}

/** Takes another wording of a message; false when it cannot be one. */
export function edit(messageId: string, text: string): boolean {
  if (tooLong(text)) return false;
  const { sessionId, view } = get();
  const edited = view.messages.find((message) => message.id === messageId);
  if (sessionId === null || !edited) return false;
  const attachments = edited.attachments.map((picture) => picture.id);
  post({ ...blank(sessionId, text), attachments, parentId: edited.parentId, edits: messageId });
  return true;
}

/** Sends again what was not sent, as it was: if it was taken after all, it is there once. */
export function retry(id: string): void {
  const failed = get().pending.find((each) => each.id === id);
  if (!failed) return;
  const again: PendingMessage = { ...failed, ...placeOf(failed), state: "sending", problem: null };
  patch(id, again);
  void deliver(again);
}

/** Sends in another wording what was not sent, as another message; false when it cannot be one. */
export function rewrite(id: string, text: string): boolean {
  const failed = get().pending.find((each) => each.id === id);
  if (!failed || tooLong(text)) return false;
  drop([id]);
  post({
    ...blank(failed.sessionId, text),
    attachments: failed.attachments ?? [],
    edits: failed.edits,
    parentId: failed.parentId,
    ...placeOf(failed),
  });
  return true;
}

/** Goes on with what a reload interrupted. */
export function resume(): void {
  for (const pending of get().pending) if (pending.state === "sending") void deliver(pending);
}

function tooLong(text: string): boolean {
  if (text.length <= TEXT_LIMIT) return false;
  say(refusalText("text_too_long", ""));
  return true;
}

const blank = (sessionId: string, text: string): PendingMessage => ({
  id: uuid(),
  sessionId,
  parentId: null,
  text,
  edits: null,
  state: "sending",
  queued: false,
  problem: null,
});

/** Where a message goes that is sent now. */
function endOfBranch(): Pick<PendingMessage, "parentId" | "queued"> {
  const last = path().findLast((row) => row.kind !== "pending" || row.pending.state !== "failed");
  const queued = last?.kind === "open" || (last?.kind === "pending" && last.pending.queued);
  return { parentId: last?.id ?? null, queued };
}

/** What was not sent stands at the end of the branch, and goes there; an edit goes beside what it edits. */
const placeOf = (failed: PendingMessage) => (failed.edits === null ? endOfBranch() : {});

function post(pending: PendingMessage): void {
  if (pending.edits !== null) choose(pending.id);
  set({ pending: [...get().pending, pending] });
  void deliver(pending);
}

async function deliver(pending: PendingMessage): Promise<void> {
  const { id, sessionId } = pending;
  const outcome = (await start(sessionId)) ?? (await put(pending));
  if (outcome.kind === "refused") {
    const problem = refusalText(outcome.code, outcome.detail);
    patch(id, { state: "failed", problem });
    if (get().sessionId !== sessionId) say(`${messages.notSent} ${problem}`);
  } else if (get().sessionId === sessionId && !isThere(id)) settle(id);
  else drop([id]); // of a session that is not shown, the frames will tell when it is
}

function isThere(id: string): boolean {
  const { messages, queue } = get().view;
  return [...messages, ...queue].some((each) => each.id === id);
}

const SETTLED_MS = 5_000;

/** A frame shows what was taken. Where none does, it was taken back elsewhere before this tab saw it. */
function settle(id: string): void {
  setTimeout(() => {
    if (get().link === "online") drop([id]);
    else settle(id);
  }, SETTLED_MS);
}

/** Begins a session that is new; answers only when that was refused. */
async function start(sessionId: string): Promise<Outcome | null> {
  const model = starting.get(sessionId);
  if (model === undefined) return null;
  const outcome = await ask("Start", { sessionId, model });
  if (outcome.kind === "refused") return outcome;
  starting.delete(sessionId);
  if (get().sessionId === sessionId) watchShown();
  return null;
}

function put({ id, sessionId, parentId, text, attachments = [], edits }: PendingMessage): Promise<Outcome> {
  const pictures = attachments.length > 0 && { attachments };
  return edits === null
    ? ask("Send", { sessionId, messageId: id, text, parentId, ...pictures })
    : ask("Edit", { sessionId, messageId: edits, newMessageId: id, text, ...pictures });
}

export async function chooseModel(model: string): Promise<void> {
  remember(MODEL_KEY, model);
  set({ newModel: model });
  const { sessionId } = get();
  if (sessionId === null) return;
  if (starting.has(sessionId)) starting.set(sessionId, model);
  else await askOrSay("ChooseModel", { sessionId, model });
}

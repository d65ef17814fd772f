import { MODEL_KEY, remember } from "../lib/storage";
import { uuid } from "../lib/uuid";
import { refusalText } from "../messages";
import type { PendingMessage } from "../session/tree";
import type { Outcome } from "../wire/wire.generated";
import { choose, path } from "./branch";
import { watchShown } from "./chat";
import { ask, askOrSay } from "./link";
import { navigate } from "./navigation";
import { discard, dropArrived, patch, starting } from "./pending";
import { get, set } from "./store";

export function send(text: string): void {
  const parent = path().findLast((row) => row.kind !== "pending" || row.pending.state !== "failed");
  let { sessionId } = get();
  if (sessionId === null) {
    sessionId = uuid();
    starting.set(sessionId, get().newModel);
    navigate(sessionId);
  }
  const queued = parent?.kind === "open" || (parent?.kind === "pending" && parent.pending.queued);
  post({ ...blank(sessionId, text), parentId: parent?.id ?? null, queued });
}

export function edit(messageId: string, text: string): void {
  const { sessionId, view } = get();
  const edited = view.messages.find((message) => message.id === messageId);
  if (sessionId === null || !edited) return;
  const pending = { ...blank(sessionId, text), parentId: edited.parentId, edits: messageId };
  choose(pending.id);
  post(pending);
}

const blank = (sessionId: string, text: string): PendingMessage => ({
  id: uuid(),
  sessionId,
  parentId: null,
  text,
  edits: null,
  state: "sending",
  accepted: false,
  queued: false,
  problem: null,
});

function post(pending: PendingMessage): void {
  set({ pending: [...get().pending, pending] });
  void deliver(pending);
}

export function retry(id: string): void {
  const pending = get().pending.find((each) => each.id === id);
  if (!pending) return;
  patch(id, { state: "sending", problem: null });
  void deliver(pending);
}

async function deliver(pending: PendingMessage): Promise<void> {
  const outcome = (await start(pending.sessionId)) ?? (await put(pending));
  if (outcome.kind === "accepted") {
    patch(pending.id, { accepted: true });
    if (get().sessionId === pending.sessionId) dropArrived(get().view);
    else discard(pending.id); // its frames will tell, when the session is shown again
  } else {
    patch(pending.id, { state: "failed", problem: refusalText(outcome.code, outcome.detail) });
  }
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

function put({ id, sessionId, parentId, text, edits }: PendingMessage): Promise<Outcome> {
  return edits === null
    ? ask("Send", { sessionId, messageId: id, text, parentId })
    : ask("Edit", { sessionId, messageId: edits, newMessageId: id, text });
}

export async function chooseModel(model: string): Promise<void> {
  remember(MODEL_KEY, model);
  set({ newModel: model });
  const { sessionId } = get();
  if (sessionId === null) return;
  if (starting.has(sessionId)) starting.set(sessionId, model);
  else await askOrSay("ChooseModel", { sessionId, model });
}

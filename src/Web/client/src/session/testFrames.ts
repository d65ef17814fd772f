import type { MessageView, OpenReplyView, SessionView, SnapshotFrame } from "../wire/wire.generated";
import { applyFrame } from "./reduceFrame";
import { EMPTY_VIEW, type ChatView } from "./view";

// Builders for tests: name what matters, take the rest.

export const SESSION: SessionView = { id: "s", title: null, model: "demo", binned: false };

export function message(id: string, version: number, change: Partial<MessageView> = {}): MessageView {
  return {
    id,
    parentId: null,
    version,
    role: "user",
    authorId: "me",
    model: null,
    sentAt: "2026-01-01T00:00:00Z",
    text: id,
    pieces: [],
    outcome: null,
    by: null,
    code: null,
    reasoning: "",
    retryAt: null,
    generation: null,
    attachments: [],
    ...change,
  };
}

export function openReply(change: Partial<OpenReplyView> = {}): OpenReplyView {
  return {
    reply: 3,
    replyId: "r",
    parentId: "m",
    model: "demo",
    fence: 1,
    offset: 0,
    pieces: [],
    codeOpen: false,
    tail: "",
    reasoning: "",
    ...change,
  };
}

export function snapshot(change: Partial<SnapshotFrame> = {}): Omit<SnapshotFrame, "n"> {
  return {
    kind: "snapshot",
    at: "snapshot",
    protocol: 1,
    version: 3,
    session: SESSION,
    messages: [message("m", 2)],
    before: null,
    open: [openReply()],
    queue: [],
    ...change,
  };
}

export function viewOf(change: Partial<SnapshotFrame> = {}): ChatView {
  const reduced = applyFrame(EMPTY_VIEW, snapshot(change));
  if (reduced.kind !== "next") throw new Error(reduced.kind);
  return reduced.view;
}

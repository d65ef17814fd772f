import {
  PROTOCOL,
  type Frame,
  type MessageView,
  type OpenReplyView,
  type Piece,
  type ReplyClosedFrame,
  type ReplyOpenedFrame,
  type SnapshotFrame,
} from "../wire/wire.generated";
import { reduceOpenReply, type LiveFrame } from "./reduceOpenReply";
import { withMessages, type ChatView, type Reduced } from "./view";

const SAME: Reduced = { kind: "same" };
const GAP: Reduced = { kind: "gap" };
const RELOAD: Reduced = { kind: "reload" };

/** A frame without its number. */
export type FrameBody = Frame extends infer Each ? (Each extends Frame ? Omit<Each, "n"> : never) : never;

/** What one frame makes of a view. Pure; replays are harmless, and nothing is ever shown across a gap. */
export function reduceFrame(view: ChatView, frame: Frame): Reduced {
  if (frame.n <= view.n) return SAME;
  if (frame.n > view.n + 1) return GAP;
  const reduced = applyFrame(view, frame);
  if (reduced.kind === "next") return { kind: "next", view: { ...reduced.view, n: frame.n } };
  // What a snapshot held already still moves the position.
  if (reduced.kind === "same") return { kind: "next", view: { ...view, n: frame.n, at: frame.at } };
  return reduced;
}

/** The rules of each kind of frame, whatever its number. */
export function applyFrame(view: ChatView, frame: FrameBody): Reduced {
  switch (frame.kind) {
    case "snapshot":
      return frame.protocol === PROTOCOL ? next(view, frame, fromSnapshot(frame)) : RELOAD;
    case "closed":
      return { kind: "closed", code: frame.code, detail: frame.detail };
    case "reply-opened":
      return replyOpened(view, frame);
    case "message":
      return durable(view, frame, () => ({
        messages: withMessages(view.messages, [frame.message]),
        queue: without(view.queue, (queued) => queued.id === frame.message.id),
      }));
    case "reply-closed":
      return durable(view, frame, () => replyClosed(view, frame));
    case "session":
      return durable(view, frame, () => ({ session: frame.session }));
    case "queue":
      return durable(view, frame, () => ({ queue: frame.queue }));
    case "reasoning":
    case "text":
    case "block":
    case "code-opened":
    case "code":
    case "code-closed":
      return live(view, frame);
    default:
      frame satisfies never; // a compile error when a kind is added
      return RELOAD;
  }
}

function next(view: ChatView, frame: FrameBody, change: Partial<ChatView>): Reduced {
  return { kind: "next", view: { ...view, ...change, at: frame.at } };
}

function fromSnapshot(frame: Omit<SnapshotFrame, "n">): Partial<ChatView> {
  const { version, session, before, open, queue } = frame;
  return {
    status: "live",
    version,
    session,
    messages: withMessages([], frame.messages),
    before,
    open,
    queue,
  };
}

function durable(
  view: ChatView,
  frame: Extract<FrameBody, { version: number }>,
  change: () => Partial<ChatView> | null,
): Reduced {
  if (view.status === "waiting") return GAP;
  if (frame.version <= view.version) return SAME;
  if (frame.version > view.version + 1) return GAP;
  const changed = change();
  return changed ? next(view, frame, { ...changed, version: frame.version }) : GAP;
}

function replyOpened(view: ChatView, frame: Omit<ReplyOpenedFrame, "n">): Reduced {
  if (view.status === "live" && frame.version <= view.version) {
    const at = view.open.findIndex((open) => open.reply === frame.reply.reply);
    const known = view.open[at];
    if (!known || known.fence >= frame.reply.fence) return SAME;
    return next(view, frame, { open: view.open.with(at, frame.reply) }); // taken over by another worker
  }
  return durable(view, frame, () => ({
    open: [...without(view.open, (open) => open.reply === frame.reply.reply), frame.reply],
  }));
}

function live(view: ChatView, frame: LiveFrame): Reduced {
  if (view.status === "waiting") return GAP;
  const at = view.open.findIndex((open) => open.reply === frame.reply);
  const reply = view.open[at];
  if (!reply) return frame.reply <= view.version ? SAME : GAP; // closed already, or not opened yet
  const reduced = reduceOpenReply(reply, frame);
  if (reduced === "same") return SAME;
  if (reduced === "gap") return GAP;
  return next(view, frame, { open: view.open.with(at, reduced) });
}

function replyClosed(view: ChatView, frame: Omit<ReplyClosedFrame, "n">): Partial<ChatView> | null {
  const open = view.open.find((reply) => reply.reply === frame.reply);
  const pieces = open && finalPieces(open, frame);
  if (!pieces) return null;
  const message: MessageView = {
    id: frame.replyId,
    parentId: open.parentId,
    version: frame.version,
    role: "assistant",
    authorId: null,
    model: open.model,
    sentAt: frame.closedAt,
    text: null,
    pieces,
    outcome: frame.outcome,
    by: frame.by,
    code: frame.code,
    reasoning: frame.reasoning ?? open.reasoning,
    retryAt: frame.retryAt,
    generation: frame.generation,
    attachments: [],
  };
  return {
    messages: withMessages(view.messages, [message]),
    open: without(view.open, (reply) => reply === open),
  };
}

/** The pieces as built live, with what the final rendering made different; null when some of it never came. */
function finalPieces(open: OpenReplyView, frame: Omit<ReplyClosedFrame, "n">): readonly Piece[] | null {
  if (open.fence !== frame.fence || open.offset !== frame.offset) return null;
  if (open.reasoning.length !== frame.reasoningOffset) return null;
  const changed = new Map(frame.changed.map((change) => [change.index, change.piece]));
  const pieces: Piece[] = [];
  for (let index = 0; index < frame.pieces; index++) {
    const piece = changed.get(index) ?? open.pieces[index];
    if (!piece) return null;
    pieces.push(piece);
  }
  return pieces;
}

function without<T>(list: readonly T[], drop: (item: T) => boolean): readonly T[] {
  return list.some(drop) ? list.filter((item) => !drop(item)) : list;
}

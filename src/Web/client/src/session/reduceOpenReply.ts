import type {
  BlockFrame,
  CodeClosedFrame,
  CodeFrame,
  CodeOpenedFrame,
  OpenReplyView,
  ReasoningFrame,
  TextFrame,
} from "../wire/wire.generated";

type Body<Numbered> = Numbered extends unknown ? Omit<Numbered, "n"> : never;

export type LiveFrame = Body<
  ReasoningFrame | TextFrame | BlockFrame | CodeOpenedFrame | CodeFrame | CodeClosedFrame
>;

/** The only place where the text of a reply grows. */
export function reduceOpenReply(reply: OpenReplyView, frame: LiveFrame): OpenReplyView | "same" | "gap" {
  if (frame.fence < reply.fence) return "same"; // written by a worker that has lost the reply
  if (frame.fence > reply.fence) return "gap";
  switch (frame.kind) {
    case "reasoning":
      return think(reply, frame);
    case "text":
    case "code":
      return grow(reply, frame);
    case "block":
    case "code-opened":
      return push(reply, frame);
    case "code-closed":
      return closeCode(reply, frame);
  }
}

function think(reply: OpenReplyView, frame: Body<ReasoningFrame>): OpenReplyView | "same" | "gap" {
  const had = reply.reasoning.length;
  if (frame.from > had) return "gap";
  if (frame.from + frame.text.length <= had) return "same";
  return { ...reply, reasoning: reply.reasoning + frame.text.slice(had - frame.from) };
}

function grow(reply: OpenReplyView, frame: Body<TextFrame | CodeFrame>): OpenReplyView | "same" | "gap" {
  const end = frame.from + frame.text.length;
  if (frame.from > reply.offset) return "gap";
  if (end <= reply.offset) return "same";
  if (reply.codeOpen !== (frame.kind === "code")) return "gap";
  const added = frame.text.slice(reply.offset - frame.from);
  if (frame.kind === "text") return { ...reply, offset: end, tail: reply.tail + added };
  const last = reply.pieces.at(-1);
  if (last?.kind !== "code") return "gap";
  return {
    ...reply,
    offset: end,
    pieces: reply.pieces.with(-1, { ...last, text: last.text + added }),
  };
}

function push(
  reply: OpenReplyView,
  frame: Body<BlockFrame | CodeOpenedFrame>,
): OpenReplyView | "same" | "gap" {
  if (frame.piece < reply.pieces.length) return "same";
  if (frame.piece > reply.pieces.length || reply.codeOpen) return "gap";
  const offset = Math.max(reply.offset, frame.end);
  if (frame.kind === "block") {
    const tail = reply.tail.slice(Math.max(0, frame.end - (reply.offset - reply.tail.length)));
    return { ...reply, offset, pieces: [...reply.pieces, { kind: "block", html: frame.html }], tail };
  }
  const { language, path, pathMadeSafe } = frame;
  const code = { kind: "code", language, path, text: "", pathMadeSafe } as const;
  return { ...reply, offset, pieces: [...reply.pieces, code], codeOpen: true, tail: "" };
}

function closeCode(reply: OpenReplyView, frame: Body<CodeClosedFrame>): OpenReplyView | "same" | "gap" {
  const last = reply.pieces.length - 1;
  if (frame.piece > last) return "gap";
  if (frame.piece < last || !reply.codeOpen) return "same";
  if (reply.offset < frame.from) return "gap";
  return { ...reply, offset: Math.max(reply.offset, frame.end), codeOpen: false };
}

// @vitest-environment node
import { describe, expect, it } from "vitest";
import type { OpenReplyView, ReplyClosedFrame } from "../wire/wire.generated";
import { applyFrame, type FrameBody } from "./reduceFrame";
import { message, openReply, SESSION, snapshot, viewOf } from "./testFrames";
import { EMPTY_VIEW, withOlderPage, type ChatView } from "./view";

const on = { at: "next", reply: 3, fence: 1 };
const text = (from: number, added: string, change = {}): FrameBody => ({
  kind: "text",
  ...on,
  from,
  text: added,
  ...change,
});
const code = (from: number, added: string): FrameBody => ({ kind: "code", ...on, from, text: added });
const block = (piece: number, end: number): FrameBody => ({
  kind: "block",
  ...on,
  piece,
  end,
  html: `<p>${end}</p>`,
});
const codeOpened = (piece: number, end: number): FrameBody => ({
  kind: "code-opened",
  ...on,
  piece,
  end,
  language: "ts",
  path: null,
  pathMadeSafe: false,
});
const codeClosed = (piece: number, end: number, from = 0): FrameBody => ({
  kind: "code-closed",
  ...on,
  piece,
  from,
  end,
});
const replyClosed = (change: Partial<ReplyClosedFrame> = {}): FrameBody => ({
  kind: "reply-closed",
  at: "closed",
  version: 4,
  reply: 3,
  fence: 1,
  offset: 0,
  reasoningOffset: 0,
  replyId: "r",
  outcome: "completed",
  by: null,
  code: null,
  closedAt: "2026-01-01T00:00:01Z",
  reasoning: null,
  retryAt: null,
  generation: null,
  pieces: 0,
  changed: [],
  ...change,
});

const kindOf = (view: ChatView, frame: FrameBody) => applyFrame(view, frame).kind;
function after(view: ChatView, ...frames: FrameBody[]): ChatView {
  return frames.reduce((current, frame) => {
    const reduced = applyFrame(current, frame);
    if (reduced.kind !== "next") throw new Error(`${frame.kind}: ${reduced.kind}`);
    return reduced.view;
  }, view);
}
const open = (change: Partial<OpenReplyView>) => viewOf({ open: [openReply(change)] });
const only = (view: ChatView) => view.open[0];

describe("a snapshot", () => {
  it("replaces all", () => {
    const view = after(viewOf(), snapshot({ at: "b", version: 9, messages: [message("x", 8)], open: [] }));
    expect(view).toMatchObject({ status: "live", at: "b", version: 9, messages: [{ id: "x" }], open: [] });
  });
  it("must come first", () => {
    expect(kindOf(EMPTY_VIEW, text(0, "a"))).toBe("gap");
    expect(kindOf(EMPTY_VIEW, { kind: "queue", at: "a", version: 1, queue: [] })).toBe("gap");
    expect(kindOf(EMPTY_VIEW, { kind: "reply-opened", at: "a", version: 0, reply: openReply() })).toBe("gap");
  });
  it("of another protocol, like a frame of an unknown kind, asks for a reload", () => {
    expect(kindOf(EMPTY_VIEW, snapshot({ protocol: 2 }))).toBe("reload");
    expect(kindOf(viewOf(), { kind: "later", at: "a" } as unknown as FrameBody)).toBe("reload");
  });
});

describe("durable frames", () => {
  const queue = (version: number): FrameBody => ({ kind: "queue", at: "q", version, queue: [] });
  it("of an old version are duplicates", () => {
    expect(kindOf(viewOf(), queue(2))).toBe("same");
    expect(kindOf(viewOf(), queue(3))).toBe("same");
  });
  it("of the next version apply and move the position", () => {
    expect(after(viewOf(), queue(4))).toMatchObject({ version: 4, at: "q" });
  });
  it("of a later version show a gap", () => {
    expect(kindOf(viewOf(), queue(5))).toBe("gap");
  });
  it("replace session and queue", () => {
    const queued = { id: "n", parentId: "r", authorId: "me", text: "next", attachments: [] };
    const view = after(
      viewOf(),
      { kind: "session", at: "a", version: 4, session: { ...SESSION, title: "T" } },
      { kind: "queue", at: "b", version: 5, queue: [queued] },
    );
    expect(view).toMatchObject({ session: { title: "T" }, queue: [queued], version: 5 });
  });
  it("move a queued message into the tree, and keep what they do not touch", () => {
    const before = viewOf({
      queue: [{ id: "n", parentId: "r", authorId: "me", text: "next", attachments: [] }],
    });
    const view = after(before, { kind: "message", at: "a", version: 4, message: message("n", 4) });
    expect(view.queue).toEqual([]);
    expect(view.messages.map((each) => each.id)).toEqual(["m", "n"]);
    expect(view.messages[0]).toBe(before.messages[0]);
    expect(view.open).toBe(before.open);
  });
  it("end the feed", () => {
    const closed: FrameBody = { kind: "closed", at: "", code: "not_found", detail: "Gone." };
    expect(applyFrame(viewOf(), closed)).toEqual({ kind: "closed", code: "not_found", detail: "Gone." });
  });
});

describe("reply-opened", () => {
  const opened = (version: number, reply: OpenReplyView): FrameBody => ({
    kind: "reply-opened",
    at: "o",
    version,
    reply,
  });
  it("of the next version opens a reply", () => {
    const view = after(viewOf(), opened(4, openReply({ reply: 4, replyId: "r2" })));
    expect(view.open.map((reply) => reply.replyId)).toEqual(["r", "r2"]);
  });
  it("of a higher fence takes the reply over and voids what was there", () => {
    const view = after(
      open({ offset: 9, tail: "forgotten" }),
      opened(3, openReply({ fence: 2, offset: 3, tail: "for" })),
    );
    expect(only(view)).toMatchObject({ fence: 2, offset: 3, tail: "for" });
    expect(view.version).toBe(3);
  });
  it("of the same or a lower fence, or of a closed reply, is old", () => {
    expect(kindOf(viewOf(), opened(3, openReply()))).toBe("same");
    expect(kindOf(viewOf(), opened(3, openReply({ fence: 0 })))).toBe("same");
    expect(kindOf(viewOf({ open: [] }), opened(3, openReply({ fence: 2 })))).toBe("same");
  });
});

describe("live frames", () => {
  it("of a closed reply are old, of an unknown one show a gap", () => {
    expect(kindOf(viewOf({ open: [] }), text(0, "a"))).toBe("same");
    expect(kindOf(viewOf({ open: [] }), text(0, "a", { reply: 4 }))).toBe("gap");
  });
  it("of a lower fence are void, of a higher one show a gap", () => {
    expect(kindOf(viewOf(), text(0, "a", { fence: 0 }))).toBe("same");
    expect(kindOf(viewOf(), text(0, "a", { fence: 2 }))).toBe("gap");
  });
  it("append only text that is new", () => {
    const view = open({ offset: 2, tail: "ab" });
    expect(only(after(view, text(2, "cd")))).toMatchObject({ offset: 4, tail: "abcd" });
    expect(only(after(view, text(1, "bc")))).toMatchObject({ offset: 3, tail: "abc" });
    expect(kindOf(view, text(0, "ab"))).toBe("same");
    expect(kindOf(view, text(3, "d"))).toBe("gap");
  });
  it("touch neither messages nor other pieces", () => {
    const view = open({ offset: 1, pieces: [{ kind: "block", html: "<p>1</p>" }] });
    const grown = after(view, text(1, "a"));
    expect(grown.messages).toBe(view.messages);
    expect(only(grown)?.pieces).toBe(only(view)?.pieces);
  });
  it("turn the open text up to their end into a block", () => {
    const view = open({ offset: 5, tail: "ab\n\nc" });
    expect(only(after(view, block(0, 4)))).toMatchObject({
      offset: 5,
      tail: "c",
      pieces: [{ html: "<p>4</p>" }],
    });
    expect(only(after(view, block(0, 7)))).toMatchObject({ offset: 7, tail: "" });
    expect(kindOf(view, block(1, 4))).toBe("gap");
    expect(kindOf(after(view, block(0, 4)), block(0, 4))).toBe("same");
  });
  it("carry code between its opening and its closing", () => {
    const view = after(open({ offset: 2, tail: "``" }), codeOpened(0, 6), code(6, "let "), code(8, "t x\n"));
    expect(only(view)).toMatchObject({ codeOpen: true, tail: "", offset: 12, pieces: [{ text: "let x\n" }] });
    expect(kindOf(view, text(12, "prose"))).toBe("gap");
    expect(kindOf(view, block(1, 14))).toBe("gap");
    expect(kindOf(view, codeOpened(0, 6))).toBe("same");
    const closed = after(view, codeClosed(0, 15));
    expect(only(closed)).toMatchObject({ codeOpen: false, offset: 15, tail: "" });
    expect(kindOf(closed, codeClosed(0, 15))).toBe("same");
    expect(kindOf(closed, codeClosed(1, 15))).toBe("gap");
    expect(kindOf(closed, code(15, "x"))).toBe("gap");
  });
});

describe("reply-closed", () => {
  const first = { kind: "block", html: "<p>1</p>" } as const;
  const second = { kind: "block", html: "<p>2</p>" } as const;
  it("makes a message of the reply", () => {
    const view = open({ pieces: [first, second], tail: "rest", offset: 9 });
    const final = { kind: "block", html: "<p>final</p>" } as const;
    const closed = after(
      view,
      replyClosed({
        pieces: 2,
        offset: 9,
        changed: [{ index: 1, piece: final }],
        outcome: "stopped",
        by: "me",
      }),
    );
    expect(closed.open).toEqual([]);
    expect(closed.messages.at(-1)).toMatchObject({
      id: "r",
      parentId: "m",
      role: "assistant",
      outcome: "stopped",
      by: "me",
    });
    expect(closed.messages.at(-1)?.pieces).toEqual([first, final]);
    expect(closed.messages.at(-1)?.pieces[0]).toBe(first);
  });
  it("drops pieces behind the count and adds those that never came live", () => {
    expect(
      after(open({ pieces: [first, second] }), replyClosed({ pieces: 1 })).messages.at(-1)?.pieces,
    ).toEqual([first]);
    const added = replyClosed({ pieces: 1, changed: [{ index: 0, piece: second }] });
    expect(after(viewOf(), added).messages.at(-1)?.pieces).toEqual([second]);
  });
  it("shows a gap when a piece or the reply is missing", () => {
    expect(kindOf(viewOf(), replyClosed({ pieces: 1 }))).toBe("gap");
    expect(kindOf(viewOf({ open: [] }), replyClosed())).toBe("gap");
    expect(kindOf(viewOf(), replyClosed({ offset: 1 }))).toBe("gap");
    expect(kindOf(viewOf(), replyClosed({ fence: 2 }))).toBe("gap");
  });
});

describe("older pages", () => {
  it("come before, once, and only for the cursor that the view has", () => {
    const view = viewOf({ before: "c1" });
    const page = { messages: [message("a", 1), message("m", 2)], before: null };
    const older = withOlderPage(view, "c1", page);
    expect(older.messages.map((each) => each.id)).toEqual(["a", "m"]);
    expect(older.messages[1]).toBe(view.messages[0]);
    expect(withOlderPage(older, "c1", page)).toBe(older);
  });
});

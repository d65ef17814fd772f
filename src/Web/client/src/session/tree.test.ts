// @vitest-environment node
import { describe, expect, it } from "vitest";
import { message, openReply } from "./testFrames";
import { shownPath, type PendingMessage } from "./tree";

const ids = (rows: ReturnType<typeof shownPath>) => rows.map((row) => row.id);
const pending = (
  id: string,
  parentId: string | null,
  change: Partial<PendingMessage> = {},
): PendingMessage => ({
  id,
  sessionId: "s",
  parentId,
  text: id,
  edits: null,
  state: "sending",
  queued: false,
  problem: null,
  ...change,
});
const tree = [
  message("a", 2),
  message("a1", 4, { parentId: "a", role: "assistant" }),
  message("b", 5, { parentId: "a1" }),
  message("b1", 7, { parentId: "b", role: "assistant" }),
  message("a2", 9, { parentId: "a", role: "assistant" }),
];

describe("the shown path", () => {
  it("ends at the newest leaf", () => {
    expect(ids(shownPath(tree, [], [], []))).toEqual(["a", "a2"]);
    expect(ids(shownPath([], [], [], []))).toEqual([]);
  });
  it("goes through the chosen message to the newest leaf below it", () => {
    expect(ids(shownPath(tree, [], [], ["a1"]))).toEqual(["a", "a1", "b", "b1"]);
    expect(ids(shownPath(tree, [], [], ["a1", "not here yet"]))).toEqual(["a", "a1", "b", "b1"]);
  });
  it("takes an open reply, and what is being sent, for the newest", () => {
    const open = [openReply({ reply: 10, replyId: "b2", parentId: "b" })];
    expect(ids(shownPath(tree, open, [], []))).toEqual(["a", "a1", "b", "b2"]);
    expect(ids(shownPath(tree, open, [pending("p", "a2")], []))).toEqual(["a", "a2", "p"]);
  });
  it("names the siblings in their order", () => {
    const rows = shownPath(tree, [openReply({ reply: 10, replyId: "a3", parentId: "a" })], [], []);
    expect(rows.map((row) => row.siblings)).toEqual([["a"], ["a1", "a2", "a3"]]);
  });
  it("begins where the loaded page begins", () => {
    expect(ids(shownPath(tree.slice(2, 4), [], [], []))).toEqual(["b", "b1"]);
  });
  it("shows a message once when its frame is there before the answer", () => {
    expect(ids(shownPath(tree, [], [pending("a2", "a")], []))).toEqual(["a", "a2"]);
  });
  it("shows what was not sent behind the branch, and goes on to the newest message beside it", () => {
    const failed = pending("f", "a2", { state: "failed" });
    expect(ids(shownPath(tree, [], [failed], []))).toEqual(["a", "a2", "f"]);
    const sentSince = [...tree, message("c", 10, { parentId: "a2" })];
    expect(ids(shownPath(sentSince, [], [failed], []))).toEqual(["a", "a2", "c", "f"]);
    const edit = pending("e", null, { state: "failed", edits: "a" });
    expect(ids(shownPath(tree, [], [edit], ["e"]))).toEqual(["a", "a2", "e"]);
  });
  it("lets nothing hide behind a message that follows one that is not here", () => {
    expect(ids(shownPath(tree, [], [pending("p", "gone")], []))).toEqual(["a", "a2", "p"]);
    expect(ids(shownPath(tree, [], [pending("p", null)], []))).toEqual(["a", "a2", "p"]);
    const twice = [pending("p", null), pending("q", "p")];
    expect(ids(shownPath(tree, [], twice, []))).toEqual(["a", "a2", "p", "q"]);
    expect(ids(shownPath([], [], twice, []))).toEqual(["p", "q"]);
  });
  it("puts an edit beside what it edits, also at the top of the loaded page", () => {
    const rows = shownPath(tree.slice(2, 4), [], [pending("e", "a1", { edits: "b" })], ["e"]);
    expect(rows.map((row) => [row.id, row.siblings])).toEqual([["e", ["b", "e"]]]);
  });
});

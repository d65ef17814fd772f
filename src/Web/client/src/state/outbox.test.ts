import type { IStreamSubscriber } from "@microsoft/signalr";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { draftKey, recall, remember } from "../lib/storage";
import type { FrameBody } from "../session/reduceFrame";
import type { SessionConnection } from "../session/SessionConnection";
import { message, openReply, snapshot } from "../session/testFrames";
import type { Frame, Outcome } from "../wire/wire.generated";

// The modules keep state, as a tab does: each test gets them anew, and a reload is to get them once more.

const S = "11111111-1111-4111-8111-111111111111";
const ACCEPTED: Outcome = { kind: "accepted", replyId: null, queued: false };
const refused = (code: string): Outcome => ({ kind: "refused", code, detail: "" });

const invoke = vi.fn<(name: string, command: Record<string, unknown>) => Promise<Outcome>>();
let stream: { to: IStreamSubscriber<Frame>; n: number };

async function load() {
  vi.resetModules();
  const [outbox, chat, link, navigation, pending, { get, set }] = await Promise.all([
    import("./outbox"),
    import("./chat"),
    import("./link"),
    import("./navigation"),
    import("./pending"),
    import("./store"),
  ]);
  const watch = () => ({
    subscribe: (to: IStreamSubscriber<Frame>) => {
      stream = { to, n: 0 };
      return { dispose: () => undefined };
    },
  });
  link.setConnection({ invoke, watch } as unknown as SessionConnection);
  pending.keepPending();
  set({ link: "online" });
  navigation.followAddress();
  outbox.resume();
  return { ...outbox, ...chat, ...navigation, get, set };
}

type App = Awaited<ReturnType<typeof load>>;
let app: App;

async function say(...frames: FrameBody[]) {
  for (const frame of frames) stream.to.next({ ...frame, n: ++stream.n });
  await vi.advanceTimersByTimeAsync(100);
}

const settled = () => vi.advanceTimersByTimeAsync(0);
const rows = () => app.get().pending.map(({ text, state }) => `${text} ${state}`);
const only = () => {
  const [pending] = app.get().pending;
  if (!pending) throw new Error("nothing is pending");
  return pending;
};

beforeEach(async () => {
  vi.useFakeTimers();
  localStorage.clear();
  sessionStorage.clear();
  history.replaceState(null, "", `/chat/${S}`);
  invoke.mockReset().mockResolvedValue(ACCEPTED);
  app = await load();
  await say(snapshot({ open: [], messages: [message("m", 2)] }));
});

afterEach(() => {
  vi.useRealTimers();
});

describe("a message that is sent", () => {
  it("begins a session that is new, and only once", async () => {
    app.navigate(null);
    app.send("hello");
    expect(rows()).toEqual(["hello sending"]);
    const { sessionId } = app.get();
    expect(location.pathname).toBe(`/chat/${sessionId ?? ""}`);
    await settled();
    app.send("and");
    await settled();
    expect(invoke.mock.calls.map(([name]) => name)).toEqual(["Start", "Send", "Send"]);
    expect(invoke.mock.calls[2]?.[1]).toMatchObject({ sessionId, parentId: app.get().pending[0]?.id });
  });

  it("goes when its frame shows it, and stays until then", async () => {
    app.send("hello");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(rows()).toEqual(["hello sending"]);
    const { id } = only();
    await say({ kind: "message", at: "a", version: 4, message: message(id, 4, { parentId: "m" }) });
    expect(rows()).toEqual([]);
  });

  it("goes when the queue had it, though it was taken back elsewhere before anything was shown", async () => {
    await say(snapshot({ version: 3, open: [openReply()] }));
    app.send("later");
    expect(only().queued).toBe(true);
    const { id } = only();
    const queued = [{ id, parentId: "r", authorId: "me", text: "later", attachments: [] }];
    await say(
      { kind: "queue", at: "a", version: 4, queue: queued },
      { kind: "queue", at: "b", version: 5, queue: [] },
    );
    expect(rows()).toEqual([]);
  });

  it("goes when it was taken and no frame ever shows it, but not while there is no connection", async () => {
    app.send("hello");
    await settled();
    app.set({ link: "reconnecting" });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(rows()).toEqual(["hello sending"]);
    app.set({ link: "online" });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(rows()).toEqual([]);
  });

  it("is not even tried when it is too long", () => {
    expect(app.send("x".repeat(100_001))).toBe(false);
    expect(app.edit("m", "x".repeat(100_001))).toBe(false);
    expect(app.get().pending).toEqual([]);
    expect(invoke).not.toHaveBeenCalled();
    expect(app.get().snack?.text).toContain("too long");
  });
});

describe("a message that was refused", () => {
  const fail = async (text: string) => {
    invoke.mockResolvedValueOnce(refused("store_unavailable"));
    app.send(text);
    await settled();
    expect(rows()).toContain(`${text} failed`);
  };

  it("is sent again with its id, where it stands now", async () => {
    await fail("hello");
    const { id, problem } = only();
    expect(problem).toContain("cannot save");
    await say({ kind: "message", at: "a", version: 4, message: message("n", 4, { parentId: "m" }) });
    app.retry(id);
    await settled();
    expect(rows()).toEqual(["hello sending"]);
    expect(invoke).toHaveBeenLastCalledWith("Send", {
      sessionId: S,
      messageId: id,
      text: "hello",
      parentId: "n",
    });
  });

  it("is written anew as another message", async () => {
    await fail("hello");
    const { id } = only();
    expect(app.rewrite(id, "x".repeat(100_001))).toBe(false);
    expect(app.rewrite(id, "hallo")).toBe(true);
    expect(rows()).toEqual(["hallo sending"]);
    expect(only().id).not.toBe(id);
    await settled();
    expect(invoke.mock.lastCall?.[1]).toMatchObject({ text: "hallo", parentId: "m" });
  });

  it("does not keep the next one from being sent, nor is it its parent", async () => {
    await fail("hello");
    app.send("and");
    await settled();
    expect(invoke.mock.lastCall?.[1]).toMatchObject({ text: "and", parentId: "m" });
  });

  it("keeps the pictures of what it edits, also when it is written once more", async () => {
    const picture = { id: "p", mediaType: "image/png", size: 9, width: 1, height: 1 };
    await say({
      kind: "message",
      at: "a",
      version: 4,
      message: message("n", 4, { parentId: "m", attachments: [picture] }),
    });
    invoke.mockResolvedValueOnce(refused("conflict"));
    app.edit("n", "other");
    await settled();
    expect(invoke.mock.lastCall).toMatchObject(["Edit", { messageId: "n", attachments: ["p"] }]);
    app.rewrite(only().id, "another");
    await settled();
    expect(invoke.mock.lastCall).toMatchObject(["Edit", { text: "another", attachments: ["p"] }]);
  });

  it("stays an edit", async () => {
    invoke.mockResolvedValueOnce(refused("conflict"));
    app.edit("m", "other");
    await settled();
    app.rewrite(only().id, "another");
    await settled();
    expect(invoke.mock.lastCall).toMatchObject(["Edit", { messageId: "m", text: "another" }]);
    expect(app.get().chosen.at(-1)).toBe(only().id);
  });

  it("is told of when another session is shown", async () => {
    invoke.mockResolvedValueOnce(refused("queue_full"));
    app.send("hello");
    app.navigate(null);
    await settled();
    expect(app.get().snack?.text).toContain("Not sent.");
  });
});

describe("a reload", () => {
  it("sends again what was on its way, with the same ids, and keeps what was refused", async () => {
    app.navigate(null);
    invoke.mockResolvedValueOnce(ACCEPTED).mockResolvedValueOnce(refused("text_too_long"));
    app.send("refused");
    await settled();
    invoke.mockReturnValue(new Promise(() => undefined)); // nobody answers any more
    app.navigate(null);
    app.set({ newModel: "other" });
    app.send("on its way");
    await settled();
    const before = app.get().pending;
    invoke.mockReset().mockResolvedValue(ACCEPTED);
    app = await load();
    expect(app.get().pending).toEqual(before);
    await settled();
    const sessionId = before[1]?.sessionId;
    expect(invoke.mock.calls).toEqual([
      ["Start", { sessionId, model: "other" }],
      ["Send", { sessionId, messageId: before[1]?.id, text: "on its way", parentId: null }],
    ]);
  });

  it("sends nothing again that has arrived", async () => {
    app.send("hello");
    const { id } = only();
    await say({ kind: "message", at: "a", version: 4, message: message(id, 4, { parentId: "m" }) });
    invoke.mockClear();
    app = await load();
    await settled();
    expect(app.get().pending).toEqual([]);
    expect(invoke).not.toHaveBeenCalled();
  });
});

describe("a waiting message that is taken back", () => {
  const waiting = { id: "w", parentId: "r", authorId: "me", text: "later", attachments: [] };

  it("goes to the composer, behind what is being written there", async () => {
    await say(snapshot({ queue: [waiting] }));
    remember(draftKey(S), "half a thought");
    const { draftVersion } = app.get();
    await app.unqueue("w");
    expect(recall(draftKey(S))).toBe("half a thought\n\nlater");
    expect(app.get().draftVersion).toBe(draftVersion + 1);
  });

  it("does not when it was sent at the last moment", async () => {
    await say(snapshot({ queue: [waiting] }));
    let answer: (outcome: Outcome) => void = () => undefined;
    invoke.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    const taken = app.unqueue("w");
    await say({ kind: "message", at: "a", version: 4, message: message("w", 4, { parentId: "r" }) });
    answer(ACCEPTED);
    await taken;
    expect(recall(draftKey(S))).toBe("");
  });
});

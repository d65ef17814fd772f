import type { IStreamSubscriber } from "@microsoft/signalr";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { FrameBody } from "../session/reduceFrame";
import type { SessionConnection } from "../session/SessionConnection";
import { message, openReply, snapshot } from "../session/testFrames";
import { getMessages } from "../wire/http";
import type { Frame } from "../wire/wire.generated";
import { loadOlder, show } from "./chat";
import { setConnection } from "./link";
import { get, set } from "./store";

vi.mock("../wire/http", async (original) => ({
  ...(await original<object>()),
  getMessages: vi.fn<typeof getMessages>(),
}));

interface Stream {
  session: string;
  after: string | null;
  to: IStreamSubscriber<Frame>;
  n: number;
  open: boolean;
}

let streams: Stream[];
const last = () => {
  const stream = streams.at(-1);
  if (!stream) throw new Error("nothing is watched");
  return stream;
};

function say(stream: Stream, ...frames: FrameBody[]) {
  for (const frame of frames) stream.to.next({ ...frame, n: ++stream.n });
  vi.advanceTimersByTime(100);
}

const shown = () => get().view.messages.map(({ id }) => id);

beforeEach(() => {
  vi.useFakeTimers();
  streams = [];
  const watch = (session: string, after: string | null) => ({
    subscribe: (to: IStreamSubscriber<Frame>) => {
      const stream = { session, after, to, n: 0, open: true };
      streams.push(stream);
      return { dispose: () => (stream.open = false) };
    },
  });
  setConnection({ watch } as unknown as SessionConnection);
  show(null);
  set({ announcement: "" });
});

describe("older pages", () => {
  const newest = (at: string) => snapshot({ at, messages: [message("m", 3)], open: [], before: "c2" });
  const pages: Record<string, Awaited<ReturnType<typeof getMessages>>> = {
    c2: { messages: [message("b", 2)], before: "c1" },
    c1: { messages: [message("a", 1)], before: null },
  };

  beforeEach(() => {
    vi.mocked(getMessages).mockImplementation((_, before) =>
      Promise.resolve(pages[before] ?? { messages: [], before: null }),
    );
    show(crypto.randomUUID());
    say(last(), newest("s1"));
  });

  it("come one by one", async () => {
    await loadOlder();
    expect(shown()).toEqual(["b", "m"]);
    await loadOlder();
    expect(shown()).toEqual(["a", "b", "m"]);
    expect(get().view.before).toBeNull();
  });

  it("are fetched again, as far as they were there, when a snapshot made the view anew", async () => {
    await loadOlder();
    await loadOlder();
    say(last(), newest("s2"));
    expect(shown()).toEqual(["m"]);
    await vi.advanceTimersByTimeAsync(0);
    expect(shown()).toEqual(["a", "b", "m"]);

    show(crypto.randomUUID());
    say(last(), newest("s1"));
    await loadOlder();
    say(last(), newest("s2"));
    await vi.advanceTimersByTimeAsync(0);
    expect(shown()).toEqual(["b", "m"]);
  });

  it("that fail can be asked for again", async () => {
    vi.mocked(getMessages).mockRejectedValueOnce(new Error("no network"));
    await loadOlder();
    expect(get().older).toBe("failed");
    await loadOlder();
    expect(get().older).toBe("idle");
  });
});

describe("another session", () => {
  it("is shown in mid-reply, and the first one goes on later from where it was", () => {
    const [one, two] = [crypto.randomUUID(), crypto.randomUUID()];
    show(one);
    const first = last();
    say(first, snapshot({ at: "p1" }));
    say(first, { kind: "text", at: "p2", reply: 3, fence: 1, from: 0, text: "half" });
    show(two);
    expect(first.open).toBe(false);
    say(first, { kind: "text", at: "p3", reply: 3, fence: 1, from: 4, text: " a thought" });
    expect(get().view.status).toBe("waiting");
    say(last(), snapshot({ at: "q1", open: [] }));
    show(one);
    expect(get().view.open[0]?.tail).toBe("half");
    expect(last()).toMatchObject({ session: one, after: "p2" });
    say(last(), { kind: "text", at: "p4", reply: 3, fence: 1, from: 4, text: " a thought" });
    expect(get().view.open[0]?.tail).toBe("half a thought");
  });

  it("that cannot be watched can be tried again by going to it again", () => {
    const id = crypto.randomUUID();
    show(id);
    say(last(), { kind: "closed", at: "", code: "not_found", detail: "" });
    expect(get().ended).toContain("no such chat");
    show(id);
    expect(get().ended).toBeNull();
    expect(streams).toHaveLength(2);
  });
});

it("says when a reply begins and ends, not how it grows", () => {
  const told: string[] = [];
  show(crypto.randomUUID());
  say(last(), snapshot({ version: 2, open: [] }));
  const note = () => told.push(get().announcement);
  say(last(), { kind: "reply-opened", at: "a", version: 3, reply: openReply() });
  note();
  set({ announcement: "" });
  say(last(), { kind: "text", at: "b", reply: 3, fence: 1, from: 0, text: "word" });
  note();
  say(last(), {
    kind: "reply-closed",
    at: "c",
    version: 4,
    reply: 3,
    fence: 1,
    offset: 4,
    reasoningOffset: 0,
    replyId: "r",
    outcome: "stopped",
    by: "me",
    code: null,
    closedAt: "2026-01-01T00:00:01Z",
    reasoning: null,
    retryAt: null,
    generation: null,
    pieces: 0,
    changed: [],
  });
  note();
  expect(told).toEqual(["Reply started", "", "Reply stopped"]);
});

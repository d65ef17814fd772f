import type { IStreamSubscriber } from "@microsoft/signalr";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Frame } from "../wire/wire.generated";
import type { SessionConnection } from "./SessionConnection";
import type { FrameBody } from "./reduceFrame";
import { SessionWatcher } from "./SessionWatcher";
import { snapshot } from "./testFrames";
import { EMPTY_VIEW, type ChatView } from "./view";

class Streams {
  readonly opened: { after: string | null; to: IStreamSubscriber<Frame>; told: number; disposed: boolean }[] =
    [];

  watch(_session: string, after: string | null) {
    return {
      subscribe: (to: IStreamSubscriber<Frame>) => {
        const stream = { after, to, told: 0, disposed: false };
        this.opened.push(stream);
        return {
          dispose: () => {
            stream.disposed = true;
          },
        };
      },
    };
  }

  get last() {
    const last = this.opened.at(-1);
    if (!last) throw new Error("nothing is watched");
    return last;
  }

  /** Says frames on the newest stream, numbered as the server numbers them. */
  say(...frames: FrameBody[]) {
    for (const frame of frames) this.last.to.next({ ...frame, n: ++this.last.told });
  }

  tell(...frames: FrameBody[]) {
    this.say(...frames);
    vi.advanceTimersByTime(20);
  }
}

const queue = (version: number, at: string): FrameBody => ({ kind: "queue", at, version, queue: [] });

let streams: Streams;
let watcher: SessionWatcher;
let shown: ChatView[];
let told: (readonly Frame[])[];
const closed = vi.fn();
const reload = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  streams = new Streams();
  shown = [];
  told = [];
  const changed = (view: ChatView, frames: readonly Frame[]) => {
    shown.push(view);
    told.push(frames);
  };
  watcher = new SessionWatcher(streams as unknown as SessionConnection, "s", EMPTY_VIEW, {
    changed,
    closed,
    reload,
  });
  watcher.watch();
});

afterEach(() => {
  watcher.stop();
  vi.useRealTimers();
  vi.clearAllMocks();
});

describe("the watcher of a session", () => {
  it("begins without a position and shows what comes together at once", () => {
    streams.tell(snapshot({ at: "a" }), queue(4, "b"), queue(5, "c"));
    expect(streams.last.after).toBeNull();
    expect(shown.map((view) => view.at)).toEqual(["c"]);
  });

  it("watches again from where it stands when something is missing", () => {
    streams.tell(snapshot({ at: "a" }), queue(4, "b"), queue(9, "x"), queue(10, "y"));
    expect(streams.opened.map((stream) => [stream.after, stream.disposed])).toEqual([
      [null, true],
      ["b", false],
    ]);
    streams.tell(queue(5, "c"));
    expect(shown.at(-1)?.at).toBe("c");
  });

  it("watches again when a number is missing, whatever the frame says", () => {
    streams.tell(snapshot({ at: "a" }), queue(4, "b"));
    streams.last.told++; // lost on the way
    streams.tell(queue(5, "c"));
    expect(streams.opened.map((stream) => stream.after)).toEqual([null, "b"]);
  });

  it("asks for a snapshot when going on did not help", () => {
    streams.tell(snapshot({ at: "a" }), queue(9, "x"));
    streams.tell(queue(9, "x"));
    vi.advanceTimersByTime(1_000);
    expect(streams.opened.map((stream) => stream.after)).toEqual([null, "a", null]);
  });

  it("ignores what an older stream still says", () => {
    streams.tell(snapshot({ at: "a" }));
    const old = streams.last;
    watcher.watch();
    old.to.next({ ...queue(4, "old"), n: 2 });
    old.to.complete();
    vi.advanceTimersByTime(1_000);
    expect(shown.at(-1)?.at).toBe("a");
    expect(streams.opened).toHaveLength(2);
  });

  it("goes on after a stream that ended", () => {
    streams.tell(snapshot({ at: "a" }));
    streams.last.to.error(new Error("gone"));
    vi.advanceTimersByTime(1_000);
    expect(streams.last.after).toBe("a");
  });

  it("starts anew when its position is not known any more", () => {
    streams.tell(snapshot({ at: "a" }), { kind: "closed", at: "", code: "invalid_position", detail: "" });
    vi.advanceTimersByTime(250);
    expect(streams.opened.map((stream) => stream.after)).toEqual([null, null]);
    expect(closed).not.toHaveBeenCalled();
  });

  it("asks a server that is wrong again and again ever more seldom", () => {
    const refuse: [string, FrameBody[]][] = [
      ["gaps behind a snapshot", [snapshot({ at: "a" }), queue(9, "x")]],
      ["gaps behind something new", [snapshot({ at: "a" }), queue(4, "b"), queue(9, "x")]],
      ["no position is good", [{ kind: "closed", at: "", code: "invalid_position", detail: "" }]],
      ["no store", [{ kind: "closed", at: "", code: "store_unavailable", detail: "" }]],
    ];
    for (const [wrong, frames] of refuse) {
      vi.advanceTimersByTime(60_000);
      const before = streams.opened.length;
      for (let tick = 0; tick < 600; tick++) {
        if (!streams.last.disposed && streams.last.told === 0) streams.say(...frames);
        vi.advanceTimersByTime(100);
      }
      expect(streams.opened.length - before, wrong).toBeLessThan(60);
      expect(streams.opened.length - before, wrong).toBeGreaterThan(15);
    }
    expect(closed).not.toHaveBeenCalled();
  });

  it("heals a gap at once again after a steady while", () => {
    streams.tell(snapshot({ at: "a" }), queue(9, "x"));
    streams.tell(queue(4, "b"));
    vi.advanceTimersByTime(60_000);
    streams.tell(queue(9, "x"));
    expect(streams.opened.map((stream) => stream.after)).toEqual([null, "a", "b"]);
  });

  it("shows what comes where there are no animation frames, as in a hidden tab", () => {
    vi.stubGlobal("requestAnimationFrame", () => 0);
    streams.say(snapshot({ at: "a" }));
    vi.advanceTimersByTime(100);
    vi.unstubAllGlobals();
    expect(shown.at(-1)?.at).toBe("a");
  });

  it("leaves no timer behind when it is stopped, whatever it was about to do", () => {
    streams.tell(snapshot({ at: "a" }));
    streams.say(queue(4, "b"));
    watcher.stop();
    expect(vi.getTimerCount()).toBe(0);
    streams.last.to.error(new Error("gone"));
    watcher.watch();
    expect(vi.getTimerCount()).toBe(0);
    expect(streams.opened).toHaveLength(1);
    expect(shown.at(-1)?.at).toBe("a");
  });

  it("tells of each frame that it shows, so that what came and went within a moment is not missed", () => {
    const waiting = { id: "w", parentId: "r", authorId: "me", text: "w", attachments: [] };
    streams.tell(snapshot({ at: "a" }));
    streams.tell({ ...queue(4, "b"), queue: [waiting] } as FrameBody, queue(5, "c"), queue(9, "gap"));
    expect(told.at(-1)?.map((frame) => frame.at)).toEqual(["b", "c"]);
  });

  it("says why the feed ended, also when the stream ends in the same moment", () => {
    streams.say({ kind: "closed", at: "", code: "not_found", detail: "Gone." });
    streams.last.to.complete();
    vi.advanceTimersByTime(5_000);
    expect(closed).toHaveBeenCalledExactlyOnceWith("not_found", "Gone.");
    expect(streams.opened).toHaveLength(1);
  });

  it("reloads the page for a server of another protocol", () => {
    streams.tell(snapshot({ protocol: 99 }));
    expect(reload).toHaveBeenCalledOnce();
  });
});

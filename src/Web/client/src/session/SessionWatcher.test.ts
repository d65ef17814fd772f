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
const closed = vi.fn();
const reload = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  streams = new Streams();
  shown = [];
  const changed = (view: ChatView) => shown.push(view);
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
    expect(streams.opened.map((stream) => stream.after)).toEqual([null, null]);
    expect(closed).not.toHaveBeenCalled();
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

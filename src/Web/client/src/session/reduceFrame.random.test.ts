// @vitest-environment node
import type { IStreamSubscriber } from "@microsoft/signalr";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { CodePiece, Frame, OpenReplyView, Piece } from "../wire/wire.generated";
import { applyFrame, reduceFrame, type FrameBody } from "./reduceFrame";
import type { LiveFrame } from "./reduceOpenReply";
import type { SessionConnection } from "./SessionConnection";
import { SessionWatcher } from "./SessionWatcher";
import { message, openReply, SESSION, snapshot } from "./testFrames";
import { beginWatch, EMPTY_VIEW, type ChatView } from "./view";

type Random = (below: number) => number;

function random(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  };
}

type Live = LiveFrame;
interface Step {
  frame: Live;
  reply: OpenReplyView;
}

/** A reply as a worker streams it: each live frame, with the whole reply as it is after that frame. */
function script(pick: Random): Step[] {
  const steps: Step[] = [];
  const pieces: Piece[] = [];
  const on = { at: "", reply: 3, fence: 1 };
  let offset = 0;
  let tail = "";
  let codeOpen = false;
  let reasoning = "";
  const put = (frame: Live) => {
    steps.push({ frame, reply: openReply({ offset, tail, codeOpen, pieces: [...pieces], reasoning }) });
  };
  const say = (kind: "text" | "code", text: string) => {
    for (let rest = text; rest;) {
      const part = rest.slice(0, 1 + pick(6));
      const from = offset;
      rest = rest.slice(part.length);
      offset += part.length;
      const last = pieces.length - 1;
      if (kind === "text") tail += part;
      else pieces[last] = { ...(pieces[last] as CodePiece), text: (pieces[last] as CodePiece).text + part };
      put({ kind, ...on, from, text: part });
    }
  };
  const think = (text: string) => {
    const from = reasoning.length;
    reasoning += text;
    put({ kind: "reasoning", ...on, from, text });
  };
  for (let part = 0, parts = 1 + pick(6); part < parts; part++) {
    if (pick(3) === 0) think(`thought ${part}`);
    const start = offset - tail.length;
    if (pick(3) > 0) {
      say("text", `paragraph ${part}\n\n`);
      const end = offset;
      if (pick(2)) say("text", "~"); // the next block has begun before this one is rendered
      const html = `<p>${start}-${end}</p>`;
      pieces.push({ kind: "block", html });
      tail = tail.slice(end - start);
      put({ kind: "block", ...on, piece: pieces.length - 1, end, html });
    } else {
      if (pick(2)) say("text", "``");
      offset = start + 6;
      tail = "";
      codeOpen = true;
      const pathMadeSafe = pick(2) > 0;
      const named = { language: "ts", path: pathMadeSafe ? "a.ts" : null, pathMadeSafe };
      pieces.push({ kind: "code", ...named, text: "" });
      put({ kind: "code-opened", ...on, piece: pieces.length - 1, end: offset, ...named });
      say("code", `let x = ${part};\n`);
      const from = offset;
      offset += 4;
      codeOpen = false;
      put({ kind: "code-closed", ...on, piece: pieces.length - 1, from, end: offset });
    }
  }
  return steps;
}

interface Told {
  frame: FrameBody;
  /** What a snapshot taken right after the frame holds. */
  whole: FrameBody;
}

/** The script as the feed tells it, with takeovers, from before the reply to after it. */
function feed(pick: Random): Told[] {
  const steps = script(pick);
  const told: Told[] = [];
  const messages = [message("m", 2)];
  const tell = (frame: FrameBody, state: Parameters<typeof snapshot>[0]) => {
    const at = String(told.length);
    told.push({ frame: { ...frame, at }, whole: snapshot({ messages: [...messages], ...state, at }) });
  };
  tell(snapshot({ version: 2, open: [] }), { version: 2, open: [] });
  tell({ kind: "reply-opened", at: "", version: 3, reply: openReply() }, { version: 3 });
  let fence = 1;
  for (let index = 0, takeovers = pick(3); index < steps.length; index++) {
    const step = steps[index];
    if (!step) break;
    tell({ ...step.frame, fence }, { open: [{ ...step.reply, fence }] });
    if (takeovers === 0 || pick(8) > 0) continue;
    takeovers--;
    fence++;
    index = pick(index + 1); // the last checkpoint lies behind what was shown
    const reply = { ...(steps[index]?.reply ?? openReply()), fence };
    tell({ kind: "reply-opened", at: "", version: 3, reply }, { open: [reply] });
  }
  const last = steps.at(-1)?.reply ?? openReply();
  const pieces: Piece[] = last.tail
    ? [...last.pieces, { kind: "block", html: "<p>rest</p>" }]
    : [...last.pieces];
  const changed = pieces.map((piece, index) => ({ index, piece })).slice(last.pieces.length);
  const closedAt = "2026-01-01T00:00:01Z";
  const end = { outcome: "completed", by: null, code: null, retryAt: null, generation: null } as const;
  messages.push(
    message("r", 4, {
      parentId: "m",
      role: "assistant",
      authorId: null,
      model: "demo",
      sentAt: closedAt,
      text: null,
      pieces,
      reasoning: last.reasoning,
      ...end,
    }),
  );
  tell(
    {
      kind: "reply-closed",
      at: "",
      version: 4,
      reply: 3,
      fence,
      offset: last.offset,
      reasoningOffset: last.reasoning.length,
      reasoning: null,
      replyId: "r",
      closedAt,
      pieces: pieces.length,
      changed,
      ...end,
    },
    { version: 4, open: [] },
  );
  tell({ kind: "session", at: "", version: 5, session: SESSION }, { version: 5, open: [] });
  return told;
}

/** The frames of one watch: a snapshot of some moment, or what lies behind a position, text joined here and there. */
function watched(told: Told[], after: string | null, pick: Random): Frame[] {
  const from = after === null ? pick(told.length) : Number(after);
  const frames: FrameBody[] = [];
  if (after === null) frames.push(told[from]?.whole ?? snapshot());
  for (const { frame } of told.slice(from + 1)) {
    const both = joined(frames.at(-1), frame);
    if (both !== frame && pick(3) === 0) frames.splice(-1, 1, both);
    else frames.push(frame);
  }
  return frames.map((frame, index) => ({ ...frame, n: index + 1 }));
}

/** What a bad way makes of frames: some come twice, some late, some never. */
function spoilt(frames: readonly Frame[], pick: Random): Frame[] {
  const arrived: Frame[] = [];
  let late: Frame | undefined;
  for (const frame of frames) {
    const fate = late ? 9 : pick(16);
    if (fate === 0) continue;
    if (fate === 1) {
      late = frame;
      continue;
    }
    arrived.push(frame);
    if (fate === 2) arrived.push(frame, ...arrived.slice(-3));
    if (late) arrived.push(late);
    late = undefined;
  }
  return arrived;
}

/** Runs a case for each seed, and names the seed of one that fails. */
function forEachSeed(count: number, run: (pick: Random) => void): void {
  for (let seed = 1; seed <= count; seed++) {
    try {
      run(random(seed));
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    }
  }
}

/** The view that a fresh snapshot shows at the end. */
function endOf(told: readonly Told[]): ChatView {
  const reduced = applyFrame(EMPTY_VIEW, told.at(-1)?.whole ?? snapshot());
  if (reduced.kind !== "next") throw new Error(reduced.kind);
  return reduced.view;
}

it.each([
  ["as they are", reduceFrame],
  ["without their numbers", applyFrame],
])("ends in the same view whatever the way does to the frames, %s", (_, reduce) => {
  forEachSeed(10_000, (pick) => {
    const told = feed(pick);
    const end = endOf(told);
    let view = EMPTY_VIEW;
    let gapAt: string | null | undefined;
    for (let tries = 200; view.at !== end.at; tries--) {
      expect(tries).toBeGreaterThan(0);
      const anew = gapAt === view.at || pick(4) === 0;
      gapAt = view.at;
      view = beginWatch(view);
      for (const frame of spoilt(watched(told, anew ? null : view.at, pick), pick)) {
        const reduced = reduce(view, frame);
        if (reduced.kind === "next") view = reduced.view;
        else if (reduced.kind !== "same") break;
      }
    }
    expect({ ...view, n: 0 }).toEqual(end);
  });
});

it("notices every single frame that is lost", () => {
  forEachSeed(2_000, (pick) => {
    const frames = watched(feed(pick), null, pick);
    const lost = pick(frames.length);
    const kinds = new Set<string>();
    let view = EMPTY_VIEW;
    for (const frame of frames.filter((_, index) => index !== lost)) {
      const reduced = reduceFrame(view, frame);
      kinds.add(reduced.kind);
      if (reduced.kind === "next") view = reduced.view;
      else break;
    }
    expect(kinds.has("gap")).toBe(lost < frames.length - 1);
  });
});

it("shows after every frame what a snapshot of that moment holds, however text is cut or repeated", () => {
  forEachSeed(1_000, (pick) => {
    const told = feed(pick);
    let view: ChatView = EMPTY_VIEW;
    told.forEach(({ frame, whole }, index) => {
      const before = told[index - 1]?.frame;
      const repeated = told.slice(Math.max(1, index - pick(4)), index).map((each) => each.frame);
      for (const each of [...repeated, joined(before, frame), frame]) {
        const reduced = applyFrame(view, each);
        if (reduced.kind === "next") view = reduced.view;
        else expect(reduced.kind).toBe("same");
      }
      expect({ kind: "next", view }).toEqual(applyFrame(EMPTY_VIEW, whole));
    });
  });
});

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("requestAnimationFrame", (run: () => void) => setTimeout(run, 16));
  vi.stubGlobal("cancelAnimationFrame", clearTimeout);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Text as a slow watcher gets it: what came before in one frame with what comes now. */
function joined(before: FrameBody | undefined, frame: FrameBody): FrameBody {
  const bothText = before?.kind === "text" && frame.kind === "text";
  const bothCode = before?.kind === "code" && frame.kind === "code";
  const bothThoughts = before?.kind === "reasoning" && frame.kind === "reasoning";
  if ((!bothText && !bothCode && !bothThoughts) || before.fence !== frame.fence || before.from > frame.from)
    return frame;
  return { ...frame, from: before.from, text: before.text + frame.text };
}

it("is followed to its end by a watcher whose streams are spoilt, cut off, refused and given up", () => {
  const enough = (time: number) => `not there after ${time} s`;
  forEachSeed(1_000, (pick) => {
    const told = feed(pick);
    const end = endOf(told);
    let view = EMPTY_VIEW;
    const watch = (_session: string, after: string | null) => ({
      subscribe: (to: IStreamSubscriber<Frame>) => {
        let given = false;
        let at = 0;
        // What was under way when the watch was given up may still come.
        const later = (run: () => void) =>
          setTimeout(
            () => {
              if (!given || pick(2)) run();
            },
            (at += pick(30)),
          );
        const frames = spoilt(watched(told, after, pick), pick);
        if (pick(3)) frames.splice(pick(frames.length + 1));
        for (const frame of frames)
          later(() => {
            to.next(frame);
          });
        const code = ["invalid_position", "store_unavailable", "shutting_down"][pick(4)];
        const n = frames.length + 1;
        if (code)
          later(() => {
            to.next({ kind: "closed", at: "", n, code, detail: "" });
          });
        later(() => {
          if (pick(2)) to.complete();
          else to.error(new Error("lost"));
        });
        return { dispose: () => (given = true) };
      },
    });
    const watcher = new SessionWatcher({ watch } as unknown as SessionConnection, "s", view, {
      changed: (changed) => (view = changed),
      closed: (code) => {
        throw new Error(code);
      },
      reload: () => {
        throw new Error("reload");
      },
    });
    watcher.watch();
    for (let time = 0; view.at !== end.at; time++) {
      expect(time, enough(time)).toBeLessThan(2_000);
      if (pick(20) === 0) watcher.watch(); // the connection was made anew
      vi.advanceTimersByTime(1_000);
    }
    watcher.stop();
    vi.clearAllTimers();
    expect({ ...view, n: 0 }).toEqual(end);
  });
});

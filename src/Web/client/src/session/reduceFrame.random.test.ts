// @vitest-environment node
import { expect, it } from "vitest";
import type { CodePiece, OpenReplyView, Piece } from "../wire/wire.generated";
import { applyFrame, type FrameBody } from "./reduceFrame";
import type { LiveFrame } from "./reduceOpenReply";
import { message, openReply, SESSION, snapshot } from "./testFrames";
import { EMPTY_VIEW, type ChatView } from "./view";

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
  const put = (frame: Live) => {
    steps.push({ frame, reply: openReply({ offset, tail, codeOpen, pieces: [...pieces] }) });
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
  for (let part = 0, parts = 1 + pick(6); part < parts; part++) {
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
      pieces.push({ kind: "code", language: "ts", path: null, text: "" });
      put({ kind: "code-opened", ...on, piece: pieces.length - 1, end: offset, language: "ts", path: null });
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
  const end = { outcome: "completed", by: null, code: null } as const;
  messages.push(
    message("r", 4, {
      parentId: "m",
      role: "assistant",
      authorId: null,
      model: "demo",
      sentAt: closedAt,
      text: null,
      pieces,
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

/** Frames behind a position, as a bad way delivers them: some twice, some late, some never. */
function spoilt(told: Told[], pick: Random): FrameBody[] {
  const frames: FrameBody[] = [];
  let late: FrameBody | undefined;
  told.forEach(({ frame }) => {
    const fate = late ? 9 : pick(16);
    if (fate === 0) return;
    if (fate === 1) {
      late = frame;
      return;
    }
    frames.push(frame);
    if (fate === 2) frames.push(frame, ...frames.slice(-3));
    if (late) frames.push(late);
    late = undefined;
  });
  return frames;
}

it("ends in the same view whatever the way does to the frames", () => {
  for (let seed = 1; seed <= 2000; seed++) {
    const pick = random(seed);
    const told = feed(pick);
    const end = told.at(-1);
    let view: ChatView = EMPTY_VIEW;
    let triesLeft = 200;
    let stuckAt: string | null | undefined;
    while (view.at !== end?.frame.at && triesLeft-- > 0) {
      const whole = view.at === null || stuckAt === view.at || pick(4) === 0;
      const from = whole ? pick(told.length) : Number(view.at);
      const start = told[from]?.whole;
      const frames = spoilt(told.slice(from + 1), pick);
      stuckAt = view.at;
      for (const frame of whole && start ? [start, ...frames] : frames) {
        const reduced = applyFrame(view, frame);
        if (reduced.kind === "next") view = reduced.view;
        else if (reduced.kind !== "same") break;
      }
    }
    const expected = end && applyFrame(EMPTY_VIEW, end.whole);
    expect({ kind: "next", view }, `seed ${seed}`).toEqual(expected);
  }
});

it("shows after every frame what a snapshot of that moment holds, however text is cut or repeated", () => {
  for (let seed = 1; seed <= 300; seed++) {
    const pick = random(seed);
    const told = feed(pick);
    let view: ChatView = EMPTY_VIEW;
    told.forEach(({ frame, whole }, index) => {
      const before = told[index - 1]?.frame;
      const repeated = told.slice(Math.max(1, index - pick(4)), index).map((each) => each.frame);
      for (const each of [...repeated, joined(before, frame), frame]) {
        const reduced = applyFrame(view, each);
        if (reduced.kind === "next") view = reduced.view;
        else expect(reduced.kind, `seed ${seed}`).toBe("same");
      }
      expect({ kind: "next", view }, `seed ${seed}`).toEqual(applyFrame(EMPTY_VIEW, whole));
    });
  }
});

/** Text as a slow watcher gets it: what came before in one frame with what comes now. */
function joined(before: FrameBody | undefined, frame: FrameBody): FrameBody {
  const bothText = before?.kind === "text" && frame.kind === "text";
  const bothCode = before?.kind === "code" && frame.kind === "code";
  if ((!bothText && !bothCode) || before.fence !== frame.fence || before.from > frame.from) return frame;
  return { ...frame, from: before.from, text: before.text + frame.text };
}

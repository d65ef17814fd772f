import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import type { Frame } from "../wire/wire.generated";
import { reduceFrame } from "./reduceFrame";
import { beginWatch, EMPTY_VIEW, type ChatView } from "./view";

// docs/conformance/README.md says how the kit is to be run.

type Step =
  | { readonly watch: { readonly after: string | null } }
  | { readonly frame: Frame; readonly result: string }
  | { readonly lost: Frame };

interface Transcript {
  readonly name: string;
  readonly steps: readonly Step[];
  readonly view: Pick<ChatView, "at" | "version" | "session" | "messages" | "open" | "queue"> | null;
}

const KIT = resolve(process.cwd(), "../../../docs/conformance");

const transcripts = readdirSync(KIT)
  .filter((file) => file.endsWith(".json"))
  .map((file) => JSON.parse(readFileSync(resolve(KIT, file), "utf8")) as Transcript);

describe("the conformance kit", () => {
  it("is there", () => {
    expect(transcripts.length).toBeGreaterThan(20);
  });

  it.each(transcripts)("$name", ({ steps, view: expected }) => {
    let view = EMPTY_VIEW;
    steps.forEach((step, index) => {
      if ("watch" in step) {
        if (step.watch.after !== null && view.at !== null) expect(step.watch.after).toBe(view.at);
        view = beginWatch(view);
      } else if ("frame" in step) {
        const reduced = reduceFrame(view, step.frame);
        expect(reduced.kind, `step ${index}: ${JSON.stringify(step.frame)}`).toBe(step.result);
        if (reduced.kind === "next") view = reduced.view;
      }
    });
    const { at, version, session, messages, open, queue } = view;
    expect(session && { at, version, session, messages, open, queue }).toEqual(expected);
  });
});

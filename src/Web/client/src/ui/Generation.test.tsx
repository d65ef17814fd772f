import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import type { GenerationView } from "../wire/wire.generated";
import { Generation } from "./Generation";

afterEach(cleanup);

const made: GenerationView = {
  model: "demo",
  attempts: 1,
  leftOut: 0,
  firstTokenMs: 340,
  durationMs: 2_000,
  inputTokens: 1_000,
  outputTokens: 234,
  reasoningTokens: 0,
  estimated: false,
  cost: null,
};

const show = (change: Partial<GenerationView>) => {
  render(<Generation generation={{ ...made, ...change }} />);
  return screen.queryByTestId("generation");
};

const summary = (change: Partial<GenerationView>) => show(change)?.querySelector("summary")?.textContent;

it("says how many tokens a reply took, and that they are estimated when they are", () => {
  expect(summary({})).toBe("1,234 tokens");
  cleanup();
  expect(summary({ estimated: true })).toBe("about 1,234 tokens");
});

it.each([
  [1.234, "$1.23"],
  [0.0123, "$0.012"],
  [0.000_045_6, "$0.000046"],
  [0.000_000_004, "$0.0000000040"],
])("shows a cost of %d with two digits that say something", (cost, text) => {
  expect(summary({ cost })).toContain(text);
});

it("tells the rest on demand", () => {
  const details = show({ attempts: 3, cost: 0.000_123_45, reasoningTokens: 12 })?.textContent ?? "";
  for (const part of ["0.3 s", "2.0 s", "Attempts3", "thoughts12", "$0.00012345"])
    expect(details).toContain(part);
});

it("is silent about a reply that took nothing, or of which nothing is known", () => {
  expect(show({ inputTokens: 0, outputTokens: 0, cost: 0 })).toBeNull();
  expect(show({ inputTokens: null, outputTokens: null })).toBeNull();
});

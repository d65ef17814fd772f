import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { set } from "../state/store";
import type { ModelView } from "../wire/wire.generated";
import { ModelSelect } from "./ModelSelect";

afterEach(cleanup);

const model = (name: string, change: Partial<ModelView> = {}): ModelView => ({
  name,
  label: name.toUpperCase(),
  provider: "Groq",
  description: "",
  state: "available",
  reason: null,
  groups: [],
  contextTokens: null,
  outputTokens: null,
  inputPrice: null,
  outputPrice: null,
  seesImages: false,
  ...change,
});

function show(models: ModelView[]) {
  set({ models, newModel: models[0]?.name ?? null });
  render(<ModelSelect />);
  return screen.getByTestId<HTMLSelectElement>("model-select");
}

it("groups the models by who runs them", () => {
  const select = show([model("a"), model("b", { provider: "Ollama" }), model("c")]);
  const groups = [...select.querySelectorAll("optgroup")];
  expect(groups.map((group) => group.label)).toEqual(["Groq", "Ollama"]);
  expect([...(groups[0]?.children ?? [])].map((option) => option.textContent)).toEqual(["A", "C"]);
});

it("shows a model that cannot be used, with the reason, and does not let it be chosen", () => {
  const select = show([model("a"), model("b", { state: "unavailable", reason: "B_API_KEY is not set." })]);
  const [a, b] = select.options;
  expect(a?.disabled).toBe(false);
  expect(b?.disabled).toBe(true);
  expect(b?.textContent).toContain("B_API_KEY is not set.");
});

it("tells what is known of a model, and nothing of what is not", () => {
  const facts = {
    description: "Fast.",
    contextTokens: 131_072,
    inputPrice: 0.15,
    outputPrice: 0.6,
    seesImages: true,
  };
  const select = show([model("a", facts), model("b")]);
  for (const fact of ["Fast.", "131,072", "$0.15", "$0.6", "pictures"]) expect(select.title).toContain(fact);
  expect(select.options[1]?.title).toBe("");
});

import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { message, viewOf } from "../session/testFrames";
import { choose } from "../state/branch";
import { drop } from "../state/pending";
import { set } from "../state/store";
import { Conversation } from "./Conversation";

const S = "11111111-1111-4111-8111-111111111111";
const reply = (id: string, version: number) =>
  message(id, version, { role: "assistant", parentId: "m", model: "demo", outcome: "completed" });

beforeEach(() => {
  vi.stubGlobal("matchMedia", () => ({ matches: false }));
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {
        // there is no layout
      }
      disconnect() {
        // there is no layout
      }
    },
  );
  HTMLElement.prototype.scrollTo = vi.fn();
  const messages = [message("m", 2), reply("r1", 3), reply("r2", 4), reply("r3", 5)];
  set({ sessionId: S, link: "online", view: viewOf({ messages, open: [] }), chosen: [], pending: [] });
  render(<Conversation />);
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const ids = () => screen.getAllByTestId("message").map((row) => row.dataset.messageId);

it("keeps the focus on the arrow that leads from version to version, to the first one and on it", () => {
  const previous = screen.getByRole("button", { name: "Previous version" });
  previous.focus();
  for (const shown of ["r2", "r1", "r1"]) {
    fireEvent.click(previous);
    expect(ids()).toEqual(["m", shown]);
    expect(document.activeElement).toBe(previous);
  }
  expect(previous.getAttribute("aria-disabled")).toBe("true");
});

it("takes the focus when what had it is gone", () => {
  act(() => {
    const failed = { edits: null, state: "failed", queued: false, problem: "No." } as const;
    set({ pending: [{ id: "p", sessionId: S, parentId: "r3", text: "hello", ...failed }] });
  });
  screen.getByText("Discard").focus();
  act(() => {
    drop(["p"]);
  });
  expect(document.activeElement).toBe(screen.getByRole("region", { name: "Conversation" }));
});

it("leaves the focus where it is otherwise", () => {
  screen.getByTestId("composer").focus();
  act(() => {
    choose("r1");
  });
  expect(document.activeElement).toBe(screen.getByTestId("composer"));
});

it("is closed to keys behind the drawer", () => {
  act(() => {
    set({ drawerOpen: true });
  });
  expect(screen.getByTestId("conversation").hasAttribute("inert")).toBe(true);
  act(() => {
    set({ drawerOpen: false });
  });
});

it("has each message once, and what was not sent last", () => {
  act(() => {
    const failed = { edits: null, state: "failed", queued: false, problem: "No." } as const;
    set({
      pending: [
        { id: "p", sessionId: S, parentId: "r3", text: "hello", ...failed },
        { id: "q", sessionId: "other", parentId: null, text: "elsewhere", ...failed },
      ],
    });
  });
  expect(ids()).toEqual(["m", "r3", "p"]);
});

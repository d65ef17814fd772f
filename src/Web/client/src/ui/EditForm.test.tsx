import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { message } from "../session/testFrames";
import type { PendingMessage } from "../session/tree";
import { edit, rewrite } from "../state/outbox";
import { Pending } from "./Pending";
import { UserMessage } from "./UserMessage";

vi.mock("../state/outbox", () => ({ edit: vi.fn(() => true), rewrite: vi.fn(() => true), retry: vi.fn() }));

const field = () => screen.getByTestId<HTMLTextAreaElement>("edit-field");
const write = (value: string) => fireEvent.change(field(), { target: { value } });
const sent = message("m", 2, { text: "hello" });

beforeEach(() => {
  localStorage.clear();
});

afterEach(() => {
  cleanup();
  vi.clearAllMocks();
});

it("sends another wording, and nothing when it is the same", () => {
  render(<UserMessage message={sent} siblings="m" />);
  fireEvent.click(screen.getByTestId("edit"));
  fireEvent.keyDown(field(), { key: "Enter" });
  expect(edit).not.toHaveBeenCalled();
  fireEvent.click(screen.getByTestId("edit"));
  write("hallo");
  fireEvent.keyDown(field(), { key: "Enter", keyCode: 229 }); // ends a word that is being composed
  fireEvent.keyDown(field(), { key: "Enter" });
  expect(edit).toHaveBeenCalledExactlyOnceWith("m", "hallo");
  expect(screen.queryByTestId("edit-field")).toBeNull();
});

it("stays open with what cannot be sent", () => {
  vi.mocked(edit).mockReturnValueOnce(false);
  render(<UserMessage message={sent} siblings="m" />);
  fireEvent.click(screen.getByTestId("edit"));
  write("too long");
  fireEvent.keyDown(field(), { key: "Enter" });
  expect(field().value).toBe("too long");
});

it("is there again after a reload in mid-edit, and not when it was given up", () => {
  const first = render(<UserMessage message={sent} siblings="m" />);
  fireEvent.click(screen.getByTestId("edit"));
  write("half a thought");
  first.unmount();
  const second = render(<UserMessage message={sent} siblings="m" />);
  expect(field().value).toBe("half a thought");
  fireEvent.keyDown(field(), { key: "Escape" });
  second.unmount();
  render(<UserMessage message={sent} siblings="m" />);
  expect(screen.queryByTestId("edit-field")).toBeNull();
});

it("writes anew what was not sent", () => {
  const failed: PendingMessage = {
    id: "p",
    sessionId: "s",
    parentId: "m",
    text: "hello",
    edits: null,
    state: "failed",
    queued: false,
    problem: "Too long.",
  };
  render(<Pending pending={failed} />);
  expect(screen.getByRole("alert").textContent).toContain("Not sent. Too long.");
  fireEvent.click(screen.getByText("Edit"));
  write("hallo");
  fireEvent.click(screen.getByText("Send edited"));
  expect(rewrite).toHaveBeenCalledExactlyOnceWith("p", "hallo");
});

import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { send } from "../state/outbox";
import { set } from "../state/store";
import { Composer } from "./Composer";

vi.mock("../state/outbox", () => ({ send: vi.fn(() => true) }));

const field = () => screen.getByTestId<HTMLTextAreaElement>("composer");
const write = (value: string) => fireEvent.change(field(), { target: { value } });

beforeEach(() => {
  vi.stubGlobal("matchMedia", () => ({ matches: true }));
  localStorage.clear();
  set({ sessionId: "s" });
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

it("sends with Enter, and is empty then", () => {
  render(<Composer openReplyId={null} />);
  write("hello");
  fireEvent.keyDown(field(), { key: "Enter" });
  expect(send).toHaveBeenCalledExactlyOnceWith("hello");
  expect(field().value).toBe("");
});

it("does not send a new line, a half-composed word, or nothing", () => {
  render(<Composer openReplyId={null} />);
  write("   ");
  fireEvent.keyDown(field(), { key: "Enter" });
  write("日本");
  fireEvent.keyDown(field(), { key: "Enter", shiftKey: true });
  fireEvent.keyDown(field(), { key: "Enter", isComposing: true });
  fireEvent.keyDown(field(), { key: "Enter", keyCode: 229 });
  expect(send).not.toHaveBeenCalled();
});

it("keeps the draft of each session", () => {
  const { unmount } = render(<Composer openReplyId={null} />);
  write("half a thought");
  unmount();
  set({ sessionId: "other" });
  const other = render(<Composer openReplyId={null} />);
  expect(field().value).toBe("");
  other.unmount();
  set({ sessionId: "s" });
  render(<Composer openReplyId={null} />);
  expect(field().value).toBe("half a thought");
});

it("keeps a text that cannot be sent", () => {
  vi.mocked(send).mockReturnValueOnce(false);
  render(<Composer openReplyId={null} />);
  write("too long");
  fireEvent.keyDown(field(), { key: "Enter" });
  expect(field().value).toBe("too long");
});

it("leaves what another tab writes in the same session", () => {
  render(<Composer openReplyId={null} />);
  write("mine");
  localStorage.setItem("draft:s", "theirs");
  fireEvent.keyDown(field(), { key: "Enter" });
  expect(localStorage.getItem("draft:s")).toBe("theirs");
});

it("keeps a draft also where the browser stores nothing", () => {
  vi.stubGlobal("localStorage", undefined);
  const { unmount } = render(<Composer openReplyId={null} />);
  write("half a thought");
  unmount();
  render(<Composer openReplyId={null} />);
  expect(field().value).toBe("half a thought");
  write("");
});

it("offers to stop while a reply is written", () => {
  render(<Composer openReplyId="r" />);
  expect(screen.getByTestId("stop")).toBeDefined();
});

import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { message, openReply, viewOf } from "../session/testFrames";
import { set, useApp } from "../state/store";
import type { Piece } from "../wire/wire.generated";
import { Reply } from "./Reply";

afterEach(cleanup);

/** As the list of messages does: from the open reply to the message in one step. */
function Shown() {
  const closed = useApp((state) => state.view.messages.find((each) => each.id === "r"));
  return <Reply id="r" siblings="r" {...(closed && { message: closed })} />;
}

const block: Piece = { kind: "block", html: "<p>one</p><script>x()</script>" };
const code: Piece = {
  kind: "code",
  language: "ts",
  path: "a.ts",
  text: "let x;\n",
  pathMadeSafe: false,
};

it("keeps what is rendered while text comes, and when the reply closes", () => {
  set({ view: viewOf({ open: [openReply({ pieces: [block], tail: "tw" })] }) });
  render(<Shown />);
  const article = screen.getByTestId("message");
  const prose = article.querySelector(".prose");
  expect(article.dataset.state).toBe("open");
  expect(prose?.innerHTML).toBe("<p>one</p>");

  act(() => {
    set({ view: viewOf({ open: [openReply({ pieces: [block, code], codeOpen: true, offset: 20 })] }) });
  });
  const source = article.querySelector("pre code");
  expect(source?.textContent).toBe("let x;\n");
  expect(article.querySelector("figcaption")?.textContent).toContain("a.ts");

  const closed = message("r", 4, {
    role: "assistant",
    parentId: "m",
    outcome: "stopped",
    pieces: [block, code],
  });
  act(() => {
    set({ view: viewOf({ open: [], version: 4, messages: [closed] }) });
  });
  expect(screen.getByTestId("message")).toBe(article);
  expect(article.querySelector(".prose")).toBe(prose);
  expect(article.querySelector("pre code")).toBe(source);
  expect(article.dataset).toMatchObject({ state: "done", outcome: "stopped" });
  expect(screen.getByTestId("continue")).toBeDefined();
});

it("says that a path was changed to a safe one, and nothing of a path that was safe", () => {
  const changed: Piece = { ...code, path: "etc/passwd", pathMadeSafe: true };
  set({ view: viewOf({ open: [openReply({ pieces: [code, changed] })] }) });
  render(<Reply id="r" siblings="r" />);
  const warning = screen.getByText("path changed");
  expect(warning.title).toBe("The path was changed to a safe one");
  expect(warning.closest("figcaption")?.textContent).toContain("etc/passwd");
});

it("shows open text as text, never as HTML", () => {
  set({ view: viewOf({ open: [openReply({ tail: "<img src=x>", offset: 11 })] }) });
  render(<Reply id="r" siblings="r" />);
  expect(screen.getByTestId("message").textContent).toContain("<img src=x>");
  expect(document.querySelector("img")).toBeNull();
});

it("keeps what the model thought folded, and renders it only for who asks", () => {
  set({ view: viewOf({ open: [openReply({ reasoning: "Let me think." })] }) });
  render(<Reply id="r" siblings="r" />);
  const thoughts = screen.getByTestId<HTMLDetailsElement>("reasoning");
  expect(thoughts.textContent).toBe("Thoughts");
  act(() => {
    thoughts.open = true;
    thoughts.dispatchEvent(new Event("toggle"));
  });
  expect(thoughts.textContent).toContain("Let me think.");
  expect(screen.getByTestId("message").querySelector(".tail")?.textContent).toContain("Thinking");
});

it("says that earlier messages were left out, and which model answered in place of another", () => {
  const generation = {
    model: "spare",
    attempts: 1,
    leftOut: 12,
    firstTokenMs: 1,
    durationMs: 1,
    inputTokens: 1,
    outputTokens: 1,
    reasoningTokens: 0,
    estimated: false,
    cost: null,
  };
  render(<Reply id="r" siblings="r" message={message("r", 4, { role: "assistant", generation })} />);
  expect(screen.getByTestId("left-out").textContent).toContain("12 earlier messages");
  expect(screen.getByTestId("answered-by").textContent).toContain("spare");
});

describe("a delta", () => {
  const line = "const value = compute(1234567);\n";
  const blocks = Array.from({ length: 500 }, (_, index): Piece => ({
    kind: "block",
    html: `<p>${index}</p>`,
  }));
  const grown: [string, (more: string) => Partial<Parameters<typeof openReply>[0]>][] = [
    [
      "code",
      (more) => ({ codeOpen: true, pieces: [...blocks, { ...code, text: line.repeat(5_000) + more }] }),
    ],
    ["prose", (more) => ({ pieces: blocks, offset: 1, tail: line.repeat(5_000) + more })],
  ];

  it.each(grown)("of long %s changes one piece of text in the page", async (_, reply) => {
    set({ view: viewOf({ open: [openReply(reply(""))] }) });
    render(<Reply id="r" siblings="r" />);
    const body = document.querySelector(".body");
    const text = body?.textContent ?? "";
    const seen: MutationRecord[] = [];
    const observer = new MutationObserver((records) => seen.push(...records));
    observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    act(() => {
      set({ view: viewOf({ open: [openReply(reply("more"))] }) });
    });
    await Promise.resolve();
    observer.disconnect();
    expect(seen.map(({ type }) => type)).toEqual(["characterData"]);
    expect(seen[0]?.target.textContent?.length).toBeLessThan(4_000);
    expect(body?.textContent).toBe(`${text}more`);
  });

  it("is nothing to a reply that has ended", () => {
    const subscribe = vi.spyOn(useApp, "subscribe");
    render(<Reply id="x" siblings="x" message={message("x", 4, { role: "assistant", pieces: [block] })} />);
    expect(subscribe).not.toHaveBeenCalled();
    render(<Reply id="r" siblings="r" />);
    expect(subscribe).toHaveBeenCalled();
    subscribe.mockRestore();
  });
});

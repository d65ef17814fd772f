import { afterEach, describe, expect, it, vi } from "vitest";
import { retryDelay } from "../session/retryDelay";
import { pathOf, sessionInPath } from "./route";
import { sanitize } from "./sanitize";
import { uuid } from "./uuid";

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("ids", () => {
  const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  it("are random UUIDs", () => {
    expect(uuid()).toMatch(shape);
  });
  it("are so too where the page is not from a secure context", () => {
    const fill = (bytes: Uint8Array) => bytes.fill(0xff);
    vi.stubGlobal("crypto", { getRandomValues: fill });
    expect(uuid()).toMatch(shape);
  });
});

describe("addresses", () => {
  it("name a session or a new chat", () => {
    const id = uuid();
    expect(sessionInPath(pathOf(id))).toBe(id);
    expect(sessionInPath(pathOf(null))).toBeNull();
    expect(sessionInPath("/chat/not-an-id")).toBeNull();
  });
});

describe("HTML of replies", () => {
  it("loses what runs, and links open elsewhere", () => {
    const safe = sanitize(
      '<p style="position:fixed" onclick="x()">a<script>x()</script><a href="javascript:x()">b</a></p><form></form>',
    );
    expect(safe).toBe('<p>a<a target="_blank" rel="noopener noreferrer">b</a></p>');
    expect(sanitize('<a href="https://example.org">c</a>')).toContain('href="https://example.org"');
  });
});

describe("HTML that is not as our Markdown makes it", () => {
  it.each([
    ['<img src="https://elsewhere.example/x.png">', ""],
    ['<p data-testid="announcer" id="root" role="alert" aria-label="x" style="inset:0">a</p>', "<p>a</p>"],
    [
      '<p class="drawer-shade align-right">a</p><p class="snack">b</p>',
      '<p class="align-right">a</p><p>b</p>',
    ],
    ["<svg><script>x()</script></svg><math></math><iframe srcdoc='x'></iframe>a", "a"],
    ["<form><input><button>a</button></form><style>a{}</style>", "a"],
    [
      '<ol start="3"><li><span class="task">☑</span></li></ol>',
      '<ol start="3"><li><span class="task">☑</span></li></ol>',
    ],
  ])("%s", (html, safe) => {
    expect(sanitize(html)).toBe(safe);
  });

  it.each([
    "javascript:x()",
    "java\nscript:x()",
    "data:text/html,x",
    "vbscript:x",
    "//elsewhere",
    "/\\elsewhere",
    "blob:x",
  ])("does not lead to %s", (href) => {
    const link = document.createElement("a");
    link.setAttribute("href", href);
    expect(sanitize(link.outerHTML)).not.toContain("href");
  });

  it("leads where links may lead", () => {
    for (const href of [
      "https://example.org",
      "http://example.org",
      "mailto:a@example.org",
      "/chat",
      "#note",
    ])
      expect(sanitize(`<a href="${href}">a</a>`)).toContain(`href="${href}"`);
  });
});

describe("the pause before the next try", () => {
  it("grows to three seconds and is spread", () => {
    expect([0, 1, 2, 3, 4, 99].map((attempt) => retryDelay(attempt, () => 1))).toEqual([
      250, 500, 1000, 2000, 3000, 3000,
    ]);
    expect(retryDelay(9, () => 0)).toBe(1500);
  });
});

import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useStickToBottom } from "./useStickToBottom";

// There is no layout here: rows are 100 high in a window of 300, and what a browser would do is done by hand.

const ROW = 100;
const WINDOW = 300;
let resized: () => void;
let lastHeight: number;
let top: number;

function List({ ids }: { ids: readonly string[] }) {
  const { scroller, content, hasNew, toBottom } = useStickToBottom(ids[0]);
  return (
    <div ref={scroller} data-testid="box">
      <div ref={content}>
        {ids.map((id) => (
          <p key={id} data-message-id={id} />
        ))}
      </div>
      {hasNew && <button onClick={toBottom}>new</button>}
    </div>
  );
}

const box = () => screen.getByTestId("box");
const rows = () => [...document.querySelectorAll("p")];
const height = () => (rows().length - 1) * ROW + lastHeight;
const end = () => height() - WINDOW;
const scrolled = () => {
  act(() => {
    box().dispatchEvent(new Event("scroll"));
  });
};
const measured = () => {
  act(() => {
    resized();
  });
};
const scroll = (to: number) => {
  box().scrollTop = to;
  scrolled();
};
const grow = (by: number) => {
  lastHeight += by;
  top = Math.min(top, end()); // what shrinks takes the list up
  measured();
};
const ids = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `m${from + index}`);

let show: (from: number, to: number) => void;

beforeEach(() => {
  lastHeight = ROW;
  top = 0;
  vi.stubGlobal(
    "ResizeObserver",
    class {
      constructor(callback: () => void) {
        resized = callback;
      }
      observe() {
        // told by hand
      }
      disconnect() {
        // told by hand
      }
    },
  );
  const { get, set } = {
    get: () => top,
    set: (value: number) => (top = Math.max(0, Math.min(value, end()))),
  };
  vi.spyOn(HTMLElement.prototype, "scrollTop", "get").mockImplementation(get);
  vi.spyOn(HTMLElement.prototype, "scrollTop", "set").mockImplementation(set);
  vi.spyOn(HTMLElement.prototype, "scrollHeight", "get").mockImplementation(height);
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockImplementation(function (this: HTMLElement) {
    return this === rows().at(-1) ? lastHeight : WINDOW;
  });
  vi.spyOn(HTMLElement.prototype, "offsetTop", "get").mockImplementation(function (this: HTMLElement) {
    return rows().indexOf(this as HTMLParagraphElement) * ROW;
  });
  HTMLElement.prototype.scrollTo = vi.fn((to: ScrollToOptions) => {
    box().scrollTop = to.top ?? 0;
  }) as unknown as typeof HTMLElement.prototype.scrollTo;
  const { rerender } = render(<List ids={ids(10, 20)} />);
  show = (from, to) => {
    rerender(<List ids={ids(from, to)} />);
    measured();
  };
  measured();
  scrolled();
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

it("begins at the end and stays there while text comes and shrinks", () => {
  for (const by of [10, 500, -300, 40]) {
    grow(by);
    expect(top).toBe(end());
    scrolled();
  }
  expect(screen.queryByText("new")).toBeNull();
});

it("stays at the end when more has come before the browser tells that it was scrolled", () => {
  grow(10);
  lastHeight += 400;
  scrolled();
  measured();
  expect(top).toBe(end());
});

it("lets a reader go who scrolls up a little, and says that there is new text", () => {
  const reading = end() - 10;
  scroll(reading);
  grow(20);
  expect(top).toBe(reading);
  expect(screen.getByText("new")).toBeDefined();
});

it("takes a reader along again who comes near the end, or asks for it", () => {
  scroll(100);
  grow(20);
  scroll(end() - 30);
  expect(screen.queryByText("new")).toBeNull();
  grow(20);
  expect(top).toBe(end());

  scroll(100);
  grow(20);
  act(() => {
    screen.getByText("new").click();
  });
  scrolled();
  grow(20);
  expect(top).toBe(end());
});

it("keeps what is in sight where it is when earlier messages come, and calls them not new", () => {
  scroll(50);
  show(5, 20);
  expect(top).toBe(50 + 5 * ROW);
  expect(screen.queryByText("new")).toBeNull();
});

it("does not move when another branch is shown", () => {
  scroll(50);
  show(30, 45);
  expect(top).toBe(50);
});

import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { message, SESSION, viewOf } from "../session/testFrames";
import { continueReply, regenerate } from "../state/chat";
import { set } from "../state/store";
import { REPLY_FAILURES, type MessageView, type Piece } from "../wire/wire.generated";
import { Ending } from "./Ending";

vi.mock("../state/chat", () => ({ continueReply: vi.fn(), regenerate: vi.fn() }));

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.clearAllMocks();
});

const half: Piece = { kind: "block", html: "<p>half</p>" };

function end(change: Partial<MessageView>, model = "fast") {
  set({ view: viewOf({ session: { ...SESSION, model } }) });
  const reply = { role: "assistant", parentId: "m", model: "fast", outcome: "failed" } as const;
  render(<Ending message={message("r", 4, { ...reply, pieces: [half], ...change })} />);
}

const shown = () => screen.queryByTestId("outcome")?.textContent ?? "";

describe("a reply that did not complete", () => {
  it.each(Object.keys(REPLY_FAILURES))("says in words what %s means, and not its code", (code) => {
    end({ code });
    expect(shown().length).toBeGreaterThan(20);
    expect(shown()).not.toContain(code);
  });

  it.each(Object.entries(REPLY_FAILURES))("offers what may be done about %s", (code, rights) => {
    end({ code });
    expect(screen.queryByTestId("continue") !== null).toBe(rights.mayContinue);
    cleanup();
    end({ code, pieces: [] });
    expect(screen.queryByTestId("retry-reply") !== null).toBe(rights.mayRetry);
    expect(screen.queryByTestId("continue")).toBeNull();
  });

  it("gets every chance when its code is newer than the page", () => {
    end({ code: "model_on_holiday" });
    expect(screen.queryByTestId("continue")).not.toBeNull();
  });

  it("says when the provider takes requests again", () => {
    vi.setSystemTime("2026-11-25T12:30:00Z");
    end({ code: "model_rate_limited", retryAt: "2026-11-25T12:30:05Z" });
    expect(shown()).toMatch(/:30:05/);
    cleanup();
    end({ code: "model_rate_limited", retryAt: "2026-11-25T12:29:59Z" });
    expect(shown()).not.toMatch(/:29:59/);
  });

  it("is continued by its own model when that may help", () => {
    end({ code: "model_connection_lost" }, "other");
    fireEvent.click(screen.getByTestId("continue"));
    expect(continueReply).toHaveBeenCalledWith("r", undefined);
  });

  it("is continued, or asked again, by the model chosen meanwhile when its own cannot", () => {
    end({ code: "model_unauthorized" }, "other");
    fireEvent.click(screen.getByTestId("continue"));
    expect(continueReply).toHaveBeenCalledWith("r", "other");
    cleanup();
    end({ code: "model_unauthorized", pieces: [] }, "other");
    fireEvent.click(screen.getByTestId("retry-reply"));
    expect(regenerate).toHaveBeenCalledWith("m");
  });

  it("that was stopped can be continued", () => {
    end({ outcome: "stopped" });
    expect(shown()).toContain("Stopped.");
    expect(screen.queryByTestId("continue")).not.toBeNull();
  });
});

it.each([
  ["", "wrote nothing"],
  ["Hm.", "thought, but wrote no answer"],
])("says so when a complete reply has no text, with thoughts %j", (reasoning, text) => {
  end({ outcome: "completed", pieces: [], reasoning });
  expect(shown()).toContain(text);
  expect(screen.queryByTestId("retry-reply")).not.toBeNull();
});

it("says nothing under a complete reply", () => {
  end({ outcome: "completed" });
  expect(screen.queryByTestId("outcome")).toBeNull();
});

import { beforeEach, describe, expect, it, vi } from "vitest";
import type { SessionConnection } from "../session/SessionConnection";
import { getSessions } from "../wire/http";
import type { Outcome, SessionPage, SessionSummary } from "../wire/wire.generated";
import { setConnection } from "./link";
import { bin, closeBin, loadSessions, openBin, rename, sessionChanged } from "./sessions";
import { get, set } from "./store";

vi.mock("../wire/http", async (original) => ({
  ...(await original<object>()),
  getSessions: vi.fn<typeof getSessions>(),
}));

const row = (id: string, change: Partial<SessionSummary> = {}): SessionSummary => ({
  id,
  title: id,
  model: "demo",
  binned: false,
  pinned: false,
  lastActivity: "2026-01-01T00:00:00Z",
  version: 1,
  ...change,
});

/** A promise, and what keeps it. */
function later<T>() {
  let keep: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => (keep = resolve));
  return { promise, keep };
}

const REFUSED: Outcome = { kind: "refused", code: "conflict", detail: "" };
const titles = () => [...get().sessions.values()].map(({ title }) => title);

let answer: ReturnType<typeof later<Outcome>>;

beforeEach(() => {
  answer = later();
  setConnection({ invoke: () => answer.promise } as unknown as SessionConnection);
  set({ sessions: new Map([["s", row("s")]]), bin: null, snack: null });
});

describe("a change of a row", () => {
  it("shows at once, and goes when it is refused", async () => {
    const done = rename("s", "new");
    expect(titles()).toEqual(["new"]);
    answer.keep(REFUSED);
    await done;
    expect(titles()).toEqual(["s"]);
    expect(get().snack?.text).toContain("Others changed");
  });

  it("that is refused leaves what came meanwhile", async () => {
    const done = rename("s", "mine");
    sessionChanged(row("s", { title: "theirs", version: 2 }));
    answer.keep(REFUSED);
    await done;
    expect(titles()).toEqual(["theirs"]);
    sessionChanged(row("s", { title: "old", version: 1 }));
    expect(titles()).toEqual(["theirs"]);
  });

  it("offers to take a chat out of the bin again", async () => {
    const done = bin("s");
    expect(get().sessions.get("s")?.binned).toBe(true);
    answer.keep({ kind: "accepted", replyId: null, queued: false });
    await done;
    get().snack?.action?.run();
    expect(get().sessions.get("s")?.binned).toBe(false);
  });
});

describe("the list", () => {
  it("lets go of what is gone, and keeps what came while it was loaded", async () => {
    const page = later<SessionPage>();
    vi.mocked(getSessions).mockReturnValueOnce(page.promise);
    const done = loadSessions();
    sessionChanged(row("new"));
    page.keep({ sessions: [row("t")], next: null });
    await done;
    expect(titles()).toEqual(["new", "t"]);
  });

  it("does not show a bin that was closed before it was there", async () => {
    const page = later<SessionPage>();
    vi.mocked(getSessions).mockReturnValueOnce(page.promise);
    const done = openBin();
    closeBin();
    page.keep({ sessions: [], next: null });
    await done;
    expect(get().bin).toBeNull();
  });
});

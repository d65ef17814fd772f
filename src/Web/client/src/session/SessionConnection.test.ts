import { HubConnectionState } from "@microsoft/signalr";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SessionConnection, type Link } from "./SessionConnection";

/** What is used of a connection of the library, played by hand. */
class FakeHub {
  state: HubConnectionState = HubConnectionState.Disconnected;
  readonly asked: [string, unknown, (answer: unknown) => void, (error: Error) => void][] = [];
  readonly direct: boolean;
  private closed: () => void = () => undefined;
  private refuse: (error: Error) => void = () => undefined;

  constructor(direct: boolean) {
    this.direct = direct;
  }
  start() {
    if (server === "up") this.state = HubConnectionState.Connected;
    return new Promise<void>((resolve, reject) => {
      this.refuse = reject;
      if (server === "up") resolve();
      if (server === "down") reject(new Error("down"));
    });
  }
  stop() {
    this.refuse(new Error("stopped"));
    return Promise.resolve();
  }
  invoke(name: string, command: unknown) {
    return new Promise((resolve, reject) => this.asked.push([name, command, resolve, reject]));
  }
  on() {
    // what is called from the server does not matter here
  }
  onclose(told: () => void) {
    this.closed = told;
  }
  lose() {
    this.state = HubConnectionState.Disconnected;
    for (const [, , , reject] of this.asked) reject(new Error("lost"));
    this.closed();
  }
}

let server: "up" | "down" | "silent" = "up";
let hubs: FakeHub[];
let links: Link[];
const authenticate = vi.fn(() => Promise.resolve());

vi.mock("@microsoft/signalr", async (original) => ({
  ...(await original<object>()),
  HubConnectionBuilder: class {
    private direct = false;
    withUrl(_url: string, { skipNegotiation = false }) {
      this.direct = skipNegotiation;
      return this;
    }
    configureLogging() {
      return this;
    }
    build() {
      const hub = new FakeHub(this.direct);
      hubs.push(hub);
      return hub;
    }
  },
}));

const last = () => hubs.at(-1) ?? new FakeHub(false);
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const LONG = 4_000;

let connection: SessionConnection;
const listen = vi.spyOn(window, "addEventListener");

beforeEach(async () => {
  vi.useFakeTimers();
  hubs = [];
  links = [];
  server = "up";
  connection = new SessionConnection({
    authenticate,
    linkChanged: (link) => links.push(link),
    SessionChanged: () => undefined,
    SessionRemoved: () => undefined,
  });
  connection.open();
  await pass(0);
});

afterEach(() => {
  for (const [type, listener] of listen.mock.calls) window.removeEventListener(type, listener);
  vi.useRealTimers();
  vi.clearAllMocks();
});

describe("the connection", () => {
  it("sees to a cookie before it is made, and again before it is made anew", async () => {
    expect(authenticate).toHaveBeenCalledOnce();
    authenticate.mockRejectedValueOnce(new Error("no server"));
    last().lose();
    await pass(1_000);
    expect(authenticate).toHaveBeenCalledTimes(3);
    expect(links).toEqual(["online", "reconnecting", "online"]);
  });

  it("asks again, with the same ids, what was not answered when it was lost", async () => {
    const command = { sessionId: "s", messageId: "m", text: "hello" };
    const answer = connection.invoke("Send", command);
    await pass(0);
    const first = last();
    expect(first.asked).toHaveLength(1);
    first.lose();
    await pass(LONG);
    expect(last()).not.toBe(first);
    expect(last().asked.map(([name, argument]) => [name, argument])).toEqual([["Send", command]]);
    const accepted = { kind: "accepted", replyId: null, queued: false };
    last().asked[0]?.[2](accepted);
    expect(await answer).toEqual(accepted);
  });

  it("keeps the order of what was asked while there was none", async () => {
    server = "down";
    last().lose();
    for (const sessionId of ["1", "2", "3"]) void connection.invoke("Bin", { sessionId });
    await pass(LONG);
    server = "up";
    await pass(LONG);
    expect(last().asked.map(([, argument]) => argument)).toEqual(
      ["1", "2", "3"].map((sessionId) => ({ sessionId })),
    );
  });

  it("does not ask again what the server itself could not answer", async () => {
    const answer = connection.invoke("Bin", { sessionId: "s" });
    await pass(0);
    last().asked[0]?.[3](new Error("wrong"));
    expect(await answer).toMatchObject({ kind: "refused", code: "internal" });
    expect(hubs).toHaveLength(1);
  });

  it("is made at growing distances while it ends as soon as it is made", async () => {
    for (const most of [250, 500, 1_000, 2_000, 3_000, 3_000]) {
      const count = hubs.length;
      last().lose();
      await pass(most / 2 - 1);
      expect(hubs).toHaveLength(count);
      await pass(most);
      expect(hubs).toHaveLength(count + 1);
    }
    await pass(60_000);
    const count = hubs.length;
    last().lose(); // this one was a good one
    await pass(250);
    expect(hubs).toHaveLength(count + 1);
  });

  it("negotiates where no bare WebSocket gets through, not where only the server was away", async () => {
    authenticate.mockRejectedValue(new Error("away"));
    last().lose();
    await pass(3 * LONG);
    authenticate.mockResolvedValue();
    server = "down";
    await pass(3 * LONG);
    expect(hubs.slice(0, 3).map((hub) => hub.direct)).toEqual([true, true, false]);
  });

  it("gives up a try that gets no answer, and says that the server cannot be reached", async () => {
    server = "silent";
    const fresh = new SessionConnection({
      authenticate,
      linkChanged: (link) => links.push(link),
      SessionChanged: () => undefined,
      SessionRemoved: () => undefined,
    });
    fresh.open();
    await pass(10_000);
    expect(links.at(-1)).toBe("unreachable");
    server = "up";
    await pass(LONG);
    expect(links.at(-1)).toBe("online");
  });

  it("is tried at once when the network is back", async () => {
    server = "down";
    last().lose();
    await pass(60_000);
    server = "up";
    const count = hubs.length;
    window.dispatchEvent(new Event("online"));
    await pass(0);
    expect(hubs).toHaveLength(count + 1);
    expect(links.at(-1)).toBe("online");
  });
});

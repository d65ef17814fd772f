import {
  HttpTransportType,
  HubConnectionBuilder,
  HubConnectionState,
  LogLevel,
  type HubConnection,
  type IStreamResult,
} from "@microsoft/signalr";
import type { ChatClient, Commands, Frame, Outcome } from "../wire/wire.generated";
import { retryDelay } from "./retryDelay";

export type Link = "connecting" | "unreachable" | "online" | "reconnecting";

interface Handlers extends ChatClient {
  /** Before each connection: makes sure that there is a good cookie. */
  authenticate: () => Promise<unknown>;
  linkChanged: (link: Link) => void;
}

const START_TIMEOUT = 10_000;
/** A connection that lasted this long was a good one: the next try comes soon again. */
const STEADY_MS = 5_000;

/** One connection to the hub for the whole page, kept up for ever. */
export class SessionConnection {
  private readonly handlers: Handlers;
  private connection: HubConnection | null = null;
  private link: Link = "connecting";
  private direct = true;
  private attempt = 0;
  private openedAt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private waiting: ((connection: HubConnection) => void)[] = [];

  constructor(handlers: Handlers) {
    this.handlers = handlers;
  }

  /** Connects, and keeps connecting. */
  open(): void {
    window.addEventListener("online", this.hurry);
    // The browser knows at once what silence would tell only after 12 s.
    window.addEventListener("offline", () => void this.connection?.stop());
    document.addEventListener("visibilitychange", this.hurry);
    void this.connect();
  }

  /** Asks the hub. Commands carry their own ids, so one whose answer was lost with the connection is asked again. */
  async invoke<Name extends keyof Commands>(name: Name, command: Commands[Name]): Promise<Outcome> {
    for (;;) {
      const connection = await this.connected();
      try {
        return await connection.invoke<Outcome>(name, command);
      } catch (error) {
        if (connection === this.connection && connection.state === HubConnectionState.Connected)
          return { kind: "refused", code: "internal", detail: error instanceof Error ? error.message : "" };
      }
    }
  }

  /** The frames of a session behind a position, or null while there is no connection. */
  watch(sessionId: string, after: string | null): IStreamResult<Frame> | null {
    if (this.link !== "online" || !this.connection) return null;
    return this.connection.stream<Frame>("Watch", sessionId, after);
  }

  private connected(): Promise<HubConnection> {
    const connection = this.connection;
    // One that is closing is still there, but takes nothing any more.
    if (this.link === "online" && connection?.state === HubConnectionState.Connected)
      return Promise.resolve(connection);
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private readonly hurry = () => {
    if (this.timer === undefined || document.visibilityState === "hidden") return;
    this.attempt = 0;
    void this.connect();
  };

  private async connect(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    try {
      await this.handlers.authenticate();
    } catch {
      this.failed();
      return;
    }
    const connection = this.build();
    this.connection = connection;
    const tooLate = setTimeout(() => void connection.stop(), START_TIMEOUT);
    try {
      await connection.start();
      if (connection.state !== HubConnectionState.Connected) throw new Error("closed at once");
    } catch {
      this.direct = !this.direct; // some proxies let no bare WebSocket through: next time the other way
      this.failed();
      return;
    } finally {
      clearTimeout(tooLate);
    }
    this.openedAt = Date.now();
    this.changeLink("online");
    for (const resolve of this.waiting.splice(0)) resolve(connection);
  }

  private failed(): void {
    if (this.link === "connecting") this.changeLink("unreachable");
    this.retry();
  }

  private retry(): void {
    this.timer = setTimeout(() => void this.connect(), retryDelay(this.attempt++));
  }

  private build(): HubConnection {
    const way = this.direct ? { skipNegotiation: true, transport: HttpTransportType.WebSockets } : {};
    const connection = new HubConnectionBuilder()
      .withUrl("/hub/chat", way)
      .configureLogging(LogLevel.None)
      .build();
    connection.keepAliveIntervalInMilliseconds = 5_000;
    connection.serverTimeoutInMilliseconds = 12_000;
    connection.on("SessionChanged", this.handlers.SessionChanged);
    connection.on("SessionRemoved", this.handlers.SessionRemoved);
    connection.onclose(() => {
      // A start that fails is retried where it failed.
      if (connection !== this.connection || this.link !== "online") return;
      if (Date.now() - this.openedAt > STEADY_MS) this.attempt = 0;
      this.changeLink("reconnecting");
      this.retry();
    });
    return connection;
  }

  private changeLink(link: Link): void {
    this.link = link;
    this.handlers.linkChanged(link);
  }
}

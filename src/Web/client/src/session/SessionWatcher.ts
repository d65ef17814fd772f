import type { ISubscription } from "@microsoft/signalr";
import type { Frame } from "../wire/wire.generated";
import { reduceFrame } from "./reduceFrame";
import type { SessionConnection } from "./SessionConnection";
import { beginWatch, type ChatView } from "./view";

interface Handlers {
  /** `anew` when a snapshot was among what changed it. */
  changed: (view: ChatView, anew: boolean) => void;
  closed: (code: string, detail: string) => void;
  reload: () => void;
}

const HIDDEN_TAB_MS = 100;
const REWATCH_MS = 500;

/** Follows one session: keeps a stream open, joins what comes within an animation frame, heals gaps. */
export class SessionWatcher {
  private readonly connection: SessionConnection;
  readonly sessionId: string;
  private readonly handlers: Handlers;
  private view: ChatView;
  private stream: ISubscription<Frame> | undefined;
  private inbox: Frame[] = [];
  private flushAt: { frame: number; timer: ReturnType<typeof setTimeout> } | undefined;
  private again: ReturnType<typeof setTimeout> | undefined;
  /** Whether the present stream has moved the view: a second gap at the same place asks for a snapshot. */
  private moved = true;
  private stopped = false;

  constructor(connection: SessionConnection, sessionId: string, view: ChatView, handlers: Handlers) {
    this.connection = connection;
    this.sessionId = sessionId;
    this.view = view;
    this.handlers = handlers;
  }

  /** Watches from where the view stands; also called after each reconnect. */
  watch(after: string | null = this.view.at): void {
    this.detach();
    if (this.stopped) return;
    const result = this.connection.watch(this.sessionId, after);
    if (!result) return;
    this.moved = false;
    this.view = beginWatch(this.view);
    const mine = () => this.stream === stream;
    const ended = () => {
      if (mine()) this.flush(); // what came last may say why
      if (mine()) this.watchLater(this.view.at);
    };
    const stream = result.subscribe({
      next: (frame) => {
        if (!mine()) return;
        this.inbox.push(frame);
        this.schedule();
      },
      error: ended,
      complete: ended,
    });
    this.stream = stream;
  }

  stop(): void {
    this.stopped = true;
    this.detach();
  }

  /** Lets others change the view (older pages), so that the next frame builds on it. */
  update(change: (view: ChatView) => ChatView): void {
    this.view = change(this.view);
    this.handlers.changed(this.view, false);
  }

  private watchLater(after: string | null): void {
    this.detach();
    this.again = setTimeout(() => {
      this.watch(after);
    }, REWATCH_MS);
  }

  private detach(): void {
    const stream = this.stream;
    this.stream = undefined;
    this.inbox = [];
    clearTimeout(this.again);
    if (this.flushAt) {
      cancelAnimationFrame(this.flushAt.frame);
      clearTimeout(this.flushAt.timer);
      this.flushAt = undefined;
    }
    try {
      stream?.dispose();
    } catch {
      // the connection is gone, and the stream with it
    }
  }

  private schedule(): void {
    // Hidden tabs get no animation frames.
    this.flushAt ??= {
      frame: requestAnimationFrame(this.flush),
      timer: setTimeout(this.flush, HIDDEN_TAB_MS),
    };
  }

  private readonly flush = () => {
    if (this.flushAt) {
      cancelAnimationFrame(this.flushAt.frame);
      clearTimeout(this.flushAt.timer);
      this.flushAt = undefined;
    }
    const before = this.view;
    const frames = this.inbox.splice(0);
    const then = this.reduce(frames);
    if (this.view !== before) {
      this.handlers.changed(
        this.view,
        frames.some((frame) => frame.kind === "snapshot"),
      );
    }
    then?.();
  };

  private reduce(frames: readonly Frame[]): (() => void) | undefined {
    for (const frame of frames) {
      const reduced = reduceFrame(this.view, frame);
      switch (reduced.kind) {
        case "next":
          this.view = reduced.view;
          this.moved = true;
          break;
        case "same":
          break;
        case "gap":
          return this.moved
            ? () => {
                this.watch();
              }
            : () => {
                this.watchLater(null);
              };
        case "reload":
          return this.handlers.reload;
        case "closed":
          return () => {
            this.closed(reduced.code, reduced.detail);
          };
      }
    }
    return undefined;
  }

  private closed(code: string, detail: string): void {
    if (code === "invalid_position") {
      this.watch(null);
    } else if (code === "shutting_down" || code === "store_unavailable") {
      this.watchLater(this.view.at);
    } else {
      this.stop();
      this.handlers.closed(code, detail);
    }
  }
}

import type { ISubscription } from "@microsoft/signalr";
import type { Frame } from "../wire/wire.generated";
import { reduceFrame } from "./reduceFrame";
import { retryDelay } from "./retryDelay";
import type { SessionConnection } from "./SessionConnection";
import { beginWatch, type ChatView } from "./view";

interface Handlers {
  /** What the view is now, and the frames that made it so. */
  changed: (view: ChatView, frames: readonly Frame[]) => void;
  closed: (code: string, detail: string) => void;
  reload: () => void;
}

const HIDDEN_TAB_MS = 100;
/** A watch that lasted this long was a good one: a gap is healed at once again. */
const STEADY_MS = 5_000;

/** Follows one session: keeps a stream open, joins what comes within an animation frame, heals gaps. */
export class SessionWatcher {
  private readonly connection: SessionConnection;
  private readonly sessionId: string;
  private readonly handlers: Handlers;
  private view: ChatView;
  private stream: ISubscription<Frame> | undefined;
  private inbox: Frame[] = [];
  private flushAt: { frame: number; timer: ReturnType<typeof setTimeout> } | undefined;
  private again: ReturnType<typeof setTimeout> | undefined;
  private watchedAt = 0;
  /** How many watches in a row came to nothing soon. */
  private tries = 0;
  /** Where the view stood at the last gap: a second one at the same place asks for a snapshot. */
  private gapAt: string | null | undefined;
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
    this.watchedAt = Date.now();
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
    this.handlers.changed(this.view, []);
  }

  /** Watches again after a pause that grows: a server that is wrong again and again is not asked without end. */
  private watchLater(after: string | null, tries = this.countTry()): void {
    this.detach();
    this.again = setTimeout(() => {
      this.watch(after);
    }, retryDelay(tries));
  }

  private countTry(): number {
    if (Date.now() - this.watchedAt > STEADY_MS) this.tries = 0;
    return this.tries++;
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
    const applied: Frame[] = [];
    const then = this.reduce(this.inbox.splice(0), applied);
    if (applied.length > 0) this.handlers.changed(this.view, applied);
    then?.();
  };

  /** Applies frames as far as that goes; gives what is to be done where it goes no further. */
  private reduce(frames: readonly Frame[], applied: Frame[]): (() => void) | undefined {
    for (const frame of frames) {
      const reduced = reduceFrame(this.view, frame);
      switch (reduced.kind) {
        case "next":
          this.view = reduced.view;
          applied.push(frame);
          break;
        case "same":
          break;
        case "gap":
          return this.gap;
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

  private readonly gap = () => {
    const second = this.gapAt === this.view.at;
    this.gapAt = this.view.at;
    const tries = this.countTry();
    if (tries === 0 && !second) this.watch();
    else this.watchLater(second ? null : this.view.at, tries);
  };

  private closed(code: string, detail: string): void {
    if (code === "invalid_position") {
      this.watchLater(null);
    } else if (code === "shutting_down" || code === "store_unavailable") {
      this.watchLater(this.view.at);
    } else {
      this.stop();
      this.handlers.closed(code, detail);
    }
  }
}

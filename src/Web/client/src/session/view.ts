import type { MessageView, OpenReplyView, QueuedMessageView, SessionView } from "../wire/wire.generated";

/** A watched session as this client knows it. Never changed in place: what is untouched keeps its identity. */
export interface ChatView {
  readonly status: "waiting" | "live";
  /** Where to resume; null until the first snapshot. */
  readonly at: string | null;
  /** Number of the last frame of the present watch; 0 when it has brought none. */
  readonly n: number;
  readonly version: number;
  readonly session: SessionView | null;
  /** Ascending by version. */
  readonly messages: readonly MessageView[];
  /** Cursor of the page of older messages. */
  readonly before: string | null;
  readonly open: readonly OpenReplyView[];
  readonly queue: readonly QueuedMessageView[];
}

export const EMPTY_VIEW: ChatView = {
  status: "waiting",
  at: null,
  n: 0,
  version: 0,
  session: null,
  messages: [],
  before: null,
  open: [],
  queue: [],
};

/** The view as a new watch begins from it: its frames are numbered anew. */
export function beginWatch(view: ChatView): ChatView {
  return view.n === 0 ? view : { ...view, n: 0 };
}

export type Reduced =
  | { readonly kind: "next"; readonly view: ChatView }
  /** Nothing new: a duplicate, or void. */
  | { readonly kind: "same" }
  /** Something before this frame is missing: watch again from `view.at`. */
  | { readonly kind: "gap" }
  /** The server speaks another protocol: load the client anew. */
  | { readonly kind: "reload" }
  | { readonly kind: "closed"; readonly code: string; readonly detail: string };

/** Puts messages in their places; one of an id that is already there takes its place. */
export function withMessages(
  existing: readonly MessageView[],
  added: readonly MessageView[],
): readonly MessageView[] {
  if (added.length === 0) return existing;
  const last = existing.at(-1);
  const only = added.length === 1 ? added[0] : undefined;
  if (only && (!last || only.version > last.version) && !existing.some((message) => message.id === only.id))
    return [...existing, only];
  const byId = new Map(existing.map((message) => [message.id, message]));
  for (const message of added) byId.set(message.id, message);
  return [...byId.values()].sort((a, b) => a.version - b.version);
}

/** Adds a page of older messages that was fetched for the cursor `before`. */
export function withOlderPage(
  view: ChatView,
  before: string,
  page: { readonly messages: readonly MessageView[]; readonly before: string | null },
): ChatView {
  if (view.before !== before) return view; // a snapshot came meanwhile
  const known = new Set(view.messages.map((message) => message.id));
  const older = page.messages.filter((message) => !known.has(message.id));
  return { ...view, messages: withMessages(view.messages, older), before: page.before };
}

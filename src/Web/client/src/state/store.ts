import { create } from "zustand";
import type { Link } from "../session/SessionConnection";
import type { PendingMessage } from "../session/tree";
import { EMPTY_VIEW, type ChatView } from "../session/view";
import type { ModelView, SessionSummary, UserView } from "../wire/wire.generated";

export interface ListPage {
  readonly status: "loading" | "ready" | "failed";
  readonly next: string | null;
}

interface Snack {
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

interface State {
  readonly user: UserView | null;
  readonly models: readonly ModelView[];
  readonly link: Link;
  /** Every row known, binned ones too. */
  readonly sessions: ReadonlyMap<string, SessionSummary>;
  readonly list: ListPage;
  readonly bin: ListPage | null;
  /** The shown session; null is a new chat. */
  readonly sessionId: string | null;
  readonly view: ChatView;
  /** Why the shown session cannot be watched. */
  readonly ended: string | null;
  readonly older: "idle" | "loading" | "failed";
  readonly pending: readonly PendingMessage[];
  /** Ids that the shown branch goes through, the last known one decides. */
  readonly chosen: readonly string[];
  /** The model that a new chat begins with. */
  readonly newModel: string | null;
  readonly snack: Snack | null;
  /** What screen readers are told. */
  readonly announcement: string;
  readonly drawerOpen: boolean;
  /** Rises when a draft was changed elsewhere than in the composer. */
  readonly draftVersion: number;
}

export const useApp = create<State>(() => ({
  user: null,
  models: [],
  link: "connecting",
  sessions: new Map(),
  list: { status: "loading", next: null },
  bin: null,
  sessionId: null,
  view: EMPTY_VIEW,
  ended: null,
  older: "idle",
  pending: [],
  chosen: [],
  newModel: null,
  snack: null,
  announcement: "",
  drawerOpen: false,
  draftVersion: 0,
}));

export const set = useApp.setState;
export const get = useApp.getState;

export function say(text: string): void {
  set({ snack: { text } });
}

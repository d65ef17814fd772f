import { messages, refusalText } from "../messages";
import type { SessionSummary } from "../wire/wire.generated";
import { getSessions, Problem, setPinned } from "../wire/http";
import { askOrSay } from "./link";
import { get, say, set } from "./store";

/** Puts rows into the list; an older state of a row never replaces a newer one. */
function merge(rows: readonly SessionSummary[]): void {
  const sessions = new Map(get().sessions);
  for (const row of rows) {
    const known = sessions.get(row.id);
    if (!known || row.version >= known.version) sessions.set(row.id, row);
  }
  set({ sessions });
}

export function sessionChanged(row: SessionSummary): void {
  merge([row]);
}

export function sessionRemoved(id: string): void {
  const sessions = new Map(get().sessions);
  sessions.delete(id);
  set({ sessions });
  if (get().sessionId === id) set({ ended: refusalText("not_found", "") });
}

/** Loads the first page anew; rows that are gone from it go. */
export async function loadSessions(): Promise<void> {
  set({ list: { ...get().list, status: "loading" } });
  try {
    const known = new Set(get().sessions.keys());
    const page = await getSessions(null, false);
    const listed = new Set(page.sessions.map((row) => row.id));
    const oldest = page.next === null ? "" : (page.sessions.at(-1)?.lastActivity ?? "");
    const gone = [...get().sessions.values()].filter(
      (row) => known.has(row.id) && !listed.has(row.id) && !row.binned && row.lastActivity > oldest,
    );
    const sessions = new Map(get().sessions);
    for (const row of gone) sessions.delete(row.id);
    set({ sessions, list: { status: "ready", next: page.next } });
    merge(page.sessions);
  } catch {
    set({ list: { ...get().list, status: "failed" } });
  }
}

export async function loadMoreSessions(): Promise<void> {
  const { next } = get().list;
  if (next === null) return loadSessions();
  set({ list: { status: "loading", next } });
  try {
    const page = await getSessions(next, false);
    merge(page.sessions);
    set({ list: { status: "ready", next: page.next } });
  } catch {
    set({ list: { status: "failed", next } });
  }
}

export async function openBin(): Promise<void> {
  const next = get().bin?.next ?? null;
  set({ bin: { status: "loading", next } });
  try {
    const page = await getSessions(next, true);
    merge(page.sessions);
    if (get().bin) set({ bin: { status: "ready", next: page.next } });
  } catch {
    if (get().bin) set({ bin: { status: "failed", next } });
  }
}

export function closeBin(): void {
  set({ bin: null });
}

/** Shows a change at once. When it is refused, the row is as before, unless a newer state of it has come. */
async function optimistically(
  id: string,
  change: Partial<SessionSummary>,
  act: () => Promise<boolean>,
): Promise<boolean> {
  const before = get().sessions.get(id);
  if (!before) return act();
  const shown = { ...before, ...change };
  merge([shown]);
  const done = await act();
  if (!done && get().sessions.get(id) === shown) merge([before]);
  return done;
}

export async function rename(id: string, title: string): Promise<void> {
  await optimistically(
    id,
    { title },
    async () => (await askOrSay("Rename", { sessionId: id, title })) !== null,
  );
}

export async function pin(id: string, pinned: boolean): Promise<void> {
  await optimistically(id, { pinned }, async () => {
    try {
      await setPinned(id, pinned);
      return true;
    } catch (error) {
      say(error instanceof Problem ? refusalText(error.code, error.message) : refusalText("internal", ""));
      return false;
    }
  });
}

export async function restore(id: string): Promise<void> {
  await optimistically(
    id,
    { binned: false },
    async () => (await askOrSay("Restore", { sessionId: id })) !== null,
  );
}

export async function bin(id: string): Promise<void> {
  const title = get().sessions.get(id)?.title ?? messages.untitled;
  const done = await optimistically(
    id,
    { binned: true },
    async () => (await askOrSay("Bin", { sessionId: id })) !== null,
  );
  if (!done) return;
  const undo = { label: messages.undo, run: () => void restore(id) };
  set({ snack: { text: messages.binnedSnack(title), action: undo } });
}

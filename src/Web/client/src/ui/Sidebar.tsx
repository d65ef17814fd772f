import { useMemo } from "react";
import { messages } from "../messages";
import { navigate } from "../state/navigation";
import { closeBin, loadMoreSessions, loadSessions, openBin } from "../state/sessions";
import { set, useApp, type ListPage } from "../state/store";
import type { SessionSummary } from "../wire/wire.generated";
import { Icon } from "./Icon";
import { IconButton } from "./IconButton";
import { SessionRow } from "./SessionRow";

const newestFirst = (a: SessionSummary, b: SessionSummary) =>
  Date.parse(b.lastActivity) - Date.parse(a.lastActivity);

export function Sidebar() {
  const sessions = useApp((state) => state.sessions);
  const list = useApp((state) => state.list);
  const bin = useApp((state) => state.bin);
  const user = useApp((state) => state.user);
  const shown = useApp((state) => state.sessionId);

  const rows = useMemo(() => {
    const sorted = [...sessions.values()].sort(newestFirst);
    const kept = sorted.filter((row) => !row.binned);
    return {
      pinned: kept.filter((row) => row.pinned),
      recent: kept.filter((row) => !row.pinned),
      binned: sorted.filter((row) => row.binned),
    };
  }, [sessions]);

  const section = (title: string, group: readonly SessionSummary[]) =>
    group.length > 0 && (
      <section aria-label={title}>
        <h2 className="list-heading">{title}</h2>
        <ul>
          {group.map((row) => (
            <SessionRow key={row.id} row={row} shown={row.id === shown} />
          ))}
        </ul>
      </section>
    );

  return (
    <nav className="sidebar" aria-label={messages.chats}>
      <div className="sidebar-head">
        <span className="brand">{messages.product}</span>
        <IconButton
          icon="close"
          label={messages.closeList}
          className="only-narrow"
          onClick={() => {
            set({ drawerOpen: false });
          }}
        />
      </div>
      <button
        type="button"
        className="new-chat"
        data-testid="new-chat"
        onClick={() => {
          navigate(null);
        }}
      >
        <Icon name="plus" /> {messages.newChat}
      </button>
      <div className="session-list" data-testid="session-list">
        {bin ? (
          <>
            {section(messages.bin, rows.binned)}
            <ListEnd
              page={bin}
              empty={rows.binned.length === 0}
              emptyText={messages.binEmpty}
              more={openBin}
              again={openBin}
            />
          </>
        ) : (
          <>
            {section(messages.pinned, rows.pinned)}
            {section(messages.recent, rows.recent)}
            <ListEnd
              page={list}
              empty={rows.pinned.length + rows.recent.length === 0}
              emptyText={messages.noChats}
              more={loadMoreSessions}
              again={loadSessions}
            />
          </>
        )}
      </div>
      <div className="sidebar-foot">
        <span className="person">{user ? (user.guest ? messages.guest : user.displayName) : ""}</span>
        <button
          type="button"
          className="quiet"
          data-testid="bin-toggle"
          onClick={() => {
            if (bin) closeBin();
            else void openBin();
          }}
        >
          <Icon name={bin ? "left" : "trash"} /> {bin ? messages.backToChats : messages.bin}
        </button>
      </div>
    </nav>
  );
}

interface ListEndProps {
  page: ListPage;
  empty: boolean;
  emptyText: string;
  more: () => Promise<void>;
  again: () => Promise<void>;
}

function ListEnd({ page, empty, emptyText, more, again }: ListEndProps) {
  if (page.status === "loading") return empty ? <ListSkeleton /> : null;
  if (page.status === "failed")
    return (
      <div className="list-note" role="alert">
        <p>{messages.listFailed}</p>
        <button type="button" className="quiet" onClick={() => void again()}>
          {messages.tryAgain}
        </button>
      </div>
    );
  if (page.next !== null)
    return (
      <button type="button" className="quiet load-more" onClick={() => void more()}>
        {messages.loadMore}
      </button>
    );
  return empty ? <p className="list-note">{emptyText}</p> : null;
}

function ListSkeleton() {
  return (
    <div className="skeleton" aria-label={messages.loading} role="status">
      <i />
      <i />
      <i />
    </div>
  );
}

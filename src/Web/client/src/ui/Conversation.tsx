import { useMemo } from "react";
import { messages } from "../messages";
import { shownPath, type Row } from "../session/tree";
import { watchAgain } from "../state/chat";
import { navigate } from "../state/navigation";
import { restore } from "../state/sessions";
import { set, useApp } from "../state/store";
import { Composer } from "./Composer";
import { IconButton } from "./IconButton";
import { MessageList } from "./MessageList";
import { ModelSelect } from "./ModelSelect";
import { Queue } from "./Queue";

/** The shown branch; made anew only when its shape changes, not with every piece of text. */
function useShownPath(): readonly Row[] {
  const all = useApp((state) => state.view.messages);
  const shape = useApp((state) => state.view.open.map((reply) => `${reply.reply} ${reply.replyId}`).join());
  const pending = useApp((state) => state.pending);
  const chosen = useApp((state) => state.chosen);
  const sessionId = useApp((state) => state.sessionId);
  return useMemo(() => {
    // The shape says whether the open replies are other ones; their text does not matter here.
    const open = shape ? useApp.getState().view.open : [];
    const mine = pending.filter(
      (each) => each.sessionId === sessionId && !(each.queued && each.state === "sending"),
    );
    return shownPath(all, open, mine, chosen);
  }, [all, shape, pending, chosen, sessionId]);
}

export function Conversation() {
  const sessionId = useApp((state) => state.sessionId);
  const session = useApp((state) => state.view.session);
  const link = useApp((state) => state.link);
  const ended = useApp((state) => state.ended);
  const behindDrawer = useApp((state) => state.drawerOpen);
  const path = useShownPath();
  const openReplyId = path.findLast((row) => row.kind === "open")?.id ?? null;
  const listed = useApp((state) => (sessionId === null ? null : state.sessions.get(sessionId)?.title));
  const title = session ? session.title : listed;

  const untitled = sessionId === null ? messages.newChat : messages.untitled;

  return (
    <main
      className={session?.binned ? "conversation in-bin" : "conversation"}
      data-testid="conversation"
      data-session-id={sessionId ?? ""}
      inert={behindDrawer}
    >
      <header className="conversation-head">
        <IconButton
          icon="menu"
          label={messages.openList}
          className="only-narrow"
          data-testid="open-list"
          onClick={() => {
            set({ drawerOpen: true });
          }}
        />
        <h1 dir="auto">{ended === null ? (title ?? untitled) : messages.chatNotShown}</h1>
        {ended === null && <ModelSelect />}
      </header>
      {link !== "online" && (
        <div className="banner" role="status" data-testid={link}>
          <span className="spinner" aria-hidden="true" />
          {messages.link[link]}
        </div>
      )}
      {ended === null ? (
        <MessageList key={sessionId ?? "new"} path={path} />
      ) : (
        <div className="notice" role="alert" data-testid="ended">
          <p>{ended}</p>
          <div className="notice-actions">
            <button type="button" className="button" onClick={watchAgain}>
              {messages.tryAgain}
            </button>
            <button
              type="button"
              className="button strong"
              onClick={() => {
                navigate(null);
              }}
            >
              {messages.newChat}
            </button>
          </div>
        </div>
      )}
      <div className="foot">
        {session?.binned ? (
          <div className="binned">
            <span>{messages.binnedNotice}</span>
            <button type="button" className="button" onClick={() => void restore(session.id)}>
              {messages.restore}
            </button>
          </div>
        ) : (
          ended === null && (
            <>
              <Queue />
              <Composer openReplyId={openReplyId} />
            </>
          )
        )}
      </div>
    </main>
  );
}

import { useEffect } from "react";
import { messages } from "../messages";
import type { Row } from "../session/tree";
import { loadOlder } from "../state/chat";
import { send } from "../state/outbox";
import { useApp } from "../state/store";
import { Icon } from "./Icon";
import { Pending } from "./Pending";
import { Reply } from "./Reply";
import { UserMessage } from "./UserMessage";
import { useFocusKept } from "./useFocusKept";
import { useStickToBottom } from "./useStickToBottom";

export function MessageList({ path }: { path: readonly Row[] }) {
  const isNew = useApp((state) => state.sessionId === null);
  const waiting = useApp((state) => state.view.status === "waiting");
  const { scroller, content, hasNew, toBottom } = useStickToBottom(path[0]?.id);
  const focusKept = useFocusKept(scroller);
  const sending = path.findLast((row) => row.kind === "pending" && row.pending.state === "sending")?.id;

  // Who sends wants to see it.
  useEffect(() => {
    if (sending !== undefined) toBottom();
  }, [sending, toBottom]);

  return (
    <div className="scroll-place">
      <div
        className="scroller"
        role="region"
        aria-label={messages.conversation}
        tabIndex={0}
        ref={scroller}
        {...focusKept}
      >
        <div className="messages" ref={content}>
          <Earlier />
          {path.length === 0 && <Empty isNew={isNew} loading={!isNew && waiting} />}
          {path.map((row) => {
            if (row.kind === "pending") return <Pending key={row.id} pending={row.pending} />;
            // Another version takes the place of the one before, and the buttons under the finger or the focus stay.
            const place = row.parentId ?? "root";
            const siblings = row.siblings.join();
            if (row.kind === "open") return <Reply key={place} id={row.id} siblings={siblings} />;
            if (row.message.role === "assistant")
              return <Reply key={place} id={row.id} message={row.message} siblings={siblings} />;
            return <UserMessage key={place} message={row.message} siblings={siblings} />;
          })}
        </div>
      </div>
      {hasNew && (
        <button
          type="button"
          className="new-text"
          data-testid="new-text"
          onClick={() => {
            toBottom();
            scroller.current?.focus({ preventScroll: true });
          }}
        >
          <Icon name="down" /> {messages.newText}
        </button>
      )}
    </div>
  );
}

function Earlier() {
  const more = useApp((state) => state.view.before !== null);
  const older = useApp((state) => state.older);
  if (!more) return null;
  return (
    <button
      type="button"
      className="quiet load-earlier"
      data-testid="load-earlier"
      aria-disabled={older === "loading"}
      onClick={() => {
        if (older !== "loading") void loadOlder();
      }}
    >
      {older === "loading" ? messages.loading : older === "failed" ? messages.tryAgain : messages.loadEarlier}
    </button>
  );
}

function Empty({ isNew, loading }: { isNew: boolean; loading: boolean }) {
  if (loading)
    return (
      <div className="skeleton" role="status" aria-label={messages.loading}>
        <i />
        <i />
        <i />
      </div>
    );
  return (
    <div className="empty">
      <p className="greeting">{isNew ? messages.greeting : messages.emptyChat}</p>
      {isNew && <p>{messages.greetingHint}</p>}
      {isNew && (
        <div className="examples">
          {messages.examples.map((example) => (
            <button key={example} type="button" className="button" onClick={() => send(example)}>
              {example}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

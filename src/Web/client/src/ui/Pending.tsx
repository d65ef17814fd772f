import { messages } from "../messages";
import type { PendingMessage } from "../session/tree";
import { retry } from "../state/outbox";
import { discard } from "../state/pending";

/** A message on its way, or one that was refused. */
export function Pending({ pending }: { pending: PendingMessage }) {
  const failed = pending.state === "failed";
  return (
    <article
      className="message user"
      data-testid="message"
      data-role="user"
      data-message-id={pending.id}
      data-state={pending.state}
      aria-label={messages.you}
    >
      <div className="body">
        <p className="plain" dir="auto">
          {pending.text}
        </p>
      </div>
      {failed && (
        <p className="send-failed" role="alert">
          <span>
            {messages.notSent} {pending.problem}
          </span>
          <button
            type="button"
            className="button"
            data-testid="retry"
            onClick={() => {
              retry(pending.id);
            }}
          >
            {messages.retry}
          </button>
          <button
            type="button"
            className="quiet"
            onClick={() => {
              discard(pending.id);
            }}
          >
            {messages.discard}
          </button>
        </p>
      )}
    </article>
  );
}

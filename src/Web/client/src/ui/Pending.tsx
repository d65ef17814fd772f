import { useState } from "react";
import { editKey, recall } from "../lib/storage";
import { messages } from "../messages";
import type { PendingMessage } from "../session/tree";
import { retry, rewrite } from "../state/outbox";
import { drop } from "../state/pending";
import { EditForm } from "./EditForm";

/** A message on its way, or one that was refused. */
export function Pending({ pending }: { pending: PendingMessage }) {
  const failed = pending.state === "failed";
  const [editing, setEditing] = useState(() => recall(editKey(pending.id)) !== "");
  return (
    <article
      className="message user"
      data-testid="message"
      data-role="user"
      data-message-id={pending.id}
      data-state={pending.state}
      aria-label={messages.you}
    >
      {editing ? (
        <EditForm
          id={pending.id}
          text={pending.text}
          save={(text) => rewrite(pending.id, text)}
          close={() => {
            setEditing(false);
          }}
        />
      ) : (
        <div className="body">
          <p className="plain" dir="auto">
            {pending.text}
          </p>
        </div>
      )}
      {failed && !editing && (
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
            className="button"
            onClick={() => {
              setEditing(true);
            }}
          >
            {messages.edit}
          </button>
          <button
            type="button"
            className="quiet"
            onClick={() => {
              drop([pending.id]);
            }}
          >
            {messages.discard}
          </button>
        </p>
      )}
    </article>
  );
}

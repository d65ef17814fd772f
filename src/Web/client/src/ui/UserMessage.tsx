import { memo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { editKey, recall } from "../lib/storage";
import { messages } from "../messages";
import { edit } from "../state/outbox";
import { useApp } from "../state/store";
import type { AttachmentView, MessageView } from "../wire/wire.generated";
import { EditForm } from "./EditForm";
import { IconButton } from "./IconButton";
import { Pieces } from "./Pieces";
import { Siblings } from "./Siblings";

interface Props {
  message: MessageView;
  /** Ids joined by commas: a string is equal when its parts are. */
  siblings: string;
}

export const UserMessage = memo(function UserMessage({ message, siblings }: Props) {
  const [edited, setEdited] = useState(() => (recall(editKey(message.id)) ? message.id : null));
  const editing = edited === message.id;
  const pencil = useRef<HTMLButtonElement>(null);
  return (
    <article
      className="message user"
      data-testid="message"
      data-role="user"
      data-message-id={message.id}
      data-state="done"
      aria-label={messages.you}
    >
      {editing ? (
        <EditForm
          key={message.id}
          id={message.id}
          text={message.text ?? ""}
          save={(text) => text === message.text || edit(message.id, text)}
          close={() => {
            flushSync(() => {
              setEdited(null);
            });
            pencil.current?.focus();
          }}
        />
      ) : (
        <div className="body">
          <Pictures pictures={message.attachments} />
          {/* What people write is shown as they wrote it, indents and underscores too, unless they mark code as code. */}
          {message.pieces.some((piece) => piece.kind === "code") ? (
            <Pieces pieces={message.pieces} />
          ) : (
            message.text && (
              <p className="plain" dir="auto">
                {message.text}
              </p>
            )
          )}
        </div>
      )}
      <div className="actions">
        <Siblings id={message.id} all={siblings.split(",")} />
        <IconButton
          ref={pencil}
          icon="pencil"
          label={messages.edit}
          data-testid="edit"
          onClick={() => {
            setEdited(message.id);
          }}
        />
      </div>
    </article>
  );
});

function Pictures({ pictures }: { pictures: readonly AttachmentView[] }) {
  const sessionId = useApp((state) => state.sessionId);
  if (pictures.length === 0 || sessionId === null) return null;
  return (
    <p className="pictures" data-testid="pictures">
      {pictures.map(({ id, width, height }) => (
        <img
          key={id}
          src={`/api/chat/sessions/${sessionId}/attachments/${id}`}
          width={width}
          height={height}
          alt={messages.picture}
          loading="lazy"
        />
      ))}
    </p>
  );
}

import { memo, useSyncExternalStore } from "react";
import { messages } from "../messages";
import { continueReply, regenerate } from "../state/chat";
import { get, useApp } from "../state/store";
import type { MessageView, OpenReplyView } from "../wire/wire.generated";
import { GrowingText } from "./GrowingText";
import { IconButton } from "./IconButton";
import { Pieces } from "./Pieces";
import { Siblings } from "./Siblings";

interface Props {
  id: string;
  /** The finished reply; without it, it is being written. */
  message?: MessageView;
  siblings: string;
}

/**
 * A reply, open or finished: one component, so that closing it renders none of its pieces again. While it is open this
 * is the only part of the page that renders with each frame.
 */
export const Reply = memo(function Reply({ id, message, siblings }: Props) {
  const open = useOpenReply(message ? null : id);
  const reply = message ?? open;
  if (!reply) return null;
  const { model, parentId } = reply;
  return (
    <article
      className="message assistant"
      data-testid="message"
      data-role="assistant"
      data-message-id={id}
      data-state={message ? "done" : "open"}
      data-outcome={message?.outcome ?? undefined}
      aria-label={model ?? messages.assistant}
      aria-busy={!message}
    >
      <div className="body">
        <Pieces pieces={reply.pieces} codeOpen={open?.codeOpen ?? false} />
        {open && !open.codeOpen && <Tail reply={open} />}
        {message && <Ending message={message} />}
      </div>
      <div className="actions">
        <Siblings id={id} all={siblings.split(",")} />
        {message && parentId !== null && (
          <IconButton
            icon="again"
            label={messages.regenerate}
            data-testid="regenerate"
            onClick={() => void regenerate(parentId)}
          />
        )}
        <span className="model-name">{model}</span>
      </div>
    </article>
  );
});

const never = () => () => undefined;

/** An open reply; one that has ended listens to nothing, so that a frame costs the same however many there are. */
function useOpenReply(id: string | null): OpenReplyView | undefined {
  return useSyncExternalStore(id === null ? never : useApp.subscribe, () =>
    id === null ? undefined : get().view.open.find((each) => each.replyId === id),
  );
}

function Tail({ reply }: { reply: OpenReplyView }) {
  return (
    <p className="plain tail" dir="auto">
      {reply.offset === 0 && <span className="thinking">{messages.thinking}</span>}
      <GrowingText text={reply.tail.trimStart()} />
      <span className="caret" aria-hidden="true" />
    </p>
  );
}

function Ending({ message }: { message: MessageView }) {
  const { outcome } = message;
  if (outcome === null || outcome === "completed") return null;
  return (
    <p className={`outcome ${outcome}`} data-testid="outcome">
      <span>{messages.outcome[outcome]}</span>
      <button
        type="button"
        className="button"
        data-testid="continue"
        onClick={() => void continueReply(message.id)}
      >
        {messages.continue}
      </button>
    </p>
  );
}

import { memo, useState, useSyncExternalStore } from "react";
import { messages } from "../messages";
import { regenerate } from "../state/chat";
import { get, useApp } from "../state/store";
import type { MessageView, OpenReplyView } from "../wire/wire.generated";
import { Ending } from "./Ending";
import { Generation } from "./Generation";
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
  const { parentId } = reply;
  const model = labelOf(reply.model);
  const generation = message?.generation;
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
        {generation && generation.leftOut > 0 && (
          <p className="left-out" data-testid="left-out">
            {messages.leftOut(generation.leftOut)}
          </p>
        )}
        <Reasoning text={reply.reasoning} />
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
        <span className="model-name">
          {model}
          {generation && generation.model !== reply.model && (
            <span data-testid="answered-by">
              {", "}
              {messages.answeredBy(labelOf(generation.model) ?? generation.model)}
            </span>
          )}
        </span>
        {generation && <Generation generation={generation} />}
      </div>
    </article>
  );
});

/** Models are there before any reply is, and their labels stay the same: nothing is listened to. */
function labelOf(name: string | null): string | null {
  return get().models.find((each) => each.name === name)?.label ?? name;
}

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

/** What the model thought, folded: it is no part of the answer. */
function Reasoning({ text }: { text: string }) {
  const [shown, setShown] = useState(false);
  if (text === "") return null;
  return (
    <details
      className="reasoning"
      data-testid="reasoning"
      onToggle={(event) => {
        setShown(event.currentTarget.open);
      }}
    >
      <summary>{messages.thoughts}</summary>
      {shown && (
        <div className="plain" dir="auto">
          <GrowingText text={text} />
        </div>
      )}
    </details>
  );
}

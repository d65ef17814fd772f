import { useLayoutEffect, useRef, useState } from "react";
import { draftKey, recall, remember } from "../lib/storage";
import { messages } from "../messages";
import { stop } from "../state/chat";
import { send } from "../state/outbox";
import { useApp } from "../state/store";
import { composing } from "./composing";
import { IconButton } from "./IconButton";

/** On a phone the keyboard would cover half of what one came to read. */
const focusAtOnce = () => window.matchMedia("(hover: hover)").matches;

export function Composer({ openReplyId }: { openReplyId: string | null }) {
  const sessionId = useApp((state) => state.sessionId);
  const version = useApp((state) => state.draftVersion);
  return <Field key={`${sessionId ?? "new"} ${version}`} sessionId={sessionId} openReplyId={openReplyId} />;
}

function Field({ sessionId, openReplyId }: { sessionId: string | null; openReplyId: string | null }) {
  const key = draftKey(sessionId);
  const [text, setText] = useState(() => recall(key));
  const area = useRef<HTMLTextAreaElement>(null);

  useLayoutEffect(() => {
    if (area.current) fit(area.current);
  }, [text]);

  useLayoutEffect(() => {
    const end = area.current?.value.length ?? 0;
    area.current?.setSelectionRange(end, end);
  }, []);

  const change = (next: string) => {
    setText(next);
    remember(key, next);
  };
  const submit = () => {
    if (!text.trim() || !send(text)) return;
    setText("");
    if (recall(key) === text) remember(key, ""); // else another tab writes there, too
  };

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <textarea
        ref={area}
        data-testid="composer"
        aria-label={messages.composerLabel}
        placeholder={messages.composerPlaceholder}
        title={messages.composerHint}
        dir="auto"
        rows={1}
        enterKeyHint="send"
        value={text}
        autoFocus={focusAtOnce()}
        onChange={(event) => {
          change(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || composing(event.nativeEvent)) return;
          event.preventDefault();
          submit();
        }}
      />
      {openReplyId !== null && (
        <IconButton
          icon="stop"
          label={messages.stop}
          className="stop"
          data-testid="stop"
          onClick={() => {
            void stop(openReplyId);
            // The button is about to go, and would take the focus with it.
            if (focusAtOnce()) area.current?.focus();
          }}
        />
      )}
      <IconButton
        icon="send"
        label={messages.send}
        className="send"
        data-testid="send"
        type="submit"
        disabled={!text.trim()}
      />
    </form>
  );
}

function fit(area: HTMLTextAreaElement): void {
  area.style.blockSize = "auto";
  area.style.blockSize = `${area.scrollHeight}px`;
}

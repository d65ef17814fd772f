import { useState } from "react";
import { failureText, messages } from "../messages";
import { continueReply, regenerate } from "../state/chat";
import { useApp } from "../state/store";
import { REPLY_FAILURES, type MessageView, type ReplyFailureCode } from "../wire/wire.generated";

/** Why a reply did not complete, or has nothing to show, and what can be done about it. */
export function Ending({ message }: { message: MessageView }) {
  const sessionModel = useApp((state) => state.view.session?.model);
  const { id, outcome, code, parentId, retryAt } = message;
  const isEmpty = message.pieces.length === 0;
  if (outcome === null || (outcome === "completed" && !isEmpty)) return null;
  const { mayContinue, mayRetry } = rightsOf(code);
  // What this model cannot do, the one that was chosen meanwhile may.
  const other = !mayRetry && sessionModel !== message.model ? sessionModel : undefined;
  return (
    <p className={`outcome ${outcome}`} data-testid="outcome">
      <span>
        {outcome === "completed"
          ? message.reasoning === ""
            ? messages.wroteNothing
            : messages.thoughtOnly
          : failureText(outcome, code)}
        {retryAt !== null && <RetryAt key={retryAt} time={retryAt} />}
      </span>
      {mayContinue && !isEmpty && (
        <button
          type="button"
          className="button"
          data-testid="continue"
          onClick={() => void continueReply(id, other)}
        >
          {messages.continue}
        </button>
      )}
      {(mayRetry || other !== undefined) && isEmpty && parentId !== null && (
        <button
          type="button"
          className="button"
          data-testid="retry-reply"
          onClick={() => void regenerate(parentId)}
        >
          {messages.retry}
        </button>
      )}
    </p>
  );
}

const unknown = { mayContinue: true, mayRetry: true };

/** A reply without a code was stopped or interrupted; a code that is newer than this page gets every chance. */
function rightsOf(code: string | null): { mayContinue: boolean; mayRetry: boolean } {
  return code !== null && Object.hasOwn(REPLY_FAILURES, code)
    ? REPLY_FAILURES[code as ReplyFailureCode]
    : unknown;
}

/** When the provider takes requests again; nothing when that was long ago. */
function RetryAt({ time }: { time: string }) {
  const [ahead] = useState(() => Date.parse(time) > Date.now());
  return ahead ? ` ${messages.retryAt(timeOf(time))}` : null;
}

function timeOf(time: string): string {
  return new Date(time).toLocaleTimeString([], { timeStyle: "medium" });
}

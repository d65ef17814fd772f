import { messages } from "../messages";
import { unqueue } from "../state/chat";
import { useApp } from "../state/store";
import { IconButton } from "./IconButton";

/** What was sent while a reply was being written, and goes when that has ended. */
export function Queue() {
  const queue = useApp((state) => state.view.queue);
  const pending = useApp((state) => state.pending);
  const sessionId = useApp((state) => state.sessionId);
  const onTheWay = pending.filter(
    (each) => each.sessionId === sessionId && each.queued && each.state === "sending",
  );
  if (queue.length + onTheWay.length === 0) return null;
  return (
    <ul className="queue" aria-label={messages.waitsInQueue}>
      {queue.map((each) => (
        <li
          key={each.id}
          className="queue-item"
          data-testid="queue-item"
          data-message-id={each.id}
          data-state="queued"
        >
          <span dir="auto">{each.text}</span>
          <IconButton icon="close" label={messages.unqueue} onClick={() => void unqueue(each.id)} />
        </li>
      ))}
      {onTheWay.map((each) => (
        <li
          key={each.id}
          className="queue-item"
          data-testid="queue-item"
          data-message-id={each.id}
          data-state="sending"
        >
          <span dir="auto">{each.text}</span>
        </li>
      ))}
    </ul>
  );
}

import { messages } from "../messages";
import { choose } from "../state/branch";
import { IconButton } from "./IconButton";

/** ‹ 2/3 › where a message was edited, or a reply was asked for again. */
export function Siblings({ id, all }: { id: string; all: readonly string[] }) {
  const at = all.indexOf(id);
  if (all.length < 2) return null;
  const previous = all[at - 1];
  const next = all[at + 1];
  return (
    <span className="siblings" data-testid="siblings">
      <IconButton
        icon="left"
        label={messages.previousVersion}
        aria-disabled={previous === undefined}
        onClick={() => {
          if (previous !== undefined) choose(previous);
        }}
      />
      <span>{messages.versionOf(at + 1, all.length)}</span>
      <IconButton
        icon="right"
        label={messages.nextVersion}
        aria-disabled={next === undefined}
        onClick={() => {
          if (next !== undefined) choose(next);
        }}
      />
    </span>
  );
}

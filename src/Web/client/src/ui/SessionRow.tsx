import { memo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { messages } from "../messages";
import { pathOf } from "../lib/route";
import { navigate } from "../state/navigation";
import { bin, pin, rename, restore } from "../state/sessions";
import { TITLE_LIMIT } from "../wire/limits";
import type { SessionSummary } from "../wire/wire.generated";
import { composing } from "./composing";
import { IconButton } from "./IconButton";

export const SessionRow = memo(function SessionRow({ row, shown }: { row: SessionSummary; shown: boolean }) {
  const [renaming, setRenaming] = useState(false);
  const pencil = useRef<HTMLButtonElement>(null);
  const title = row.title ?? messages.untitled;

  if (renaming)
    return (
      <li className="session-row" data-testid="session-row" data-session-id={row.id}>
        <RenameField
          title={row.title ?? ""}
          done={(next, byKey) => {
            flushSync(() => {
              setRenaming(false);
            });
            if (byKey) pencil.current?.focus();
            if (next && next !== row.title) void rename(row.id, next);
          }}
        />
      </li>
    );

  return (
    <li className="session-row" data-testid="session-row" data-session-id={row.id} data-shown={shown}>
      <a
        href={pathOf(row.id)}
        aria-current={shown ? "page" : undefined}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          navigate(row.id);
        }}
        onDoubleClick={() => {
          if (!row.binned) setRenaming(true);
        }}
      >
        <span className="session-title" dir="auto">
          {title}
        </span>
      </a>
      <span className="row-actions">
        {row.binned ? (
          <IconButton
            icon="restore"
            label={messages.restore}
            data-testid="restore"
            onClick={() => void restore(row.id)}
          />
        ) : (
          <>
            <IconButton
              icon="pin"
              label={row.pinned ? messages.unpin : messages.pin}
              data-on={row.pinned}
              data-testid="pin"
              onClick={() => void pin(row.id, !row.pinned)}
            />
            <IconButton
              ref={pencil}
              icon="pencil"
              label={messages.rename}
              data-testid="rename"
              onClick={() => {
                setRenaming(true);
              }}
            />
            <IconButton
              icon="trash"
              label={messages.moveToBin}
              data-testid="bin"
              onClick={() => void bin(row.id)}
            />
          </>
        )}
      </span>
    </li>
  );
});

interface RenameProps {
  title: string;
  /** Null leaves the title; by a key, and not because something else took the focus. */
  done: (title: string | null, byKey: boolean) => void;
}

function RenameField({ title, done }: RenameProps) {
  const [value, setValue] = useState(title);
  return (
    <input
      className="rename-field"
      data-testid="rename-field"
      aria-label={messages.renameTo}
      dir="auto"
      value={value}
      maxLength={TITLE_LIMIT}
      autoFocus
      onFocus={(event) => {
        event.target.select();
      }}
      onChange={(event) => {
        setValue(event.target.value);
      }}
      onBlur={() => {
        done(value.trim(), false);
      }}
      onKeyDown={(event) => {
        if (composing(event.nativeEvent)) return;
        if (event.key !== "Enter" && event.key !== "Escape") return;
        event.preventDefault(); // else Enter presses the button that gets the focus
        done(event.key === "Enter" ? value.trim() : null, true);
      }}
    />
  );
}

import { memo, useState } from "react";
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
  const title = row.title ?? messages.untitled;

  if (renaming)
    return (
      <li className="session-row" data-testid="session-row" data-session-id={row.id}>
        <RenameField
          title={row.title ?? ""}
          done={(next) => {
            setRenaming(false);
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
              aria-pressed={row.pinned}
              data-testid="pin"
              onClick={() => void pin(row.id, !row.pinned)}
            />
            <IconButton
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

function RenameField({ title, done }: { title: string; done: (title: string | null) => void }) {
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
        done(value.trim());
      }}
      onKeyDown={(event) => {
        if (composing(event.nativeEvent)) return;
        if (event.key === "Enter") done(value.trim());
        if (event.key === "Escape") done(null);
      }}
    />
  );
}

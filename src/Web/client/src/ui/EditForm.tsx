import { useState } from "react";
import { editKey, recall, remember } from "../lib/storage";
import { messages } from "../messages";
import { composing } from "./composing";

interface Props {
  /** The message that is written anew. */
  id: string;
  text: string;
  /** Takes the new wording; false when it cannot be taken. */
  save: (text: string) => boolean;
  close: () => void;
}

export function EditForm({ id, text, save, close }: Props) {
  const key = editKey(id);
  const [value, setValue] = useState(() => recall(key) || text);
  const change = (next: string) => {
    setValue(next);
    remember(key, next === text ? "" : next);
  };
  const end = () => {
    remember(key, "");
    close();
  };
  const submit = () => {
    if (value.trim() && save(value)) end();
  };
  return (
    <form
      className="edit-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <textarea
        aria-label={messages.editLabel}
        data-testid="edit-field"
        dir="auto"
        autoFocus
        rows={Math.min(12, value.split("\n").length + 1)}
        value={value}
        onChange={(event) => {
          change(event.target.value);
        }}
        onKeyDown={(event) => {
          if (composing(event.nativeEvent)) return;
          if (event.key === "Escape") end();
          if (event.key !== "Enter" || event.shiftKey) return;
          event.preventDefault();
          submit();
        }}
      />
      <div className="edit-actions">
        <button type="button" className="quiet" onClick={end}>
          {messages.cancel}
        </button>
        <button type="submit" className="button strong" disabled={!value.trim()}>
          {messages.saveEdit}
        </button>
      </div>
    </form>
  );
}

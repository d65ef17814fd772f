import { useState } from "react";
import { messages } from "../messages";

export function EditForm({ text, done }: { text: string; done: (text: string | null) => void }) {
  const [value, setValue] = useState(text);
  const submit = () => {
    if (value.trim()) done(value);
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
          setValue(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Escape") done(null);
          if (event.key !== "Enter" || event.shiftKey) return;
          event.preventDefault();
          submit();
        }}
      />
      <div className="edit-actions">
        <button
          type="button"
          className="quiet"
          onClick={() => {
            done(null);
          }}
        >
          {messages.cancel}
        </button>
        <button type="submit" className="button strong" disabled={!value.trim()}>
          {messages.saveEdit}
        </button>
      </div>
    </form>
  );
}

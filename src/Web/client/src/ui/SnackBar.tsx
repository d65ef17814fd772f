import { useEffect } from "react";
import { messages } from "../messages";
import { set, useApp } from "../state/store";
import { IconButton } from "./IconButton";

const SHOWN_MS = 8_000;

export function SnackBar() {
  const snack = useApp((state) => state.snack);

  useEffect(() => {
    if (!snack) return;
    const timer = setTimeout(() => {
      set({ snack: null });
    }, SHOWN_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [snack]);

  return (
    <div className="snack-place" role="status">
      {snack && (
        <div className="snack" data-testid="snack">
          <span>{snack.text}</span>
          {snack.action && (
            <button
              type="button"
              className="snack-action"
              onClick={() => {
                snack.action?.run();
                set({ snack: null });
              }}
            >
              {snack.action.label}
            </button>
          )}
          <IconButton
            icon="close"
            label={messages.dismiss}
            onClick={() => {
              set({ snack: null });
            }}
          />
        </div>
      )}
    </div>
  );
}

/** A store of the browser, or memory where it throws: private windows and full disks do. */
function shelf(open: () => Storage) {
  const memory = new Map<string, string>();
  return {
    remember: (key: string, value: string): void => {
      try {
        if (value) open().setItem(key, value);
        else open().removeItem(key);
        memory.delete(key);
      } catch {
        memory.set(key, value);
      }
    },
    /** What was kept, or the empty string. */
    recall: (key: string): string => {
      try {
        return memory.get(key) ?? open().getItem(key) ?? "";
      } catch {
        return "";
      }
    },
  };
}

/** What all tabs share, and keep when they are closed. */
export const { remember, recall } = shelf(() => localStorage);

/** What a tab keeps for itself over a reload. */
export const thisTab = shelf(() => sessionStorage);

export const draftKey = (sessionId: string | null) => `draft:${sessionId ?? "new"}`;
export const editKey = (messageId: string) => `edit:${messageId}`;
export const MODEL_KEY = "model";
export const ACCOUNT_KEY = "account";

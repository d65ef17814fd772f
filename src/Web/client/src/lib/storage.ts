// Private windows and full disks make storage throw: what is kept here is a convenience, never needed.

export function remember(key: string, value: string): void {
  try {
    if (value) localStorage.setItem(key, value);
    else localStorage.removeItem(key);
  } catch {
    // not kept
  }
}

export function recall(key: string): string {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

export const draftKey = (sessionId: string | null) => `draft:${sessionId ?? "new"}`;
export const MODEL_KEY = "model";
export const ACCOUNT_KEY = "account";

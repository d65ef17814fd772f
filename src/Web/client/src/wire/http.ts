import type { MessagePage, ModelView, SessionPage, UserView } from "./wire.generated";

/** What an endpoint refused, as `application/problem+json` says it; code `unreachable` when no answer came. */
export class Problem extends Error {
  readonly code: string;

  constructor(code: string, title: string) {
    super(title);
    this.code = code;
  }
}

const TIMEOUT = 10_000;

async function call<T>(method: string, path: string): Promise<T> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, {
      method,
      headers: { accept: "application/json" },
      signal: AbortSignal.timeout(TIMEOUT),
    });
    text = await response.text();
  } catch {
    throw new Problem("unreachable", "");
  }
  const json =
    response.headers.get("content-type")?.includes("json") && text ? (JSON.parse(text) as unknown) : null;
  if (response.ok) return json as T;
  const { code = "internal", title = "" } = (json ?? {}) as { code?: string; title?: string };
  throw new Problem(code, title);
}

const query = (values: Record<string, string | null>) => {
  const given = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null);
  return given.length ? `?${new URLSearchParams(given).toString()}` : "";
};

/**
 * Who this browser is; one that nobody knows becomes a new guest, and one that is known stays who it is. Tabs that open
 * together ask one after the other: each would become a guest of its own otherwise, and all but the last lose theirs.
 */
export function signIn(): Promise<UserView> {
  const ask = () => call<UserView>("POST", "/api/auth/session");
  return "locks" in navigator ? navigator.locks.request("sign-in", ask) : ask(); // over plain HTTP there are no locks
}

export const getModels = () => call<readonly ModelView[]>("GET", "/api/models");

export const getSessions = (after: string | null, binned: boolean) =>
  call<SessionPage>("GET", `/api/chat/history${query({ after, binned: binned ? "true" : null })}`);

export const getMessages = (sessionId: string, before: string) =>
  call<MessagePage>("GET", `/api/chat/history/${sessionId}${query({ before })}`);

export const setPinned = (sessionId: string, pinned: boolean) =>
  call<unknown>(pinned ? "PUT" : "DELETE", `/api/chat/sessions/${sessionId}/pin`);

const SESSION = /^\/chat\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?$/i;

/** The session that an address names; null is a new chat. */
export function sessionInPath(path: string): string | null {
  return SESSION.exec(path)?.[1]?.toLowerCase() ?? null;
}

export function pathOf(sessionId: string | null): string {
  return sessionId ? `/chat/${sessionId}` : "/";
}

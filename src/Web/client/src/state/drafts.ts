import { draftKey, recall, remember } from "../lib/storage";
import { get, set } from "./store";

/** Gives a text back to the composer of a session, behind what is being written there. */
export function putBack(sessionId: string, text: string): void {
  const draft = recall(draftKey(sessionId));
  remember(draftKey(sessionId), draft ? `${draft}\n\n${text}` : text);
  if (get().sessionId === sessionId) set({ draftVersion: get().draftVersion + 1 });
}

import { MODEL_KEY, recall } from "../lib/storage";
import { SessionConnection } from "../session/SessionConnection";
import { getModels, signIn } from "../wire/http";
import { watchShown } from "./chat";
import { setConnection } from "./link";
import { followAddress } from "./navigation";
import { loadSessions, sessionChanged, sessionRemoved } from "./sessions";
import { get, set } from "./store";

async function authenticate(): Promise<void> {
  const user = await signIn();
  set({ user });
  if (get().models.length > 0) return;
  const models = await getModels();
  const last = recall(MODEL_KEY);
  const known = models.find((model) => model.name === last) ?? models[0];
  set({ models, newModel: known?.name ?? null });
}

/** Starts the page: who, which models, which session, and one connection for all of it. */
export function start(): void {
  const connection = new SessionConnection({
    authenticate,
    linkChanged: (link) => {
      set({ link });
      if (link !== "online") return;
      watchShown();
      void loadSessions(); // what changed while nobody could tell us
    },
    SessionChanged: sessionChanged,
    SessionRemoved: sessionRemoved,
  });
  setConnection(connection);
  followAddress();
  connection.open();
}

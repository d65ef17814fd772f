import { ACCOUNT_KEY, MODEL_KEY, recall, remember } from "../lib/storage";
import { SessionConnection } from "../session/SessionConnection";
import { getModels, signIn } from "../wire/http";
import { watchShown } from "./chat";
import { setConnection } from "./link";
import { followAddress } from "./navigation";
import { resume } from "./outbox";
import { keepPending } from "./pending";
import { loadSessions, sessionChanged, sessionRemoved } from "./sessions";
import { get, set } from "./store";

async function authenticate(): Promise<void> {
  const user = await signIn();
  become(user.id);
  set({ user });
  if (get().models.length > 0) return;
  const models = await getModels();
  const last = recall(MODEL_KEY);
  const usable = models.filter((model) => model.state !== "unavailable");
  const known = usable.find((model) => model.name === last) ?? usable[0];
  set({ models, newModel: known?.name ?? null });
}

/** Of one who was somebody else before nothing stays on the page. */
function become(id: string): void {
  const { user } = get();
  if (user && user.id !== id) location.reload();
  else remember(ACCOUNT_KEY, id);
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
  window.addEventListener("storage", ({ key, newValue }) => {
    if (key === ACCOUNT_KEY && newValue) become(newValue); // another tab was given another cookie
  });
  keepPending();
  followAddress();
  connection.open();
  resume();
}

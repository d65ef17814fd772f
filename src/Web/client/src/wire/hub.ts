import type {
  BinSession,
  ChooseModel,
  ContinueReply,
  EditMessage,
  RegenerateReply,
  RenameSession,
  RestoreSession,
  SendMessage,
  SessionSummary,
  StartSession,
  StopReply,
  UnqueueMessage,
} from "./wire.generated";

/** Hub methods that answer with an Outcome, and the one argument that each takes. */
export interface Commands {
  Start: StartSession;
  Send: SendMessage;
  Stop: StopReply;
  Continue: ContinueReply;
  Regenerate: RegenerateReply;
  Edit: EditMessage;
  Unqueue: UnqueueMessage;
  Rename: RenameSession;
  ChooseModel: ChooseModel;
  Bin: BinSession;
  Restore: RestoreSession;
}

/** What the hub calls on every connection of a person. */
export interface ChatClient {
  SessionChanged: (session: SessionSummary) => void;
  SessionRemoved: (sessionId: string) => void;
}

/*
 * Generated from src/Contracts/Wire by tests/Support/WireTypeScript.cs. Do not edit.
 * After a change of the contracts: UPDATE_GENERATED=1 dotnet test tests/Architecture.Tests --filter WireDrift
 */

export const PROTOCOL = 1;

export type RefusalCode =
  | "not_found"
  | "empty_text"
  | "text_too_long"
  | "invalid_text"
  | "invalid_id"
  | "duplicate_id"
  | "unknown_model"
  | "unknown_message"
  | "session_binned"
  | "queue_full"
  | "too_many_replies"
  | "library_full"
  | "unknown_folder"
  | "too_many_watches"
  | "not_continuable"
  | "invalid_position"
  | "unknown_attachment"
  | "too_many_attachments"
  | "attachment_unsupported"
  | "attachment_too_large"
  | "attachments_full"
  | "bad_request"
  | "unknown_method"
  | "signed_out"
  | "origin_not_allowed"
  | "conflict"
  | "store_unavailable"
  | "shutting_down"
  | "internal";

export interface Accepted {
  kind: "accepted";
  replyId: string | null;
  queued: boolean;
}

export interface AttachmentView {
  id: string;
  mediaType: string;
  size: number;
  width: number;
  height: number;
}

export interface BinSession {
  sessionId: string;
}

export interface BlockFrame {
  kind: "block";
  at: string;
  n: number;
  reply: number;
  fence: number;
  piece: number;
  end: number;
  html: string;
}

export interface BlockPiece {
  kind: "block";
  html: string;
}

export interface ChooseModel {
  sessionId: string;
  model: string;
}

export interface ClosedFrame {
  kind: "closed";
  at: string;
  n: number;
  code: string;
  detail: string;
}

export interface CodeClosedFrame {
  kind: "code-closed";
  at: string;
  n: number;
  reply: number;
  fence: number;
  piece: number;
  from: number;
  end: number;
}

export interface CodeFrame {
  kind: "code";
  at: string;
  n: number;
  reply: number;
  fence: number;
  from: number;
  text: string;
}

export interface CodeOpenedFrame {
  kind: "code-opened";
  at: string;
  n: number;
  reply: number;
  fence: number;
  piece: number;
  end: number;
  language: string | null;
  path: string | null;
}

export interface CodePiece {
  kind: "code";
  language: string | null;
  path: string | null;
  text: string;
}

export interface ContinueReply {
  sessionId: string;
  replyId: string;
  newReplyId: string;
}

export interface EditMessage {
  sessionId: string;
  messageId: string;
  newMessageId: string;
  text: string;
  attachments?: readonly string[] | null;
}

export interface FiledSessionView {
  sessionId: string;
  folderId: string;
}

export interface FolderChoice {
  folderId: string | null;
}

export interface FolderName {
  name: string;
}

export interface FolderView {
  id: string;
  name: string;
}

export type Frame =
  | SnapshotFrame
  | MessageFrame
  | ReplyOpenedFrame
  | TextFrame
  | BlockFrame
  | CodeOpenedFrame
  | CodeFrame
  | CodeClosedFrame
  | ReplyClosedFrame
  | SessionFrame
  | QueueFrame
  | ClosedFrame;

export interface LibraryView {
  pins: readonly string[];
  folders: readonly FolderView[];
  filed: readonly FiledSessionView[];
  tags: readonly SessionTagView[];
}

export interface MessageFrame {
  kind: "message";
  at: string;
  n: number;
  version: number;
  message: MessageView;
}

export type MessageOutcome =
  | "completed"
  | "stopped"
  | "interrupted"
  | "failed";

export interface MessagePage {
  messages: readonly MessageView[];
  before: string | null;
}

export type MessageRole =
  | "user"
  | "assistant";

export interface MessageView {
  id: string;
  parentId: string | null;
  version: number;
  role: MessageRole;
  authorId: string | null;
  model: string | null;
  sentAt: string;
  text: string | null;
  pieces: readonly Piece[];
  outcome: MessageOutcome | null;
  by: string | null;
  code: string | null;
  attachments: readonly AttachmentView[];
}

export type ModelState =
  | "available"
  | "resting"
  | "unavailable";

export interface ModelView {
  name: string;
  label: string;
  provider: string;
  description: string;
  state: ModelState;
  reason: string | null;
  groups: readonly string[];
  contextTokens: number | null;
  outputTokens: number | null;
  inputPrice: number | null;
  outputPrice: number | null;
  seesImages: boolean;
}

export interface OpenReplyView {
  reply: number;
  replyId: string;
  parentId: string;
  model: string;
  fence: number;
  offset: number;
  pieces: readonly Piece[];
  codeOpen: boolean;
  tail: string;
}

export type Outcome =
  | Accepted
  | Refused;

export type Piece =
  | BlockPiece
  | CodePiece;

export interface PieceChange {
  index: number;
  piece: Piece;
}

export interface QueueFrame {
  kind: "queue";
  at: string;
  n: number;
  version: number;
  queue: readonly QueuedMessageView[];
}

export interface QueuedMessageView {
  id: string;
  parentId: string;
  authorId: string;
  text: string;
  attachments: readonly AttachmentView[];
}

export interface Refused {
  kind: "refused";
  code: string;
  detail: string;
}

export interface RegenerateReply {
  sessionId: string;
  messageId: string;
  newReplyId: string;
  model?: string | null;
}

export interface RenameSession {
  sessionId: string;
  title: string;
}

export interface ReplyClosedFrame {
  kind: "reply-closed";
  at: string;
  n: number;
  version: number;
  reply: number;
  fence: number;
  offset: number;
  replyId: string;
  outcome: MessageOutcome;
  by: string | null;
  code: string | null;
  closedAt: string;
  pieces: number;
  changed: readonly PieceChange[];
}

export interface ReplyFailure {
  sentence: string;
  mayContinue: boolean;
  mayRetry: boolean;
}

export interface ReplyOpenedFrame {
  kind: "reply-opened";
  at: string;
  n: number;
  version: number;
  reply: OpenReplyView;
}

export interface RestoreSession {
  sessionId: string;
}

export interface SendMessage {
  sessionId: string;
  messageId: string;
  text: string;
  parentId?: string | null;
  attachments?: readonly string[] | null;
}

export interface SessionFrame {
  kind: "session";
  at: string;
  n: number;
  version: number;
  session: SessionView;
}

export interface SessionPage {
  sessions: readonly SessionSummary[];
  next: string | null;
}

export interface SessionSummary {
  id: string;
  title: string | null;
  model: string;
  binned: boolean;
  pinned: boolean;
  lastActivity: string;
  version: number;
}

export interface SessionTagView {
  sessionId: string;
  tag: string;
}

export interface SessionView {
  id: string;
  title: string | null;
  model: string;
  binned: boolean;
}

export interface SnapshotFrame {
  kind: "snapshot";
  at: string;
  n: number;
  protocol: number;
  version: number;
  session: SessionView;
  messages: readonly MessageView[];
  before: string | null;
  open: readonly OpenReplyView[];
  queue: readonly QueuedMessageView[];
}

export interface StartSession {
  sessionId: string;
  model?: string | null;
}

export interface StopReply {
  sessionId: string;
  replyId: string;
}

export interface TextFrame {
  kind: "text";
  at: string;
  n: number;
  reply: number;
  fence: number;
  from: number;
  text: string;
}

export interface UnqueueMessage {
  sessionId: string;
  messageId: string;
}

export interface UserView {
  id: string;
  displayName: string;
  guest: boolean;
}

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

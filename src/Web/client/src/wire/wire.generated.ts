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
  | "model_unavailable"
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

export type ReplyFailureCode =
  | "model_rate_limited"
  | "model_unauthorized"
  | "model_budget_exceeded"
  | "model_denied"
  | "model_unavailable"
  | "model_context_too_long"
  | "model_content_filtered"
  | "model_request_rejected"
  | "model_provider_failed"
  | "model_unreachable"
  | "model_connection_lost"
  | "model_timed_out"
  | "model_stalled"
  | "model_ended_early"
  | "model_malformed_answer"
  | "model_output_limit"
  | "model_failed"
  | "reply_too_long"
  | "reply_abandoned"
  | "demo_failed"
  | "demo_cannot_continue";

/** What may be done about a reply that did not complete. */
export const REPLY_FAILURES: Record<ReplyFailureCode, { mayContinue: boolean; mayRetry: boolean }> = {
  model_rate_limited: { mayContinue: true, mayRetry: true },
  model_unauthorized: { mayContinue: true, mayRetry: false },
  model_budget_exceeded: { mayContinue: true, mayRetry: false },
  model_denied: { mayContinue: true, mayRetry: false },
  model_unavailable: { mayContinue: true, mayRetry: false },
  model_context_too_long: { mayContinue: false, mayRetry: false },
  model_content_filtered: { mayContinue: false, mayRetry: false },
  model_request_rejected: { mayContinue: false, mayRetry: false },
  model_provider_failed: { mayContinue: true, mayRetry: true },
  model_unreachable: { mayContinue: true, mayRetry: true },
  model_connection_lost: { mayContinue: true, mayRetry: true },
  model_timed_out: { mayContinue: true, mayRetry: true },
  model_stalled: { mayContinue: true, mayRetry: true },
  model_ended_early: { mayContinue: true, mayRetry: true },
  model_malformed_answer: { mayContinue: true, mayRetry: true },
  model_output_limit: { mayContinue: true, mayRetry: false },
  model_failed: { mayContinue: true, mayRetry: true },
  reply_too_long: { mayContinue: false, mayRetry: false },
  reply_abandoned: { mayContinue: true, mayRetry: true },
  demo_failed: { mayContinue: true, mayRetry: true },
  demo_cannot_continue: { mayContinue: false, mayRetry: true },
};

export interface Accepted {
  kind: "accepted";
  replyId: string | null;
  queued: boolean;
}

export interface ArtifactContent {
  path: string;
  language: string | null;
  messageId: string;
  piece: number;
  number: number;
  createdAt: string;
  text: string;
}

export interface ArtifactVersionView {
  number: number;
  messageId: string;
  piece: number;
  size: number;
  createdAt: string;
}

export interface ArtifactView {
  path: string;
  language: string | null;
  versions: readonly ArtifactVersionView[];
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
  pathMadeSafe: boolean;
}

export interface CodePiece {
  kind: "code";
  language: string | null;
  path: string | null;
  text: string;
  pathMadeSafe: boolean;
}

export interface ContinueReply {
  sessionId: string;
  replyId: string;
  newReplyId: string;
  model?: string | null;
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
  | ReasoningFrame
  | TextFrame
  | BlockFrame
  | CodeOpenedFrame
  | CodeFrame
  | CodeClosedFrame
  | ReplyClosedFrame
  | SessionFrame
  | QueueFrame
  | ClosedFrame;

export interface GenerationView {
  model: string;
  attempts: number;
  leftOut: number;
  firstTokenMs: number | null;
  durationMs: number | null;
  inputTokens: number | null;
  outputTokens: number | null;
  reasoningTokens: number | null;
  estimated: boolean;
  cost: number | null;
}

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
  reasoning: string;
  retryAt: string | null;
  generation: GenerationView | null;
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
  reasoning: string;
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

export interface ReasoningFrame {
  kind: "reasoning";
  at: string;
  n: number;
  reply: number;
  fence: number;
  from: number;
  text: string;
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
  reasoningOffset: number;
  replyId: string;
  outcome: MessageOutcome;
  by: string | null;
  code: string | null;
  closedAt: string;
  pieces: number;
  changed: readonly PieceChange[];
  reasoning: string | null;
  retryAt: string | null;
  generation: GenerationView | null;
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

using System.Text.Json.Serialization;

namespace TesslateLite.Contracts.Wire;

/// <summary>
/// What a watcher of a session receives, in order. Durable frames (<c>message</c>, <c>reply-opened</c>,
/// <c>reply-closed</c>, <c>session</c>, <c>queue</c>) carry the version of the stored event they come from, one event a
/// frame, so versions have no holes. Live frames (<c>reasoning</c>, <c>text</c>, <c>block</c>, <c>code-opened</c>, <c>code</c>,
/// <c>code-closed</c>) carry the reply's ordinal, fence and offsets. Offsets count UTF-16 units of the reply's raw text.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(SnapshotFrame), "snapshot")]
[JsonDerivedType(typeof(MessageFrame), "message")]
[JsonDerivedType(typeof(ReplyOpenedFrame), "reply-opened")]
[JsonDerivedType(typeof(ReasoningFrame), "reasoning")]
[JsonDerivedType(typeof(TextFrame), "text")]
[JsonDerivedType(typeof(BlockFrame), "block")]
[JsonDerivedType(typeof(CodeOpenedFrame), "code-opened")]
[JsonDerivedType(typeof(CodeFrame), "code")]
[JsonDerivedType(typeof(CodeClosedFrame), "code-closed")]
[JsonDerivedType(typeof(ReplyClosedFrame), "reply-closed")]
[JsonDerivedType(typeof(SessionFrame), "session")]
[JsonDerivedType(typeof(QueueFrame), "queue")]
[JsonDerivedType(typeof(ClosedFrame), "closed")]
public abstract record Frame
{
    /// <summary>Where a watcher stands after this frame. Opaque: keep the newest and hand it to <c>Watch</c> to resume.</summary>
    public string At { get; init; } = "";

    /// <summary>
    /// Number of the frame in its watch, counted from 1 without holes. A client that sees a hole has missed something and
    /// watches again from its newest position; one that sees a number again drops the frame.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long N { get; init; }
}

/// <summary>The whole view anew: forget everything and start from this.</summary>
/// <param name="Protocol">Version of this protocol; a client that knows another one reloads itself.</param>
/// <param name="Version">Stream version that this view shows.</param>
/// <param name="Session">The session.</param>
/// <param name="Messages">The newest page of messages, oldest first.</param>
/// <param name="Before">Cursor for the page before it, or null when there is none.</param>
/// <param name="Open">Replies being written, in the order in which they opened.</param>
/// <param name="Queue">Messages that wait.</param>
public sealed record SnapshotFrame(
    int Protocol,
    long Version,
    SessionView Session,
    IReadOnlyList<MessageView> Messages,
    string? Before,
    IReadOnlyList<OpenReplyView> Open,
    IReadOnlyList<QueuedMessageView> Queue) : Frame
{
    /// <summary>The protocol version that this server speaks.</summary>
    public const int CurrentProtocol = 1;
}

/// <summary>A person's message joined the session. A queued message of the same id leaves the queue.</summary>
public sealed record MessageFrame(long Version, MessageView Message) : Frame;

/// <summary>
/// A reply opened. Sent again, with a higher fence and an older or equal version, when another worker took it over:
/// then what the client has of this reply is replaced by what the frame holds.
/// </summary>
public sealed record ReplyOpenedFrame(long Version, OpenReplyView Reply) : Frame;

/// <summary>More of what the model thinks; it has offsets of its own, apart from those of the answer.</summary>
/// <param name="Reply">Ordinal of the reply.</param>
/// <param name="Fence">As in <see cref="TextFrame"/>.</param>
/// <param name="From">Offset of the first unit in the reasoning.</param>
/// <param name="Text">Plain text.</param>
public sealed record ReasoningFrame(long Reply, int Fence, int From, string Text) : Frame;

/// <summary>More of a reply's open prose.</summary>
/// <param name="Reply">Ordinal of the reply in its session: the version at which it opened.</param>
/// <param name="Fence">Which worker wrote it; text of a lower fence than the reply's is void.</param>
/// <param name="From">Offset of the first unit.</param>
/// <param name="Text">The text.</param>
public sealed record TextFrame(long Reply, int Fence, int From, string Text) : Frame;

/// <summary>A block of prose is finished: its HTML takes the place of the open text up to an offset.</summary>
/// <param name="Reply">Ordinal of the reply.</param>
/// <param name="Fence">As in <see cref="TextFrame"/>.</param>
/// <param name="Piece">Index of the block among the reply's pieces, counted from 0.</param>
/// <param name="End">Offset behind the block.</param>
/// <param name="Html">Sanitised HTML.</param>
public sealed record BlockFrame(long Reply, int Fence, int Piece, int End, string Html) : Frame;

/// <summary>A code piece begins; the open text before it is used up.</summary>
/// <param name="Reply">Ordinal of the reply.</param>
/// <param name="Fence">As in <see cref="TextFrame"/>.</param>
/// <param name="Piece">Index among the reply's pieces.</param>
/// <param name="End">Offset of the first unit of code.</param>
/// <param name="Language">As the model named it, lower case; null if it did not.</param>
/// <param name="Path">As in <see cref="CodePiece"/>.</param>
/// <param name="PathMadeSafe">As in <see cref="CodePiece"/>.</param>
public sealed record CodeOpenedFrame(long Reply, int Fence, int Piece, int End, string? Language, string? Path, bool PathMadeSafe) : Frame;

/// <summary>More of the open code piece.</summary>
public sealed record CodeFrame(long Reply, int Fence, int From, string Text) : Frame;

/// <summary>The open code piece is whole.</summary>
/// <param name="Reply">Ordinal of the reply.</param>
/// <param name="Fence">As in <see cref="TextFrame"/>.</param>
/// <param name="Piece">Index among the reply's pieces.</param>
/// <param name="From">Offset behind the last unit of code: a client that has less has missed some and must resume.</param>
/// <param name="End">Offset behind what closes it, such as a fence or a tag.</param>
public sealed record CodeClosedFrame(long Reply, int Fence, int Piece, int From, int End) : Frame;

/// <summary>
/// A reply ended. Follows all its text: a client whose fence or offset is another has missed some and must resume. What
/// differs in the final rendering is in <paramref name="Changed"/>.
/// </summary>
/// <param name="Version">Version of the stored event.</param>
/// <param name="Reply">Ordinal of the reply.</param>
/// <param name="Fence">As in <see cref="TextFrame"/>.</param>
/// <param name="Offset">Offset that the live frames reached.</param>
/// <param name="ReasoningOffset">Offset in the reasoning that the live frames reached.</param>
/// <param name="ReplyId">Its id, from now on a message of the tree.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="By">Who stopped it.</param>
/// <param name="Code">Stable code of the failure.</param>
/// <param name="ClosedAt">When.</param>
/// <param name="Pieces">How many pieces the finished message has; drop what lies behind.</param>
/// <param name="Changed">Pieces that differ from what the live frames built, or were not sent live.</param>
/// <param name="Reasoning">The reasoning, when it differs from what the live frames built; null when it is the same.</param>
/// <param name="RetryAt">When the provider takes requests again, if it said so.</param>
/// <param name="Generation">How it was made.</param>
public sealed record ReplyClosedFrame(
    long Version,
    long Reply,
    int Fence,
    int Offset,
    int ReasoningOffset,
    Guid ReplyId,
    MessageOutcome Outcome,
    Guid? By,
    string? Code,
    DateTimeOffset ClosedAt,
    int Pieces,
    IReadOnlyList<PieceChange> Changed,
    string? Reasoning,
    DateTimeOffset? RetryAt,
    GenerationView? Generation) : Frame;

/// <summary>Title, model or bin of the session changed; the whole of it as it now is.</summary>
public sealed record SessionFrame(long Version, SessionView Session) : Frame;

/// <summary>The queue changed; the whole of it as it now is.</summary>
public sealed record QueueFrame(long Version, IReadOnlyList<QueuedMessageView> Queue) : Frame;

/// <summary>The feed ends; nothing follows.</summary>
/// <param name="Code">One of <see cref="RefusalCodes"/>.</param>
/// <param name="Detail">One sentence for people.</param>
public sealed record ClosedFrame(string Code, string Detail) : Frame;

using System.Text.Json.Serialization;

namespace TesslateLite.Contracts.Wire;

/// <summary>A session as its watchers see it.</summary>
/// <param name="Id">The session.</param>
/// <param name="Title">Its title, or null while it has none.</param>
/// <param name="Model">The model that answers.</param>
/// <param name="Binned">True while it is in the bin.</param>
public sealed record SessionView(Guid Id, string? Title, string Model, bool Binned);

/// <summary>A row of a person's session list.</summary>
/// <param name="Id">The session.</param>
/// <param name="Title">Its title, or null while it has none.</param>
/// <param name="Model">The model that answers.</param>
/// <param name="Binned">True while it is in the bin.</param>
/// <param name="Pinned">True when this person keeps it at the top.</param>
/// <param name="LastActivity">When something was last said in it.</param>
/// <param name="Version">Stream version that the row shows; a lower one is older.</param>
public sealed record SessionSummary(
    Guid Id, string? Title, string Model, bool Binned, bool Pinned, DateTimeOffset LastActivity, long Version);

/// <summary>Who wrote a message.</summary>
public enum MessageRole
{
    /// <summary>A person.</summary>
    User,

    /// <summary>A model.</summary>
    Assistant,
}

/// <summary>How a reply ended.</summary>
public enum MessageOutcome
{
    /// <summary>The model said all it had to say.</summary>
    Completed,

    /// <summary>A person stopped it.</summary>
    Stopped,

    /// <summary>Its worker was lost; it can be continued.</summary>
    Interrupted,

    /// <summary>It failed; the code says how.</summary>
    Failed,
}

/// <summary>A finished message of the tree.</summary>
/// <param name="Id">The message.</param>
/// <param name="ParentId">The message it follows; null at the root.</param>
/// <param name="Version">Version of the stored event that it comes from: the order among siblings.</param>
/// <param name="Role">Who wrote it.</param>
/// <param name="AuthorId">The account that wrote it, for a person's message.</param>
/// <param name="Model">The model that wrote it, for a reply.</param>
/// <param name="SentAt">When it was sent, or closed.</param>
/// <param name="Text">The Markdown as written, for a person's message; null for a reply.</param>
/// <param name="Pieces">The message rendered.</param>
/// <param name="Outcome">How the reply ended; null for a person's message.</param>
/// <param name="By">Who stopped the reply.</param>
/// <param name="Code">Why the reply did not complete: one of <see cref="ReplyFailureCodes"/>.</param>
/// <param name="Reasoning">What the model thought, plain text; empty when it showed nothing, and for a person's message.</param>
/// <param name="RetryAt">When the provider takes requests again, if it said so.</param>
/// <param name="Generation">How the reply was made; null when no model was asked, and for a person's message.</param>
public sealed record MessageView(
    Guid Id,
    Guid? ParentId,
    long Version,
    MessageRole Role,
    Guid? AuthorId,
    string? Model,
    DateTimeOffset SentAt,
    string? Text,
    IReadOnlyList<Piece> Pieces,
    MessageOutcome? Outcome,
    Guid? By,
    string? Code,
    string Reasoning,
    DateTimeOffset? RetryAt,
    GenerationView? Generation)
{
    /// <summary>Pictures that came with a person's message.</summary>
    public IReadOnlyList<AttachmentView> Attachments { get; init; } = [];
}

/// <summary>How a reply was made.</summary>
/// <param name="Model">The model that was asked last: a fallback may have answered in place of the one that was chosen.</param>
/// <param name="Attempts">How many calls there were until this one answered, itself included.</param>
/// <param name="LeftOut">Earlier messages that did not fit into the model's window.</param>
/// <param name="FirstTokenMs">Milliseconds until the first token; null when none came.</param>
/// <param name="DurationMs">Milliseconds until the end; null when the worker was lost.</param>
/// <param name="InputTokens">Tokens sent; null when that is not known.</param>
/// <param name="OutputTokens">Tokens written, those of reasoning included; null when that is not known.</param>
/// <param name="ReasoningTokens">Of these, reasoning; null when that is not known.</param>
/// <param name="Estimated">True when the tokens are our count and not the provider's.</param>
/// <param name="Cost">US dollars, exact; null when the price is not known.</param>
public sealed record GenerationView(
    string Model,
    int Attempts,
    int LeftOut,
    int? FirstTokenMs,
    int? DurationMs,
    int? InputTokens,
    int? OutputTokens,
    int? ReasoningTokens,
    bool Estimated,
    decimal? Cost);

/// <summary>A picture: what is known of it without its bytes.</summary>
/// <param name="Id">Its id, made by the client that uploaded it.</param>
/// <param name="MediaType"><c>image/png</c>, <c>image/jpeg</c>, <c>image/webp</c> or <c>image/gif</c>.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
public sealed record AttachmentView(Guid Id, string MediaType, int Size, int Width, int Height);

/// <summary>A part of a rendered message: a block of prose, or a piece of code.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(BlockPiece), "block")]
[JsonDerivedType(typeof(CodePiece), "code")]
public abstract record Piece;

/// <summary>A block of prose.</summary>
/// <param name="Html">Sanitised HTML.</param>
public sealed record BlockPiece(string Html) : Piece;

/// <summary>A piece of code.</summary>
/// <param name="Language">As the writer named it, lower case; null if not named.</param>
/// <param name="Path">File name or path, if given: relative, with forward slashes, safe to put below any folder.</param>
/// <param name="Text">The code, each line with its LF.</param>
/// <param name="PathMadeSafe">True when the path given was not safe and <paramref name="Path"/> is what could stay of it.</param>
public sealed record CodePiece(string? Language, string? Path, string Text, bool PathMadeSafe) : Piece;

/// <summary>A file that replies have written, in all its versions.</summary>
/// <param name="Path">Its path; two that differ in case are two files.</param>
/// <param name="Language">That of its newest version.</param>
/// <param name="Versions">Its versions, oldest first.</param>
public sealed record ArtifactView(string Path, string? Language, IReadOnlyList<ArtifactVersionView> Versions);

/// <summary>A version of a file.</summary>
/// <param name="Number">Counted from 1 in the order in which replies ended, and within a reply as they stand.</param>
/// <param name="MessageId">The reply that has it.</param>
/// <param name="Piece">Index among the pieces of the reply.</param>
/// <param name="Size">UTF-16 units of its text.</param>
/// <param name="CreatedAt">When the reply ended.</param>
public sealed record ArtifactVersionView(int Number, Guid MessageId, int Piece, int Size, DateTimeOffset CreatedAt);

/// <summary>One version of a file with its text.</summary>
/// <param name="Path">As in <see cref="ArtifactView"/>.</param>
/// <param name="Language">As the writer named it, lower case; null if not named.</param>
/// <param name="MessageId">As in <see cref="ArtifactVersionView"/>.</param>
/// <param name="Piece">As in <see cref="ArtifactVersionView"/>.</param>
/// <param name="Number">As in <see cref="ArtifactVersionView"/>.</param>
/// <param name="CreatedAt">As in <see cref="ArtifactVersionView"/>.</param>
/// <param name="Text">The file.</param>
public sealed record ArtifactContent(
    string Path, string? Language, Guid MessageId, int Piece, int Number, DateTimeOffset CreatedAt, string Text);

/// <summary>A piece of a finished reply that takes the place of the live one.</summary>
public sealed record PieceChange(int Index, Piece Piece);

/// <summary>A reply while it is written, with all that has come so far.</summary>
/// <param name="Reply">Its ordinal in the session: the version at which it opened. Live frames name it by this.</param>
/// <param name="ReplyId">Its id.</param>
/// <param name="ParentId">The message it answers.</param>
/// <param name="Model">The model that writes it.</param>
/// <param name="Fence">Which worker writes it; rises by takeover.</param>
/// <param name="Offset">How many UTF-16 units of its raw text have come.</param>
/// <param name="Pieces">Finished pieces; the last one is still growing when <paramref name="CodeOpen"/>.</param>
/// <param name="CodeOpen">True while the last piece is code that still grows.</param>
/// <param name="Tail">Open prose behind the pieces; ends at <paramref name="Offset"/>.</param>
/// <param name="Reasoning">What the model has thought so far, plain text.</param>
public sealed record OpenReplyView(
    long Reply, Guid ReplyId, Guid ParentId, string Model, int Fence, int Offset, IReadOnlyList<Piece> Pieces, bool CodeOpen, string Tail, string Reasoning);

/// <summary>A message that waits for an open reply of its branch.</summary>
public sealed record QueuedMessageView(Guid Id, Guid ParentId, Guid AuthorId, string Text)
{
    /// <summary>Pictures that came with it.</summary>
    public IReadOnlyList<AttachmentView> Attachments { get; init; } = [];
}

/// <summary>A page of a session's messages.</summary>
/// <param name="Messages">Oldest first.</param>
/// <param name="Before">Cursor for the page before this one, or null when this is the first.</param>
public sealed record MessagePage(IReadOnlyList<MessageView> Messages, string? Before);

/// <summary>A page of a person's sessions, newest first.</summary>
/// <param name="Sessions">The rows; pinned ones come first on the first page.</param>
/// <param name="Next">Cursor for the next page, or null when this is the last.</param>
public sealed record SessionPage(IReadOnlyList<SessionSummary> Sessions, string? Next);

/// <summary>The person behind the cookie.</summary>
/// <param name="Id">Account id.</param>
/// <param name="DisplayName">What others see.</param>
/// <param name="Guest">True without a sign-in.</param>
public sealed record UserView(Guid Id, string DisplayName, bool Guest);

/// <summary>Whether a model answers.</summary>
public enum ModelState
{
    /// <summary>It can be chosen.</summary>
    Available,

    /// <summary>It failed again and again and is left alone for a moment; it can be chosen.</summary>
    Resting,

    /// <summary>It cannot be used: <see cref="ModelView.Reason"/> says why.</summary>
    Unavailable,
}

/// <summary>A model, whether it can be chosen or not.</summary>
/// <param name="Name">What commands call it.</param>
/// <param name="Label">What people see.</param>
/// <param name="Provider">Who runs it.</param>
/// <param name="Description">One sentence; may be empty.</param>
/// <param name="State">Whether it answers.</param>
public sealed record ModelView(string Name, string Label, string Provider, string Description, ModelState State)
{
    /// <summary>Why it is not available, for people; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>Access groups that it is in.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>How many tokens it reads at the most; null when that is not known.</summary>
    public int? ContextTokens { get; init; }

    /// <summary>How many tokens it writes at the most; null when that is not known.</summary>
    public int? OutputTokens { get; init; }

    /// <summary>US dollars for a million tokens sent; null when that is not known.</summary>
    public decimal? InputPrice { get; init; }

    /// <summary>US dollars for a million tokens written; null when that is not known.</summary>
    public decimal? OutputPrice { get; init; }

    /// <summary>True when it sees pictures.</summary>
    public bool SeesImages { get; init; }
}

/// <summary>How a person orders their sessions.</summary>
/// <param name="Pins">Sessions kept at the top.</param>
/// <param name="Folders">Folders in the order in which they were made.</param>
/// <param name="Filed">Folder of each session that is in one.</param>
/// <param name="Tags">Each tag on each session.</param>
public sealed record LibraryView(
    IReadOnlyList<Guid> Pins, IReadOnlyList<FolderView> Folders, IReadOnlyList<FiledSessionView> Filed, IReadOnlyList<SessionTagView> Tags);

/// <summary>A folder.</summary>
public sealed record FolderView(Guid Id, string Name);

/// <summary>A session in a folder.</summary>
public sealed record FiledSessionView(Guid SessionId, Guid FolderId);

/// <summary>A tag on a session.</summary>
public sealed record SessionTagView(Guid SessionId, string Tag);

/// <summary>The name wanted for a folder: 1 to 60 characters, one line.</summary>
public sealed record FolderName(string Name);

/// <summary>The folder wanted for a session; null for none.</summary>
public sealed record FolderChoice(Guid? FolderId);

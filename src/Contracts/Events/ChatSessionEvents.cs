namespace TesslateLite.Contracts.Events;

/// <summary>A session begins; always the first event of its stream. The owner decides what may be done with it.</summary>
/// <param name="SessionId">Id of the session, and of its stream.</param>
/// <param name="OwnerId">Account that started the session.</param>
/// <param name="Model">Name of the model that answers until another is chosen.</param>
public sealed record SessionStarted(Guid SessionId, [property: Personal] Guid OwnerId, string Model);

/// <summary>The session got a title.</summary>
/// <param name="Title">1 to 100 characters, one line.</param>
/// <param name="By">Who chose it; null when it was taken from the first message, or when a model found it.</param>
public sealed record SessionRenamed([property: Personal] string Title, [property: Personal] Guid? By)
{
    /// <summary>The model that found it, if one did.</summary>
    public string? Model { get; init; }
}

/// <summary>Replies from here on come from another model.</summary>
public sealed record ModelChosen(string Model, [property: Personal] Guid By);

/// <summary>A person's message joined the tree of the session.</summary>
/// <param name="MessageId">Made by the sender's client, so that sending twice is the same as sending once.</param>
/// <param name="ParentId">The message that it follows; null at the root.</param>
/// <param name="AuthorId">Account of the writer.</param>
/// <param name="Text">1 to 100,000 UTF-16 units of Markdown, line ends as LF, no NUL; with pictures it may be empty.</param>
/// <param name="ReplyId">The reply that it asked for; started in the same commit.</param>
/// <param name="Queued">True when it waited for an earlier reply of its branch first.</param>
public sealed record UserMessageSent(
    Guid MessageId, Guid? ParentId, [property: Personal] Guid AuthorId, [property: Personal] string Text, Guid ReplyId, bool Queued)
{
    /// <summary>Pictures that came with it, in their order.</summary>
    public IReadOnlyList<AttachedPicture> Attachments { get; init; } = [];
}

/// <summary>A message arrived while a reply of its branch was open; it is sent when that reply closes.</summary>
/// <param name="MessageId">Made by the sender's client.</param>
/// <param name="ParentId">The open reply, or the queued message, that it follows.</param>
/// <param name="AuthorId">Account of the writer.</param>
/// <param name="Text">As in <see cref="UserMessageSent"/>.</param>
public sealed record MessageQueued(
    Guid MessageId, Guid ParentId, [property: Personal] Guid AuthorId, [property: Personal] string Text)
{
    /// <summary>As in <see cref="UserMessageSent"/>.</summary>
    public IReadOnlyList<AttachedPicture> Attachments { get; init; } = [];
}

/// <summary>A waiting message was taken back.</summary>
public sealed record MessageUnqueued(Guid MessageId, [property: Personal] Guid By);

/// <summary>A model was asked to answer a message. Its text lives outside the stream until <see cref="ReplyClosed"/>.</summary>
/// <param name="ReplyId">Id of the reply, also as a message of the tree.</param>
/// <param name="ParentId">The user's message that it answers.</param>
/// <param name="Model">Model asked.</param>
/// <param name="PayerId">Account that pays for it.</param>
/// <param name="Continues">The interrupted reply whose text it goes on from, if any.</param>
public sealed record ReplyStarted(
    Guid ReplyId, Guid ParentId, string Model, [property: Personal] Guid PayerId, Guid? Continues);

/// <summary>How a reply ended. Stored by name.</summary>
public enum ReplyOutcome
{
    /// <summary>The model said all it had to say.</summary>
    Completed,

    /// <summary>A person stopped it; the text so far is kept.</summary>
    Stopped,

    /// <summary>Its worker was lost and the model cannot go on from stored text; a person may continue it.</summary>
    Interrupted,

    /// <summary>The model or the way to it failed; the code says how.</summary>
    Failed,
}

/// <summary>A reply ended, whatever its outcome. Carries the whole text: later reads need no other source.</summary>
/// <param name="ReplyId">The reply.</param>
/// <param name="ParentId">The user's message that it answers, as in <see cref="ReplyStarted"/>.</param>
/// <param name="Model">Model that wrote it.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="By">Who stopped it, if a person did.</param>
/// <param name="Code">Stable code of the failure, if it failed.</param>
/// <param name="Text">All that the model wrote: Markdown, line ends as LF.</param>
public sealed record ReplyClosed(
    Guid ReplyId, Guid ParentId, string Model, ReplyOutcome Outcome, [property: Personal] Guid? By, string? Code, [property: Personal] string Text)
{
    /// <summary>What the model thought, apart from the answer: plain text, line ends as LF; empty when it showed nothing.</summary>
    [Personal]
    public string Reasoning { get; init; } = "";

    /// <summary>When the provider takes requests again, if it said so.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>How it was made; null when no model was asked, and in events from before this was kept.</summary>
    public ReplyGeneration? Generation { get; init; }
}

/// <summary>
/// How a reply was made, by the last worker that asked a model. When that one was lost, tokens are counted from what is stored of
/// its text.
/// </summary>
/// <param name="Model">The model that was asked last: a fallback may have answered in place of the one that was chosen.</param>
/// <param name="Deployment">Id of the deployment that was asked last, as in the gateway's configuration.</param>
/// <param name="Attempts">How many calls there were until this one answered, itself included.</param>
/// <param name="Prompt">System prompt and its version, such as <c>coder@1</c>; null without one.</param>
/// <param name="LeftOut">Earlier turns that did not fit into the model's window.</param>
/// <param name="FirstTokenMs">Milliseconds from the begin of the work to the first token of any kind; null when none came.</param>
/// <param name="DurationMs">Milliseconds from the begin of the work to its end; null when its worker was lost.</param>
/// <param name="Usage">Tokens; null when no attempt was made.</param>
/// <param name="Cost">US dollars, exact; null when the price is not known.</param>
/// <param name="Timeline">
/// When the text came: pairs of milliseconds since the pair before and UTF-16 units of text that had come since then, oldest
/// first. At most 1,024 numbers: the longer a reply, the coarser.
/// </param>
public sealed record ReplyGeneration(
    string Model,
    string? Deployment,
    int Attempts,
    string? Prompt,
    int LeftOut,
    int? FirstTokenMs,
    int? DurationMs,
    ReplyUsage? Usage,
    decimal? Cost,
    IReadOnlyList<int> Timeline);

/// <summary>Tokens of a reply.</summary>
/// <param name="InputTokens">Sent, those from the provider's cache included.</param>
/// <param name="CachedInputTokens">Of these, from its cache.</param>
/// <param name="OutputTokens">Written, those of reasoning included.</param>
/// <param name="ReasoningTokens">Of these, reasoning.</param>
/// <param name="Estimated">True when the provider did not say, as for a stopped reply, and we counted.</param>
public sealed record ReplyUsage(int InputTokens, int CachedInputTokens, int OutputTokens, int ReasoningTokens, bool Estimated);

/// <summary>The session was put in the bin: kept, and not written to until it is restored.</summary>
public sealed record SessionBinned([property: Personal] Guid By);

/// <summary>The session came back from the bin.</summary>
public sealed record SessionRestored([property: Personal] Guid By);

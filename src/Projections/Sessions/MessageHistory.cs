using JasperFx.Events;
using Marten;
using Marten.Events.Projections;
using TesslateLite.Contracts.Events;
using TesslateLite.Projections.Rendering;

namespace TesslateLite.Projections.Sessions;

/// <summary>A finished message: one document each, inserted once and never changed, so that a session pages by version.</summary>
public sealed record MessageRow
{
    /// <summary>The message's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The session it belongs to.</summary>
    public required Guid SessionId { get; init; }

    /// <summary>The message it follows; null at the root.</summary>
    public Guid? ParentId { get; init; }

    /// <summary>Stream version of the event it comes from.</summary>
    public required long StreamVersion { get; init; }

    /// <summary>When it was sent, or closed; whole milliseconds.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>The Markdown as written.</summary>
    public required string Text { get; init; }

    /// <summary>What the model thought, for a reply; plain text.</summary>
    public string Reasoning { get; init; } = "";

    /// <summary>How long text and reasoning are: a column of its own, so that pages can be cut without reading texts.</summary>
    public int Size => Text.Length + Reasoning.Length;

    /// <summary>The text rendered, by the renderer of <see cref="RendererVersion"/>; read it by <see cref="RenderedPieces"/>.</summary>
    public required IReadOnlyList<RenderedPiece> Pieces { get; init; }

    /// <summary>Which renderer made <see cref="Pieces"/>.</summary>
    public required int RendererVersion { get; init; }

    /// <summary>The writer, for a person's message; null for a reply.</summary>
    public Guid? AuthorId { get; init; }

    /// <summary>For a person's message: the reply that it asked for when it was sent.</summary>
    public Guid? AskedReplyId { get; init; }

    /// <summary>For a person's message: whether it had to wait first.</summary>
    public bool Queued { get; init; }

    /// <summary>For a person's message: pictures that came with it.</summary>
    public IReadOnlyList<AttachedPicture> Attachments { get; init; } = [];

    /// <summary>The model, for a reply; null for a person's message.</summary>
    public string? Model { get; init; }

    /// <summary>How the reply ended; null for a person's message.</summary>
    public ReplyOutcome? Outcome { get; init; }

    /// <summary>Who stopped the reply.</summary>
    public Guid? By { get; init; }

    /// <summary>Why the reply did not complete.</summary>
    public string? Code { get; init; }

    /// <summary>When the provider takes requests again, if it said so.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>How the reply was made, without its timeline, which only the event keeps.</summary>
    public ReplyGeneration? Generation { get; init; }

    /// <summary>
    /// The text rendered by this version's renderer. What an older one made is rendered again at each read, until a rebuild of
    /// the view stores it anew: a new release shows all history alike from its first moment.
    /// </summary>
    public IReadOnlyList<RenderedPiece> RenderedPieces() =>
        RendererVersion == MarkdownRenderer.Version ? Pieces : MessageRenderer.Render(Text, AuthorId is null ? LineBreaks.Soft : LineBreaks.Hard);

    /// <summary>The row of a person's message.</summary>
    public static MessageRow Of(UserMessageSent e, Guid sessionId, long version, DateTimeOffset time) => new()
    {
        Id = e.MessageId,
        SessionId = sessionId,
        ParentId = e.ParentId,
        StreamVersion = version,
        SentAt = time.ToWholeMilliseconds(),
        Text = e.Text,
        Pieces = MessageRenderer.Render(e.Text, LineBreaks.Hard),
        RendererVersion = MarkdownRenderer.Version,
        AuthorId = e.AuthorId,
        AskedReplyId = e.ReplyId,
        Queued = e.Queued,
        Attachments = e.Attachments,
    };

    /// <summary>The row of a reply.</summary>
    public static MessageRow Of(ReplyClosed e, Guid sessionId, long version, DateTimeOffset time) => new()
    {
        Id = e.ReplyId,
        SessionId = sessionId,
        ParentId = e.ParentId,
        StreamVersion = version,
        SentAt = time.ToWholeMilliseconds(),
        Text = e.Text,
        Pieces = MessageRenderer.RenderReply(e.Text),
        RendererVersion = MarkdownRenderer.Version,
        Model = e.Model,
        Outcome = e.Outcome,
        By = e.By,
        Code = e.Code,
        Reasoning = e.Reasoning,
        RetryAt = e.RetryAt,
        Generation = e.Generation is { } made ? made with { Timeline = [] } : null,
    };
}

/// <summary>
/// Keeps <see cref="MessageRow"/>. Inserts and never upserts: message ids are made by clients, and an upsert would let one
/// session overwrite another's message by repeating its id.
/// </summary>
public sealed partial class MessageHistory : EventProjection
{
    /// <summary>Sets the projection up.</summary>
    public MessageHistory()
    {
        Name = nameof(MessageHistory);
        IncludeType<UserMessageSent>();
        IncludeType<ReplyClosed>();
        Options.DeleteViewTypeOnTeardown<MessageRow>();
    }

    /// <inheritdoc/>
    public override ValueTask ApplyAsync(IDocumentOperations operations, IEvent e, CancellationToken cancellation)
    {
        switch (e.Data)
        {
            case UserMessageSent sent:
                operations.Insert(MessageRow.Of(sent, e.StreamId, e.Version, e.Timestamp));
                break;
            case ReplyClosed closed:
                operations.Insert(MessageRow.Of(closed, e.StreamId, e.Version, e.Timestamp));
                break;
        }

        return ValueTask.CompletedTask;
    }
}

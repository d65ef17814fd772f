using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Projections.Rendering;
using TesslateLite.Projections.Sessions;

namespace TesslateLite.Hub.Feed;

/// <summary>From what is stored to what clients see.</summary>
public static class WireViews
{
    /// <summary>A session.</summary>
    public static SessionView ToView(this ChatSession session) => new(session.Id, session.Title, session.Model, session.Binned);

    /// <summary>The waiting messages.</summary>
    public static IReadOnlyList<QueuedMessageView> ToView(this IReadOnlyList<QueuedMessage> queue) =>
        [.. queue.Select(q => new QueuedMessageView(q.MessageId, q.ParentId, q.AuthorId, q.Text) { Attachments = q.Attachments.ToView() })];

    /// <summary>Pictures of a message.</summary>
    public static IReadOnlyList<AttachmentView> ToView(this IReadOnlyList<AttachedPicture> pictures) => [.. pictures.Select(ToView)];

    /// <summary>A picture.</summary>
    public static AttachmentView ToView(this AttachedPicture picture) =>
        new(picture.Id, picture.MediaType, picture.Size, picture.Width, picture.Height);

    /// <summary>A finished message.</summary>
    public static MessageView ToView(this MessageRow row) => new(
        row.Id,
        row.ParentId,
        row.StreamVersion,
        row.AuthorId is null ? MessageRole.Assistant : MessageRole.User,
        row.AuthorId,
        row.Model,
        row.SentAt,
        row.AuthorId is null ? null : row.Text,
        [.. row.RenderedPieces().Select(p => p.ToView((from, to) => row.Text[from..to]))],
        row.Outcome?.ToView(),
        row.By,
        row.Code,
        row.Reasoning,
        row.RetryAt,
        row.Generation?.ToView())
    {
        Attachments = row.Attachments.ToView(),
    };

    /// <summary>How a reply was made.</summary>
    public static GenerationView ToView(this ReplyGeneration generation) => new(
        generation.Model,
        generation.Attempts,
        generation.LeftOut,
        generation.FirstTokenMs,
        generation.DurationMs,
        generation.Usage?.InputTokens,
        generation.Usage?.OutputTokens,
        generation.Usage?.ReasoningTokens,
        generation.Usage?.Estimated ?? false,
        generation.Cost);

    /// <summary>A rendered piece; <paramref name="slice"/> cuts the text that it was rendered from.</summary>
    public static Piece ToView(this RenderedPiece piece, Func<int, int, string> slice) => piece switch
    {
        RenderedBlock block => new BlockPiece(block.Html),
        RenderedCode code => new CodePiece(code.Language, code.Path, slice(code.CodeStart, code.CodeEnd), code.PathMadeSafe),
        _ => throw new InvalidOperationException("A piece is a block or code."),
    };

    /// <summary>How a reply ended.</summary>
    public static MessageOutcome ToView(this ReplyOutcome outcome) => outcome switch
    {
        ReplyOutcome.Completed => MessageOutcome.Completed,
        ReplyOutcome.Stopped => MessageOutcome.Stopped,
        ReplyOutcome.Interrupted => MessageOutcome.Interrupted,
        ReplyOutcome.Failed => MessageOutcome.Failed,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}

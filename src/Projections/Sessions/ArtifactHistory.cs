using JasperFx.Events;
using Marten;
using Marten.Events.Projections;
using TesslateLite.Contracts.Events;
using TesslateLite.Projections.Rendering;

namespace TesslateLite.Projections.Sessions;

/// <summary>
/// One version of a file that a reply has written: one document each, inserted once and never changed. Which version it is of
/// its path is counted when it is read: by <see cref="StreamVersion"/>, then by <see cref="Piece"/>.
/// </summary>
public sealed record ArtifactRow
{
    /// <summary>
    /// Versions that are kept of one reply at the most, the first ones. A reply has room for tens of thousands of empty files:
    /// to insert them all takes longer than a commit may take, and the reply would never end.
    /// </summary>
    public const int MaxOfReply = 1_000;

    /// <summary>Key, see <see cref="KeyOf"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The session.</summary>
    public required Guid SessionId { get; init; }

    /// <summary>Safe relative path, as in <see cref="RenderedCode"/>; at most 300 UTF-16 units.</summary>
    public required string Path { get; init; }

    /// <summary>The reply that it stands in.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>Index among the pieces of the reply.</summary>
    public required int Piece { get; init; }

    /// <summary>As in <see cref="RenderedCode"/>.</summary>
    public string? Language { get; init; }

    /// <summary>The file.</summary>
    public required string Text { get; init; }

    /// <summary>UTF-16 units of <see cref="Text"/>: a column of its own, as all but the text, so that lists are read without texts.</summary>
    public int Size => Text.Length;

    /// <summary>Stream version of the end of the reply.</summary>
    public required long StreamVersion { get; init; }

    /// <summary>When the reply ended; whole milliseconds.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Key of a piece of a reply.</summary>
    public static string KeyOf(Guid messageId, int piece) => FormattableString.Invariant($"{messageId:N}:{piece}");

    /// <summary>The rows of a reply, one for each piece of code with a path, in order.</summary>
    public static IEnumerable<ArtifactRow> Of(ReplyClosed e, Guid sessionId, long version, DateTimeOffset time) =>
        MessageRenderer.RenderReply(e.Text)
            .Select((piece, index) => (Code: piece as RenderedCode, Index: index))
            .Where(piece => piece.Code?.Path is not null)
            .Take(MaxOfReply)
            .Select(piece => new ArtifactRow
            {
                Id = KeyOf(e.ReplyId, piece.Index),
                SessionId = sessionId,
                Path = piece.Code!.Path!,
                MessageId = e.ReplyId,
                Piece = piece.Index,
                Language = piece.Code.Language,
                Text = e.Text[piece.Code.CodeStart..piece.Code.CodeEnd],
                StreamVersion = version,
                CreatedAt = time.ToWholeMilliseconds(),
            });
}

/// <summary>
/// Keeps <see cref="ArtifactRow"/>. What is here was read by the reader of its day: a release whose
/// <see cref="MarkdownRenderer.Version"/> is higher rebuilds it.
/// </summary>
public sealed partial class ArtifactHistory : EventProjection
{
    /// <summary>Sets the projection up.</summary>
    public ArtifactHistory()
    {
        Name = nameof(ArtifactHistory);
        IncludeType<ReplyClosed>();
        Options.DeleteViewTypeOnTeardown<ArtifactRow>();
    }

    /// <inheritdoc/>
    public override ValueTask ApplyAsync(IDocumentOperations operations, IEvent e, CancellationToken cancellation)
    {
        if (e.Data is ReplyClosed closed)
        {
            operations.Insert(ArtifactRow.Of(closed, e.StreamId, e.Version, e.Timestamp).ToArray());
        }

        return ValueTask.CompletedTask;
    }
}

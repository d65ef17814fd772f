using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Projections.Rendering;
using TesslateLite.Projections.Sessions;

namespace TesslateLite.Hub.Feed;

/// <summary>A stored event as the feed keeps it for a while: its frame, and the reply that it opened or closed.</summary>
internal sealed record DurableEntry(long Version, Frame Frame, LiveReply? Opened = null, LiveReply? Closed = null)
{
    /// <summary>About how much the frame weighs, in UTF-16 units.</summary>
    public int Weight { get; } = 200 + Frame switch
    {
        MessageFrame m => 2 * (m.Message.Text?.Length ?? 0),
        ReplyClosedFrame c => (c.Reasoning?.Length ?? 0) + c.Changed.Sum(change => PieceWeight(change.Piece)),
        QueueFrame q => q.Queue.Sum(m => m.Text.Length),
        _ => 0,
    };

    /// <summary>About how much the entry keeps in memory, in UTF-16 units: behind the end of a reply stands all its text.</summary>
    public int Kept => Weight + (Closed?.Weight ?? 0);

    /// <summary>About how much it takes to bring a watcher past this entry, in UTF-16 units.</summary>
    public long LagOf(Position watcher) => Weight + (Closed?.LagOf(watcher) ?? 0);

    /// <summary>The entry of an event.</summary>
    /// <param name="stored">The event.</param>
    /// <param name="after">The state after it.</param>
    /// <param name="open">The replies that are open before it.</param>
    public static DurableEntry Of(StoredEvent stored, ChatSession after, IReadOnlyList<LiveReply> open)
    {
        var version = stored.Version;
        switch (stored.Data)
        {
            case UserMessageSent:
                return new DurableEntry(version, new MessageFrame(version, MessageOf(stored).ToView()));

            case MessageQueued or MessageUnqueued:
                return new DurableEntry(version, new QueueFrame(version, after.Queue.ToView()));

            case ReplyStarted e:
                var opened = new LiveReply(version, e.ReplyId, e.ParentId, e.Model);
                return new DurableEntry(version, new ReplyOpenedFrame(version, opened.View()), Opened: opened);

            case ReplyClosed e:
                var closed = open.First(r => r.ReplyId == e.ReplyId);
                closed.Show();
                var row = MessageOf(stored);
                var pieces = row.RenderedPieces();
                var frame = new ReplyClosedFrame(
                    version,
                    closed.Ordinal,
                    closed.Fence,
                    closed.Shown.Offset,
                    closed.Shown.Reasoning,
                    e.ReplyId,
                    e.Outcome.ToView(),
                    e.By,
                    e.Code,
                    row.SentAt,
                    pieces.Count,
                    Changes(closed, pieces, row.Text),
                    closed.SliceReasoning(0, closed.Shown.Reasoning) == row.Reasoning ? null : row.Reasoning,
                    row.RetryAt,
                    row.Generation?.ToView());
                return new DurableEntry(version, frame, Closed: closed);

            default:
                return new DurableEntry(version, new SessionFrame(version, after.ToView()));
        }
    }

    private static MessageRow MessageOf(StoredEvent stored) =>
        stored.Message ?? throw new InvalidOperationException("The history is inline: a message event has its row.");

    /// <summary>What the finished rendering has that the live frames did not give.</summary>
    private static List<PieceChange> Changes(LiveReply live, IReadOnlyList<RenderedPiece> pieces, string text)
    {
        var changes = new List<PieceChange>();
        for (var i = 0; i < pieces.Count; i++)
        {
            var final = pieces[i].ToView((from, to) => text[from..to]);
            if (i >= live.Shown.Pieces || live.Pieces[i].ToView(live.Slice) != final)
            {
                changes.Add(new PieceChange(i, final));
            }
        }

        return changes;
    }

    private static int PieceWeight(Piece piece) => piece switch
    {
        BlockPiece block => block.Html.Length,
        CodePiece code => code.Text.Length,
        _ => 0,
    };
}

using TesslateLite.Contracts.Wire;

namespace TesslateLite.Support;

/// <summary>
/// What a client makes of a session's frames: the rules of <c>docs/protocol.md</c> in C#. Immutable; the TypeScript client has
/// the same in <c>reduceFrame.ts</c>, and one conformance kit runs against both.
/// </summary>
public sealed record WatchedSession
{
    /// <summary>Before the first snapshot.</summary>
    public static WatchedSession Empty { get; } = new();

    public string? At { get; init; }

    public long Version { get; init; } = -1;

    public SessionView? Session { get; init; }

    public IReadOnlyList<MessageView> Messages { get; init; } = [];

    public IReadOnlyList<OpenReplyView> Open { get; init; } = [];

    public IReadOnlyList<QueuedMessageView> Queue { get; init; } = [];

    /// <summary>Number of the last frame of this watch.</summary>
    public long N { get; init; }

    /// <summary>The view as a new watch begins from it: frames are numbered anew.</summary>
    public WatchedSession BeginWatch() => this with { N = 0 };

    /// <summary>What frames make of this view, one after the other; one that does not follow changes nothing.</summary>
    public WatchedSession ReduceAll(IEnumerable<Frame> frames) => frames.Aggregate(this, (view, frame) => view.Reduce(frame).View ?? view);

    /// <summary>What one frame makes of this view.</summary>
    public Reduced Reduce(Frame frame)
    {
        if (frame.N <= N)
        {
            return Reduced.Same;
        }

        if (frame.N > N + 1)
        {
            return Reduced.Gap;
        }

        var reduced = Apply(frame);
        return reduced.Kind is ReducedKind.Next or ReducedKind.Same ? new(ReducedKind.Next, (reduced.View ?? this) with { N = frame.N, At = frame.At }) : reduced;
    }

    private Reduced Apply(Frame frame) => frame switch
    {
        SnapshotFrame f when f.Protocol != SnapshotFrame.CurrentProtocol => Reduced.Reload,
        SnapshotFrame f => Next(new WatchedSession { Version = f.Version, Session = f.Session, Messages = f.Messages, Open = f.Open, Queue = f.Queue }),
        ClosedFrame => Reduced.Closed,
        _ when Session is null => Reduced.Gap,
        ReplyOpenedFrame f when f.Version <= Version => TakenOver(f),
        ReplyOpenedFrame f => Durable(f.Version, () => this with { Open = [.. Open, f.Reply] }),
        MessageFrame f => Durable(f.Version, () => this with
        {
            Messages = [.. Messages, f.Message],
            Queue = [.. Queue.Where(q => q.Id != f.Message.Id)],
        }),
        ReplyClosedFrame f => Durable(f.Version, () => Ended(f)),
        SessionFrame f => Durable(f.Version, () => this with { Session = f.Session }),
        QueueFrame f => Durable(f.Version, () => this with { Queue = f.Queue }),
        TextFrame f => Live(f.Reply, f.Fence, r => Grow(r, f.From, f.Text, isCode: false)),
        CodeFrame f => Live(f.Reply, f.Fence, r => Grow(r, f.From, f.Text, isCode: true)),
        ReasoningFrame f => Live(f.Reply, f.Fence, r => Think(r, f.From, f.Text)),
        BlockFrame f => Live(f.Reply, f.Fence, r => Push(r, f.Piece, f.End, new BlockPiece(f.Html))),
        CodeOpenedFrame f => Live(f.Reply, f.Fence, r => Push(r, f.Piece, f.End, new CodePiece(f.Language, f.Path, "", f.PathMadeSafe))),
        CodeClosedFrame f => Live(f.Reply, f.Fence, r => CloseCode(r, f)),
        _ => Reduced.Reload,
    };

    private static Reduced Next(WatchedSession view) => new(ReducedKind.Next, view);

    private Reduced Durable(long version, Func<WatchedSession?> change)
    {
        if (version <= Version)
        {
            return Reduced.Same;
        }

        return version == Version + 1 && change() is { } changed ? Next(changed with { Version = version }) : Reduced.Gap;
    }

    private Reduced TakenOver(ReplyOpenedFrame frame) =>
        Open.FirstOrDefault(r => r.Reply == frame.Reply.Reply) is { } known && known.Fence < frame.Reply.Fence
            ? Next(this with { Open = [.. Open.Select(r => r == known ? frame.Reply : r)] })
            : Reduced.Same;

    private WatchedSession? Ended(ReplyClosedFrame frame)
    {
        var open = Open.FirstOrDefault(r => r.Reply == frame.Reply);
        if (open is null || open.Fence != frame.Fence || open.Offset != frame.Offset || open.Reasoning.Length != frame.ReasoningOffset)
        {
            return null;
        }

        var pieces = new List<Piece>();
        for (var i = 0; i < frame.Pieces; i++)
        {
            var piece = frame.Changed.FirstOrDefault(c => c.Index == i)?.Piece ?? open.Pieces.ElementAtOrDefault(i);
            if (piece is null)
            {
                return null;
            }

            pieces.Add(piece);
        }

        var message = new MessageView(
            frame.ReplyId,
            open.ParentId,
            frame.Version,
            MessageRole.Assistant,
            AuthorId: null,
            open.Model,
            frame.ClosedAt,
            Text: null,
            pieces,
            frame.Outcome,
            frame.By,
            frame.Code,
            frame.Reasoning ?? open.Reasoning,
            frame.RetryAt,
            frame.Generation);
        return this with { Messages = [.. Messages, message], Open = [.. Open.Where(r => r != open)] };
    }

    /// <param name="change">The reply after the frame; the same one when it had it already; null when something is missing.</param>
    private Reduced Live(long reply, int fence, Func<OpenReplyView, OpenReplyView?> change)
    {
        var open = Open.FirstOrDefault(r => r.Reply == reply);
        if (open is null)
        {
            return reply <= Version ? Reduced.Same : Reduced.Gap;
        }

        if (fence != open.Fence)
        {
            return fence < open.Fence ? Reduced.Same : Reduced.Gap;
        }

        var changed = change(open);
        return changed is null ? Reduced.Gap
            : ReferenceEquals(changed, open) ? Reduced.Same
            : Next(this with { Open = [.. Open.Select(r => r == open ? changed : r)] });
    }

    private static OpenReplyView? Think(OpenReplyView reply, int from, string text)
    {
        var had = reply.Reasoning.Length;
        return from > had ? null
            : from + text.Length <= had ? reply
            : reply with { Reasoning = reply.Reasoning + text[(had - from)..] };
    }

    private static OpenReplyView? Grow(OpenReplyView reply, int from, string text, bool isCode)
    {
        var end = from + text.Length;
        if (from > reply.Offset)
        {
            return null;
        }

        if (end <= reply.Offset)
        {
            return reply;
        }

        if (reply.CodeOpen != isCode)
        {
            return null;
        }

        var added = text[(reply.Offset - from)..];
        if (!isCode)
        {
            return reply with { Offset = end, Tail = reply.Tail + added };
        }

        var code = (CodePiece)reply.Pieces[^1];
        return reply with { Offset = end, Pieces = [.. reply.Pieces.SkipLast(1), code with { Text = code.Text + added }] };
    }

    private static OpenReplyView? Push(OpenReplyView reply, int piece, int end, Piece pushed)
    {
        if (piece < reply.Pieces.Count)
        {
            return reply;
        }

        if (piece > reply.Pieces.Count || reply.CodeOpen)
        {
            return null;
        }

        var tailStart = reply.Offset - reply.Tail.Length;
        return reply with
        {
            Offset = Math.Max(reply.Offset, end),
            Pieces = [.. reply.Pieces, pushed],
            CodeOpen = pushed is CodePiece,
            Tail = pushed is CodePiece || end >= reply.Offset ? "" : reply.Tail[Math.Max(0, end - tailStart)..],
        };
    }

    private static OpenReplyView? CloseCode(OpenReplyView reply, CodeClosedFrame frame)
    {
        if (frame.Piece >= reply.Pieces.Count)
        {
            return null;
        }

        if (frame.Piece < reply.Pieces.Count - 1 || !reply.CodeOpen)
        {
            return reply;
        }

        return reply.Offset < frame.From ? null : reply with { Offset = Math.Max(reply.Offset, frame.End), CodeOpen = false };
    }
}

/// <summary>What came of a frame.</summary>
public enum ReducedKind
{
    /// <summary>The view moved on.</summary>
    Next,

    /// <summary>The view had it already.</summary>
    Same,

    /// <summary>Something before it is missing: watch again from the view's position.</summary>
    Gap,

    /// <summary>The feed has ended.</summary>
    Closed,

    /// <summary>The server speaks another protocol.</summary>
    Reload,
}

/// <summary>What came of a frame, with the new view when there is one.</summary>
public sealed record Reduced(ReducedKind Kind, WatchedSession? View = null)
{
    public static Reduced Same { get; } = new(ReducedKind.Same);

    public static Reduced Gap { get; } = new(ReducedKind.Gap);

    public static Reduced Closed { get; } = new(ReducedKind.Closed);

    public static Reduced Reload { get; } = new(ReducedKind.Reload);
}

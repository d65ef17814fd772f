using TesslateLite.Contracts.Wire;
using TesslateLite.Projections.Rendering;

namespace TesslateLite.Hub.Feed;

/// <summary>
/// Makes the frames that lead from a position to what is shown. The same for the watcher who is one frame behind and for the
/// one who slept for a minute: adjacent text comes merged, and what has been finished meanwhile comes finished.
/// </summary>
internal sealed class FrameBuilder
{
    private readonly Guid _sessionId;
    private readonly List<Frame> _frames = [];
    private readonly SortedList<long, ReplyPosition> _replies = [];
    private long _version;

    private FrameBuilder(Guid sessionId, Position from)
    {
        _sessionId = sessionId;
        _version = from.Version;
        foreach (var r in from.Replies)
        {
            _replies.Add(r.Reply, r);
        }
    }

    private Position At => new(_version, [.. _replies.Values]);

    /// <summary>Builds the frames.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="from">Where the watcher stands.</param>
    /// <param name="window">The durable entries at hand, without holes.</param>
    /// <param name="open">The open replies.</param>
    /// <returns>The frames and the position behind them; null when the position does not fit and only a snapshot helps.</returns>
    public static (IReadOnlyList<Frame> Frames, Position To)? Build(
        Guid sessionId, Position from, IEnumerable<DurableEntry> window, IReadOnlyList<LiveReply> open)
    {
        var builder = new FrameBuilder(sessionId, from);
        foreach (var entry in window.SkipWhile(e => e.Version <= from.Version))
        {
            if (entry.Version != builder._version + 1 || !builder.AddDurable(entry))
            {
                return null;
            }
        }

        foreach (var reply in open)
        {
            if (!builder.AddLive(reply, mayBeUnknown: true))
            {
                return null;
            }
        }

        return (builder._frames, builder.At);
    }

    private bool AddDurable(DurableEntry entry)
    {
        if (entry.Opened is { } opened)
        {
            _replies[opened.Ordinal] = opened.Start;
        }

        if (entry.Closed is { } closed)
        {
            // All its text first; then the end.
            if (!AddLive(closed, mayBeUnknown: false))
            {
                return false;
            }

            _replies.Remove(closed.Ordinal);
        }

        _version = entry.Version;
        Add(entry.Frame);
        return true;
    }

    /// <summary>Brings one reply to what is shown of it.</summary>
    /// <returns>False when the position does not fit the reply.</returns>
    private bool AddLive(LiveReply reply, bool mayBeUnknown)
    {
        if (!_replies.TryGetValue(reply.Ordinal, out var at))
        {
            // The watcher's snapshot is newer than this feed and knows that the reply has ended.
            return mayBeUnknown && reply.Ordinal <= _version;
        }

        if (at.Fence > reply.Fence)
        {
            return false;
        }

        if (at.Fence < reply.Fence)
        {
            _replies[reply.Ordinal] = reply.ShownPosition;
            Add(new ReplyOpenedFrame(reply.Ordinal, reply.View()));
            return true;
        }

        if (!Fits(at, reply))
        {
            return false;
        }

        AddPieces(reply, AddReasoning(reply, at));
        return true;
    }

    private ReplyPosition AddReasoning(LiveReply reply, ReplyPosition at)
    {
        var (from, to) = (at.Reasoning, reply.Shown.Reasoning);
        if (to > from)
        {
            at = at with { Reasoning = to };
            Add(at, new ReasoningFrame(reply.Ordinal, reply.Fence, from, reply.SliceReasoning(from, to)));
        }

        return at;
    }

    private void AddPieces(LiveReply reply, ReplyPosition at)
    {
        var shown = reply.Shown;
        var growing = at.Piece > 0 && IsGrowing(reply, at);
        for (var i = growing ? at.Piece - 1 : at.Piece; i < shown.Pieces; i++)
        {
            if (reply.Pieces[i] is RenderedBlock block)
            {
                at = at with { Piece = i + 1, Offset = Math.Max(at.Offset, block.End) };
                Add(at, new BlockFrame(reply.Ordinal, reply.Fence, i, block.End, block.Html));
                continue;
            }

            var code = (RenderedCode)reply.Pieces[i];
            if (!growing)
            {
                at = Open(reply, at, i, new OpenCode(code.CodeStart, code.Language, code.Path, code.PathMadeSafe));
            }

            growing = false;
            at = AddText(reply, at, code.CodeEnd, isCode: true);
            at = at with { Offset = code.End };
            Add(at, new CodeClosedFrame(reply.Ordinal, reply.Fence, i, code.CodeEnd, code.End));
        }

        if (shown.Code is { } open && !growing)
        {
            at = Open(reply, at, shown.Pieces, open);
        }

        AddText(reply, at, shown.Offset, isCode: shown.Code is not null);
    }

    private ReplyPosition Open(LiveReply reply, ReplyPosition at, int piece, OpenCode code)
    {
        at = at with { Piece = piece + 1, Offset = Math.Max(at.Offset, code.CodeStart) };
        Add(at, new CodeOpenedFrame(reply.Ordinal, reply.Fence, piece, code.CodeStart, code.Language, code.Path, code.PathMadeSafe));
        return at;
    }

    private ReplyPosition AddText(LiveReply reply, ReplyPosition at, int to, bool isCode)
    {
        if (to <= at.Offset)
        {
            return at;
        }

        var text = reply.Slice(at.Offset, to);
        var from = at.Offset;
        at = at with { Offset = to };
        Add(at, isCode ? new CodeFrame(reply.Ordinal, reply.Fence, from, text) : new TextFrame(reply.Ordinal, reply.Fence, from, text));
        return at;
    }

    /// <summary>True when the last piece that the watcher has is code that it has not seen the end of.</summary>
    private static bool IsGrowing(LiveReply reply, ReplyPosition at) =>
        at.Piece > reply.Shown.Pieces || (reply.Pieces[at.Piece - 1] is RenderedCode code && at.Offset < code.End);

    /// <summary>A position comes from outside: it must be one that this reply could have had.</summary>
    private static bool Fits(ReplyPosition at, LiveReply reply)
    {
        var shown = reply.Shown;
        if (at.Offset > shown.Offset || at.Reasoning > shown.Reasoning || at.Piece > shown.Pieces + (shown.Code is null ? 0 : 1))
        {
            return false;
        }

        var begin = at.Piece switch
        {
            0 => 0,
            _ when at.Piece > shown.Pieces => shown.Code!.CodeStart,
            _ => reply.Pieces[at.Piece - 1] is RenderedCode code ? code.CodeStart : reply.Pieces[at.Piece - 1].End,
        };
        return at.Offset >= begin;
    }

    private void Add(ReplyPosition at, Frame frame)
    {
        _replies[at.Reply] = at;
        Add(frame);
    }

    private void Add(Frame frame) => _frames.Add(frame with { At = At.Encode(_sessionId) });
}

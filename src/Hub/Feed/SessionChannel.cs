using Microsoft.Extensions.Logging;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Replies;
using TesslateLite.Projections.Sessions;

namespace TesslateLite.Hub.Feed;

/// <summary>
/// A session in memory while somebody here watches or writes it: its state, a window of the newest durable frames, its open
/// replies and its cursors. Everything in it is guarded by <see cref="Gate"/>, which is never held across an await or while a
/// cursor's continuation runs.
/// </summary>
internal sealed class SessionChannel
{
    /// <summary>How much of the past the window keeps, in UTF-16 units; who is further behind gets a snapshot.</summary>
    private const int WindowWeight = 256 * 1024;

    private readonly Queue<DurableEntry> _window = new();
    private readonly List<LiveReply> _open = [];
    private readonly HashSet<SessionCursor> _cursors = [];
    private readonly ILogger _log;
    private ChatSession _state;
    private long _windowStart;
    private int _windowWeight;
    private int _writers;

    public SessionChannel(StoredSession stored, ILogger log)
    {
        _log = log;
        _state = stored.State;
        _windowStart = _state.Version;
        foreach (var r in _state.OpenReplies)
        {
            _open.Add(Revive(r, stored.Replies.FirstOrDefault(s => s.Ordinal == r.Ordinal)));
        }

        Shown = PositionShown();
    }

    public Lock Gate { get; } = new();

    public Guid SessionId => _state.Id;

    public long Version => _state.Version;

    /// <summary>One at a time may read the store for this channel.</summary>
    public SemaphoreSlim Advancing { get; } = new(1, 1);

    /// <summary>Set when the channel has been dropped from the feed; nobody may join it any more.</summary>
    public bool Retired { get; private set; }

    /// <summary>Since when nobody has watched or written, in the feed's clock.</summary>
    public long IdleSince { get; set; }

    /// <summary>Where a watcher stands who has all that is shown.</summary>
    public Position Shown { get; private set; }

    /// <summary>Counts publications: a cursor that has the newest stamp stands at <see cref="Shown"/>.</summary>
    public long Stamp { get; private set; }

    /// <summary>When frames were last published, in the clock's ticks.</summary>
    public long LastPublished { get; set; } = long.MinValue / 2;

    public bool IsIdle => _cursors.Count == 0 && _writers == 0;

    public void Join(SessionCursor cursor) => _cursors.Add(cursor);

    public void Leave(SessionCursor cursor) => _cursors.Remove(cursor);

    public void Retire() => Retired = true;

    /// <summary>Takes over stored events; those that it has already are skipped.</summary>
    public void Apply(IEnumerable<StoredEvent> events)
    {
        foreach (var e in events.SkipWhile(e => e.Version <= _state.Version))
        {
            var after = ChatSession.Fold(_state, e.Data, e.Version)!;
            var entry = DurableEntry.Of(e, after, _open);
            _state = after;
            if (entry.Opened is { } opened)
            {
                _open.Add(opened);
            }

            _open.Remove(entry.Closed!);
            _window.Enqueue(entry);
            _windowWeight += entry.Kept;
        }
    }

    /// <summary>Gives a worker its reply; null when the reply has ended or a higher fence has it.</summary>
    public LiveReply? Attach(long ordinal, int fence, ReplyProgress soFar)
    {
        var reply = _open.FirstOrDefault(r => r.Ordinal == ordinal);
        if (reply is null || reply.Fence > fence)
        {
            return null;
        }

        if (reply.Fence < fence)
        {
            // What is shown of it is another text from here on: no cursor stands there any more.
            reply.Restart(fence, soFar);
            MoveShown();
        }
        else
        {
            reply.Resume(soFar);
        }

        _writers++;
        return reply;
    }

    public void Detach() => _writers--;

    /// <summary>Shows all that has come, and wakes the cursors that wait for it. Called by the frame clock only.</summary>
    public void Publish()
    {
        List<SessionCursor>? woken = null;
        lock (Gate)
        {
            var before = (Shown, Stamp);
            foreach (var reply in _open)
            {
                reply.Show();
            }

            MoveShown();
            (EncodedFrames Frames, Position To)? shared = null;
            foreach (var cursor in _cursors)
            {
                if (cursor.IsWaiting)
                {
                    var next = cursor.Stamp == before.Stamp ? shared ??= Build(before.Shown, keepsUp: true) : Build(cursor.Position);
                    if (cursor.Take(next))
                    {
                        (woken ??= []).Add(cursor);
                    }
                }
            }

            // Not before: who keeps up is never sent a snapshot because one commit was large.
            Trim();
        }

        // Outside the gate: a continuation writes to its connection and asks for the next frame.
        woken?.ForEach(cursor => cursor.Wake());
    }

    /// <summary>
    /// The frames from a position to what is shown; null when only a snapshot helps. Who then stands at <see cref="Shown"/> gets
    /// that very object, so that a thousand watchers need not compare.
    /// </summary>
    /// <param name="from">Where the watcher stands.</param>
    /// <param name="keepsUp">True for who had all that was shown: no snapshot only because one message is long.</param>
    public (EncodedFrames Frames, Position To)? Build(Position from, bool keepsUp = false)
    {
        if (from.Version < _windowStart || (!keepsUp && Lag(from) > SessionCursor.MaxLag))
        {
            return null;
        }

        try
        {
            return FrameBuilder.Build(SessionId, from, _window, _open) is { } built
                ? (EncodedFrames.Of(built.Frames), built.To.IsAt(Shown) ? Shown : built.To)
                : null;
        }
        catch (Exception e)
        {
            // Whatever it is, it must not keep the other watchers from their frames.
            Log.PublishFailed(_log, e, SessionId);
            return null;
        }
    }

    /// <summary>What is shown of each open reply, by ordinal.</summary>
    public (Dictionary<long, OpenReplyView> Views, Position At) ViewOpen() => (_open.ToDictionary(r => r.Ordinal, r => r.View()), Shown);

    private void MoveShown()
    {
        Shown = PositionShown();
        Stamp++;
    }

    private void Trim()
    {
        while (_windowWeight > WindowWeight && _window.TryDequeue(out var old))
        {
            _windowWeight -= old.Kept;
            _windowStart = old.Version;
        }
    }

    private long Lag(Position from)
    {
        var lag = 0L;
        if (from.Version < Version)
        {
            foreach (var entry in _window)
            {
                lag += entry.Version > from.Version ? entry.LagOf(from) : 0;
            }
        }

        foreach (var reply in _open)
        {
            lag += reply.LagOf(from);
        }

        return lag;
    }

    private Position PositionShown() => new(_state.Version, [.. _open.Select(r => r.ShownPosition)]);

    private static LiveReply Revive(OpenReply reply, StoredReply? stored)
    {
        var live = new LiveReply(reply.Ordinal, reply.ReplyId, reply.ParentId, reply.Model);
        if (stored is not null)
        {
            live.Restart(stored.Fence, new ReplyReader().Append(stored.Text, stored.Reasoning));
        }

        return live;
    }
}

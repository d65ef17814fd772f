using System.Threading.Tasks.Sources;
using TesslateLite.Contracts.Wire;

namespace TesslateLite.Hub.Feed;

/// <summary>
/// One watcher's place in a session's feed. Holds a position and nothing else: a watcher that does not read costs no memory
/// and delays nobody, and gets one merged batch, or a snapshot, when it reads again. Frames are handed over on the frame
/// clock's thread without a hop, so what follows a frame must not block.
/// </summary>
internal sealed class SessionCursor(MemorySessionFeed feed, Guid sessionId, string? after)
    : IAsyncEnumerable<FrameBatch>, IAsyncEnumerator<FrameBatch>, IValueTaskSource<bool>
{
    /// <summary>
    /// How far a watcher may fall behind, in UTF-16 units, before it gets a snapshot in place of the frames. A unit is up to three
    /// bytes, held twice while a connection takes no more of them: so a watcher that freezes holds less than 1 MB.
    /// </summary>
    public const int MaxLag = 128 * 1024;

    private static readonly FrameBatch Nothing = new(EncodedFrames.Of([]), first: 1);

    private readonly Lock _joining = new();
    private ManualResetValueTaskSourceCore<bool> _waiter = new() { RunContinuationsAsynchronously = false };
    private CancellationTokenRegistration _cancelled;
    private SessionChannel? _channel;
    private volatile bool _ended;
    private bool _taken;
    private long _given;

    /// <summary>The publication that this cursor has; -1 when it stands elsewhere.</summary>
    public long Stamp { get; private set; } = -1;

    /// <summary>True while the reader waits for a frame. Guarded, as all that follows, by the channel's gate.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>Where the reader stands.</summary>
    public Position Position { get; private set; } = new(0, []);

    /// <inheritdoc/>
    public FrameBatch Current { get; private set; } = Nothing;

    /// <inheritdoc/>
    public IAsyncEnumerator<FrameBatch> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        _cancelled = cancellationToken.UnsafeRegister(static cursor => ((SessionCursor)cursor!).End(), this);
        return this;
    }

    /// <inheritdoc/>
    public ValueTask<bool> MoveNextAsync()
    {
        if (_channel is null)
        {
            return _ended ? new ValueTask<bool>(false) : new ValueTask<bool>(Begin());
        }

        lock (_channel.Gate)
        {
            if (_ended)
            {
                return new ValueTask<bool>(false);
            }

            if (Stamp == _channel.Stamp)
            {
                return Wait();
            }

            if (_channel.Build(Position) is { } next)
            {
                MoveTo(next.To);
                if (next.Frames.Count == 0)
                {
                    return Wait();
                }

                Give(next.Frames);
                return new ValueTask<bool>(true);
            }
        }

        return new ValueTask<bool>(Restart());
    }

    /// <summary>Hands the next frames to the waiting reader, or sends it for a snapshot with null. Under the gate.</summary>
    /// <returns>True when the reader is to be woken; false when there was nothing new and it goes on waiting.</returns>
    public bool Take((EncodedFrames Frames, Position To)? next)
    {
        _taken = next is not null;
        if (next is { } frames)
        {
            MoveTo(frames.To);
            if (frames.Frames.Count == 0)
            {
                return false;
            }

            Give(frames.Frames);
        }

        IsWaiting = false;
        return true;
    }

    /// <summary>Resumes the reader; after <see cref="Take"/>, outside the gate.</summary>
    public void Wake()
    {
        if (_taken)
        {
            _waiter.SetResult(true);
        }
        else
        {
            _ = WakeWithSnapshot();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _cancelled.Dispose();
        End();
        return ValueTask.CompletedTask;
    }

    bool IValueTaskSource<bool>.GetResult(short token) => _waiter.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _waiter.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _waiter.OnCompleted(continuation, state, token, flags);

    private ValueTask<bool> Wait()
    {
        // What was given is written by now; a watcher that waits for an hour must not keep its snapshot for an hour.
        Current = Nothing;
        _waiter.Reset();
        IsWaiting = true;
        return new ValueTask<bool>(this, _waiter.Version);
    }

    private async Task WakeWithSnapshot() => _waiter.SetResult(await Restart());

    private async Task<bool> Begin()
    {
        var from = after is null ? null : Position.Parse(after, sessionId);
        if (after is not null && from is null)
        {
            return Close(Refusals.InvalidPosition);
        }

        SessionChannel? channel;
        try
        {
            channel = await feed.Join(sessionId, this);
        }
        catch (Exception e)
        {
            return Close(feed.RefusalOf(e, sessionId));
        }

        if (channel is null)
        {
            return Close(Refusals.NotFound);
        }

        bool endedMeanwhile;
        lock (_joining)
        {
            _channel = channel;
            endedMeanwhile = _ended;
        }

        if (endedMeanwhile)
        {
            End();
            return false;
        }

        // A position ahead of what is stored comes from elsewhere, say from before a backup was restored: waiting for it would
        // leave out all that follows.
        bool ahead;
        lock (_channel.Gate)
        {
            ahead = from?.Version > _channel.Version;
        }

        if (from is null || ahead)
        {
            return await Restart();
        }

        Position = from;
        return await MoveNextAsync();
    }

    /// <summary>
    /// Starts the view anew. The position is taken first, then the stored state is read, which may be newer: what lies between
    /// the two is in the page, and is skipped when the feed comes to it.
    /// </summary>
    private async Task<bool> Restart()
    {
        try
        {
            return await TakeSnapshot();
        }
        catch (Exception e)
        {
            return Close(feed.RefusalOf(e, sessionId));
        }
    }

    private async Task<bool> TakeSnapshot()
    {
        Dictionary<long, OpenReplyView> shown;
        Position at;
        lock (_channel!.Gate)
        {
            (shown, at) = _channel.ViewOpen();
        }

        if (await feed.Source.Page(sessionId) is not { } page)
        {
            return Close(Refusals.NotFound);
        }

        var open = page.State.OpenReplies.Select(r => shown.GetValueOrDefault(r.Ordinal) ?? LiveReply.EmptyView(r)).ToList();
        var position = new Position(
            page.State.Version,
            [.. open.Select(r => at.Replies.Where(p => p.Reply == r.Reply).DefaultIfEmpty(new ReplyPosition(r.Reply, r.Fence, 0, 0, 0)).First())]);
        // Encoded before the gate is taken: the frame clock waits there.
        Give(EncodedFrames.Of(
        [
            new SnapshotFrame(
                SnapshotFrame.CurrentProtocol,
                page.State.Version,
                page.State.ToView(),
                [.. page.Messages.Select(m => m.ToView())],
                page.Before,
                open,
                page.State.Queue.ToView()) { At = position.Encode(sessionId) },
        ]));
        lock (_channel.Gate)
        {
            Stamp = -1;
            Position = position;
            return !_ended;
        }
    }

    private bool Close(Refused why)
    {
        _ended = true;
        Give(EncodedFrames.Of([new ClosedFrame(why.Code, why.Detail)]));
        return true;
    }

    private void Give(EncodedFrames frames)
    {
        Current = new FrameBatch(frames, _given + 1);
        _given += frames.Count;
    }

    private void MoveTo(Position to)
    {
        // A reader may be ahead of what is shown, by a newer snapshot or an event that is stored and not published yet: the
        // frames from what was shown to what is shown next would repeat that to it.
        Position = to;
        Stamp = ReferenceEquals(to, _channel!.Shown) ? _channel.Stamp : -1;
    }

    private void End()
    {
        SessionChannel? channel;
        lock (_joining)
        {
            // Without a channel yet, who finds it sees that it is over.
            _ended = true;
            channel = _channel;
        }

        if (channel is null)
        {
            return;
        }

        bool waiting;
        lock (channel.Gate)
        {
            waiting = IsWaiting;
            IsWaiting = false;
            channel.Leave(this);
        }

        if (waiting)
        {
            _waiter.SetResult(false);
        }
    }
}

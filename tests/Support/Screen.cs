using System.Runtime.CompilerServices;
using TesslateLite.Contracts.Wire;

namespace TesslateLite.Support;

/// <summary>
/// A watched session as a tab would show it: the frames, and what they add up to. Fails at the first frame that repeats
/// something or leaves something out.
/// </summary>
public sealed class Screen : IAsyncDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private readonly Lock _gate = new();
    private readonly List<Frame> _frames = [];
    private readonly Task _watching;
    private long? _version;
    private bool _left;

    /// <summary>Begins to watch.</summary>
    public Screen(Func<CancellationToken, IAsyncEnumerable<Frame>> watch) => _watching = WatchAsync(watch);

    /// <summary>All frames so far.</summary>
    public IReadOnlyList<Frame> Frames
    {
        get
        {
            lock (_gate)
            {
                return [.. _frames];
            }
        }
    }

    /// <summary>Where it stands.</summary>
    public string At => Frames[^1].At;

    /// <summary>The session as last shown.</summary>
    public SessionView? Session => Frames.Select(f => f switch
    {
        SnapshotFrame snapshot => snapshot.Session,
        SessionFrame changed => changed.Session,
        _ => null,
    }).LastOrDefault(s => s is not null);

    /// <summary>The waiting messages as last shown; a message that joins the session leaves the queue.</summary>
    public IReadOnlyList<QueuedMessageView> Queue => Frames.Aggregate<Frame, IReadOnlyList<QueuedMessageView>>([], (queue, frame) => frame switch
    {
        SnapshotFrame snapshot => snapshot.Queue,
        QueueFrame changed => changed.Queue,
        MessageFrame joined => [.. queue.Where(q => q.Id != joined.Message.Id)],
        _ => queue,
    });

    /// <summary>How each reply ended that ended on this screen.</summary>
    public IReadOnlyDictionary<Guid, ReplyClosedFrame> Closed => Frames.OfType<ReplyClosedFrame>().ToDictionary(f => f.ReplyId);

    /// <summary>The people's messages that this screen shows, in order.</summary>
    public IReadOnlyList<MessageView> Messages =>
        [.. Frames.SelectMany(f => f switch
        {
            SnapshotFrame snapshot => snapshot.Messages.Where(m => m.Role == MessageRole.User),
            MessageFrame joined => [joined.Message],
            _ => [],
        }).DistinctBy(m => m.Id)];

    /// <summary>Waits until the screen shows something.</summary>
    public Task Shows(Func<Screen, bool> wanted, [CallerArgumentExpression(nameof(wanted))] string what = "") =>
        Eventually.Become(() => wanted(this) ? true : _watching.IsFaulted ? throw _watching.Exception!.GetBaseException() : false, TimeSpan.FromSeconds(20), what);

    /// <summary>Waits for a reply's end.</summary>
    public async Task<ReplyClosedFrame> EndOf(Guid? replyId)
    {
        await Shows(s => s.Closed.ContainsKey(replyId!.Value), $"the end of reply {replyId}");
        return Closed[replyId!.Value];
    }

    /// <summary>Waits until a reply shows some text while it is written.</summary>
    public Task TextOf(Guid? replyId, int least = 1) =>
        Shows(s => s.OffsetOf(replyId) >= least, $"text of reply {replyId}");

    /// <summary>Waits for the frame that ends the feed.</summary>
    public async Task<ClosedFrame> End()
    {
        await Shows(s => s.Frames is [.., ClosedFrame]);
        await _watching;
        return (ClosedFrame)Frames[^1];
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_left)
        {
            return;
        }

        _left = true;
        await _leaving.CancelAsync();
        try
        {
            await _watching;
        }
        catch (Exception)
        {
            // Cancelled, or the connection went first; a test that cares has looked.
        }

        _leaving.Dispose();
    }

    private int OffsetOf(Guid? replyId)
    {
        var ordinal = Frames.Select(f => f switch
        {
            SnapshotFrame snapshot => snapshot.Open.FirstOrDefault(r => r.ReplyId == replyId)?.Reply,
            ReplyOpenedFrame opened when opened.Reply.ReplyId == replyId => opened.Reply.Reply,
            _ => null,
        }).FirstOrDefault(r => r is not null);
        return Frames.Select(f => f switch
        {
            SnapshotFrame snapshot => snapshot.Open.FirstOrDefault(r => r.ReplyId == replyId)?.Offset ?? 0,
            ReplyOpenedFrame opened when opened.Reply.ReplyId == replyId => opened.Reply.Offset,
            TextFrame text when text.Reply == ordinal => text.From + text.Text.Length,
            BlockFrame block when block.Reply == ordinal => block.End,
            CodeFrame code when code.Reply == ordinal => code.From + code.Text.Length,
            _ => 0,
        }).DefaultIfEmpty(0).Max();
    }

    private async Task WatchAsync(Func<CancellationToken, IAsyncEnumerable<Frame>> watch)
    {
        await foreach (var frame in watch(_leaving.Token))
        {
            Check(frame);
            lock (_gate)
            {
                _frames.Add(frame);
            }
        }
    }

    private void Check(Frame frame)
    {
        var version = frame switch
        {
            MessageFrame f => f.Version,
            // A takeover says it again, and is not counted.
            ReplyOpenedFrame f when f.Reply.Fence == 1 => f.Version,
            ReplyClosedFrame f => f.Version,
            SessionFrame f => f.Version,
            QueueFrame f => f.Version,
            _ => (long?)null,
        };
        if (version is { } durable && _version is not null && durable != _version + 1)
        {
            throw new InvalidDataException($"Version {durable} came after {_version}: {frame}");
        }

        _version = frame is SnapshotFrame snapshot ? snapshot.Version : version ?? _version;
    }
}

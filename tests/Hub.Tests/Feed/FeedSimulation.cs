using Microsoft.Extensions.Logging.Abstractions;
using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Feed;
using TesslateLite.Hub.Replies;

namespace TesslateLite.Hub.Tests.Feed;

/// <summary>A node with a feed, workers that write replies, and everything that can go wrong with them.</summary>
internal sealed class FeedSimulation
{
    private readonly Dictionary<long, Work> _working = [];
    private readonly List<Work> _replaced = [];

    public FeedSimulation() => Feed = NewFeed();

    public SimulatedStore Store { get; } = new();

    public ManualClock Clock { get; private set; } = new();

    public MemorySessionFeed Feed { get; private set; }

    /// <summary>What the workers have written of each open reply, as one who got it in one piece sees it.</summary>
    public IReadOnlyList<OpenReplyView> Written => Store.State.OpenReplies.Select(r =>
    {
        var work = _working[r.Ordinal];
        var live = new LiveReply(r.Ordinal, r.ReplyId, r.ParentId, r.Model);
        live.Restart(work.Fence, new ReplyReader().Append(work.Reader.Text, work.Reader.Reasoning));
        return live.View();
    }).ToList();

    /// <summary>A person's message with its reply. The feed is told, or the hint is lost.</summary>
    public void Send(string text, bool tell)
    {
        var message = Guid.NewGuid();
        var reply = Guid.NewGuid();
        Store.Append(
            new UserMessageSent(message, Store.State.Tip, Guid.NewGuid(), text, reply, Queued: false),
            new ReplyStarted(reply, message, "demo", Guid.NewGuid(), Continues: null));
        Begin(Store.State.Version, fence: 1);
        Tell(tell);
    }

    public void Rename(string title, bool tell)
    {
        Store.Append(new SessionRenamed(title, By: null));
        Tell(tell);
    }

    public void Queue(string text, bool tell)
    {
        Store.Append(new MessageQueued(Guid.NewGuid(), Store.State.Tip ?? Guid.Empty, Guid.NewGuid(), text));
        Tell(tell);
    }

    public void Write(int which, string delta)
    {
        if (Pick(which) is { } work)
        {
            work.Add(work.Reader.Append(delta));
        }
    }

    public void Think(int which, string delta)
    {
        if (Pick(which) is { } work)
        {
            work.Add(work.Reader.Append("", delta));
        }
    }

    public void Checkpoint(int which)
    {
        if (Pick(which) is { } work)
        {
            Store.Checkpoint(work.Ordinal, work.Fence, work.Reader);
        }
    }

    /// <summary>Another worker takes the reply over from what is stored of it.</summary>
    public void TakeOver(int which)
    {
        if (Pick(which) is { } work)
        {
            // The old one has not noticed yet, and goes on writing for a while.
            _replaced.Add(work);
            Begin(work.Ordinal, work.Fence + 1);
        }
    }

    /// <summary>A worker that has been replaced writes, and then sees that it has.</summary>
    public void WriteReplaced(string delta)
    {
        foreach (var work in _replaced)
        {
            work.Add(work.Reader.Append(delta));
            work.Writer.Dispose();
        }

        _replaced.Clear();
    }

    public void Close(int which, bool tell)
    {
        if (Pick(which) is { } work)
        {
            work.Add(work.Reader.Complete());
            var open = Store.State.OpenReplies.First(r => r.Ordinal == work.Ordinal);
            Store.Append(new ReplyClosed(open.ReplyId, open.ParentId, open.Model, ReplyOutcome.Completed, By: null, Code: null, work.Reader.Text) { Reasoning = work.Reader.Reasoning });
            Tell(tell);
            work.Writer.Dispose();
            _working.Remove(work.Ordinal);
        }
    }

    /// <summary>The node dies and another one comes up: nothing of the feed is left, and every open reply is taken over.</summary>
    public void Crash()
    {
        Clock = new ManualClock();
        Feed = NewFeed();
        _replaced.Clear();
        foreach (var work in _working.Values.ToList())
        {
            Begin(work.Ordinal, work.Fence + 1);
        }
    }

    public void Repair() => Feed.Repair().Wait();

    private void Begin(long ordinal, int fence)
    {
        var (reader, soFar) = Store.Revive(ordinal);
        Store.Checkpoint(ordinal, fence, reader);
        _working[ordinal] = new Work(ordinal, fence, reader, Feed.Open(Store.SessionId, ordinal, fence, soFar).Result);
    }

    private void Tell(bool tell)
    {
        if (tell)
        {
            Feed.Advance(Store.SessionId).Wait();
        }
    }

    private Work? Pick(int which) => _working.Count == 0 ? null : _working.Values.ElementAt(which % _working.Count);

    private MemorySessionFeed NewFeed() => new(Store, Clock, TimeProvider.System, NullLogger<MemorySessionFeed>.Instance);

    private sealed record Work(long Ordinal, int Fence, ReplyReader Reader, IReplyWriter Writer)
    {
        public void Add(ReplyProgress progress) => Writer.Append(progress);
    }
}

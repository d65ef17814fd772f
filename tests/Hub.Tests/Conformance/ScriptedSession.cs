using Microsoft.Extensions.Logging.Abstractions;
using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Feed;
using TesslateLite.Hub.Replies;
using TesslateLite.Hub.Sessions;
using TesslateLite.Hub.Tests.Feed;

namespace TesslateLite.Hub.Tests.Conformance;

/// <summary>
/// A session that goes the same way each time: the real decisions, feed and reply reader, over a store in memory, with ids
/// that are counted. What it sends is what a server sends.
/// </summary>
internal sealed class ScriptedSession
{
    private readonly Dictionary<Guid, Work> _working = [];
    private static readonly IReadOnlyList<ModelView> Models =
        [new("demo", "Demo", "Test", "", ModelState.Available), new("demo-brisk", "Brisk", "Test", "", ModelState.Available)];

    private readonly ManualClock _clock = new();
    private int _ids;

    public ScriptedSession()
    {
        SessionId = NewId();
        Person = NewId();
        Store = new SimulatedStore(SessionId, Person);
        Feed = NewFeed();
    }

    public Guid SessionId { get; }

    public Guid Person { get; }

    public SimulatedStore Store { get; }

    public MemorySessionFeed Feed { get; private set; }

    public Guid NewId() => Guid.Parse($"00000000-0000-4000-8000-{++_ids:x12}");

    /// <summary>A message at the end of the newest branch; it waits when a reply is being written there.</summary>
    /// <returns>The id of the message.</returns>
    public Guid Send(string text)
    {
        var end = Store.State.Queue is [.., var last] ? last.MessageId : Store.State.OpenReplies.FirstOrDefault(r => r.ReplyId == Store.State.Tip)?.ReplyId;
        return Send(text, end is { } waiting ? new Place.Behind(waiting) : new Place.At(Store.State.Tip));
    }

    /// <summary>A message written anew, beside the first one.</summary>
    public Guid EditFirst(string text) => Send(text, new Place.At(null));

    public void Unqueue(Guid message) =>
        Commit(UnqueueMessageDecision.Decide(new UnqueueMessage(SessionId, message), Store.State, Person));

    public void Rename(string title) => Commit(RenameSessionDecision.Decide(new RenameSession(SessionId, title), Store.State, Person));

    public void ChooseModel(string model) =>
        Commit(ChooseModelDecision.Decide(new ChooseModel(SessionId, model), Store.State, Person, Models));

    public void Bin() => Commit(BinSessionDecision.Decide(Store.State, Person));

    public void Restore() => Commit(RestoreSessionDecision.Decide(Store.State, Person, NewId));

    /// <summary>The model says more; each delta becomes a publication of its own.</summary>
    public void Write(params string[] deltas) => Write(NewestReply, deltas);

    public void Write(Guid reply, params string[] deltas)
    {
        var work = _working[reply];
        foreach (var delta in deltas)
        {
            work.Writer.Append(work.Reader.Append(delta));
            Publish();
        }
    }

    /// <summary>The model thinks on; each delta becomes a publication of its own.</summary>
    public void Think(params string[] deltas)
    {
        var work = _working[NewestReply];
        foreach (var delta in deltas)
        {
            work.Writer.Append(work.Reader.Append("", delta));
            Publish();
        }
    }

    public Guid NewestReply => Store.State.OpenReplies[^1].ReplyId;

    /// <summary>What is written so far is stored.</summary>
    public void Checkpoint()
    {
        var work = _working[NewestReply];
        Store.Checkpoint(work.Ordinal, work.Fence, work.Reader);
    }

    /// <summary>The worker is lost; another one goes on from what is stored.</summary>
    public void TakeOver()
    {
        var work = _working[NewestReply];
        work.Writer.Dispose();
        Begin(NewestReply, work.Ordinal, work.Fence + 1);
        Publish();
    }

    /// <summary>The node is gone and another one comes up; nobody has taken the reply over yet.</summary>
    public void Restart() => Feed = NewFeed();

    public void Close(
        ReplyOutcome outcome = ReplyOutcome.Completed, string? code = null, DateTimeOffset? retryAt = null, ReplyGeneration? generation = null) =>
        Close(NewestReply, outcome, code, retryAt, generation);

    public void Close(
        Guid reply,
        ReplyOutcome outcome = ReplyOutcome.Completed,
        string? code = null,
        DateTimeOffset? retryAt = null,
        ReplyGeneration? generation = null)
    {
        var work = _working[reply];
        work.Writer.Append(work.Reader.Complete());
        var end = new ReplyEnd(outcome, outcome == ReplyOutcome.Stopped ? Person : null, code, work.Reader.Text)
        {
            Reasoning = work.Reader.Reasoning,
            RetryAt = retryAt,
            Generation = generation,
        };
        Commit(CloseReplyDecision.Decide(Store.State, reply, end, NewId()));
        work.Writer.Dispose();
        _working.Remove(reply);
    }

    private Guid Send(string text, Place place)
    {
        var message = NewId();
        Commit(SendMessageDecision.Decide(Store.State, message, text, pictures: [], sameId: null, place, Person, NewId()));
        return message;
    }

    private void Commit(Decision decision)
    {
        var events = decision as Decision.Events ?? throw new InvalidOperationException($"The script was refused: {decision}");
        foreach (var data in events.Appended)
        {
            Store.Append(data);
            if (data is ReplyStarted started)
            {
                Begin(started.ReplyId, Store.State.Version, fence: 1);
            }
        }

        Feed.Advance(SessionId).Wait();
        Publish();
    }

    private void Begin(Guid reply, long ordinal, int fence)
    {
        var (reader, soFar) = Store.Revive(ordinal);
        Store.Checkpoint(ordinal, fence, reader);
        _working[reply] = new Work(ordinal, fence, reader, Feed.Open(SessionId, ordinal, fence, soFar).Result);
    }

    private MemorySessionFeed NewFeed() => new(Store, _clock, TimeProvider.System, NullLogger<MemorySessionFeed>.Instance);

    /// <summary>The feed restarts a view from what is shown, so nothing may be left for later.</summary>
    private void Publish() => _clock.Tick();

    private sealed record Work(long Ordinal, int Fence, ReplyReader Reader, IReplyWriter Writer);
}

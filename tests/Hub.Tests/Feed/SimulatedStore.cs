using TesslateLite.Contracts.Events;
using TesslateLite.Hub.Feed;
using TesslateLite.Hub.Replies;
using TesslateLite.Projections.Sessions;

namespace TesslateLite.Hub.Tests.Feed;

/// <summary>A store of one session in memory: the events, their rows, and what is checkpointed of open replies.</summary>
internal sealed class SimulatedStore : ISessionSource
{
    private readonly List<StoredEvent> _events = [];
    private readonly Dictionary<long, (int Fence, string Text, string Reasoning)> _checkpoints = [];

    public SimulatedStore()
        : this(Guid.NewGuid(), Guid.NewGuid())
    {
    }

    public SimulatedStore(Guid sessionId, Guid ownerId)
    {
        SessionId = sessionId;
        Append(new SessionStarted(sessionId, ownerId, "demo"));
    }

    public Guid SessionId { get; }

    public ChatSession State { get; private set; } = null!;

    /// <summary>False lets every read fail, as without a database.</summary>
    public bool IsAvailable { get; set; } = true;

    public IEnumerable<MessageRow> Messages => _events.Select(e => e.Message).OfType<MessageRow>();

    public void Append(params object[] events)
    {
        foreach (var data in events)
        {
            var version = _events.Count + 1L;
            var time = DateTimeOffset.UnixEpoch.AddSeconds(version);
            State = ChatSession.Fold(_events.Count == 0 ? null : State, data, version)!;
            _events.Add(new StoredEvent(version, data, RowOf(data, version, time)));
        }
    }

    public void Checkpoint(long ordinal, int fence, ReplyReader reader) => _checkpoints[ordinal] = (fence, reader.Text, reader.Reasoning);

    /// <summary>A reader that has what is stored of a reply.</summary>
    public (ReplyReader Reader, ReplyProgress SoFar) Revive(long ordinal)
    {
        var (_, text, reasoning) = _checkpoints.GetValueOrDefault(ordinal, (0, "", ""));
        var reader = new ReplyReader();
        return (reader, reader.Append(text, reasoning));
    }

    public Task<StoredSession?> Load(Guid sessionId) => Read<StoredSession?>(() => new StoredSession(
        State, [.. State.OpenReplies.Where(r => _checkpoints.ContainsKey(r.Ordinal)).Select(r => Stored(r.Ordinal))]));

    public Task<IReadOnlyList<StoredEvent>> After(Guid sessionId, long version) =>
        Read<IReadOnlyList<StoredEvent>>(() => [.. _events.Skip((int)version)]);

    public Task<StoredPage?> Page(Guid sessionId) => Read<StoredPage?>(() => new StoredPage(State, [.. Messages], Before: null));

    public Task<IReadOnlyDictionary<Guid, long>> Versions(IReadOnlyCollection<Guid> sessionIds) =>
        Read<IReadOnlyDictionary<Guid, long>>(() => new Dictionary<Guid, long> { [SessionId] = State.Version });

    private StoredReply Stored(long ordinal)
    {
        var (fence, text, reasoning) = _checkpoints[ordinal];
        return new StoredReply(ordinal, fence, text, reasoning);
    }

    private Task<T> Read<T>(Func<T> read) =>
        IsAvailable ? Task.FromResult(read()) : Task.FromException<T>(new TimeoutException("the store is away"));

    private MessageRow? RowOf(object data, long version, DateTimeOffset time) => data switch
    {
        UserMessageSent e => MessageRow.Of(e, SessionId, version, time),
        ReplyClosed e => MessageRow.Of(e, SessionId, version, time),
        _ => null,
    };
}

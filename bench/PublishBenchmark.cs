using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Feed;
using TesslateLite.Hub.Replies;
using TesslateLite.Projections.Sessions;

namespace TesslateLite.Bench;

/// <summary>
/// One frame of 20 characters to all watchers of a session, from the worker's delta to each watcher's next item. The peer
/// turns the same frame into JSON for each watcher, as a hub does that sends objects.
/// </summary>
[MemoryDiagnoser]
public class PublishBenchmark
{
    private const string Delta = "twenty characters go";

    private readonly ReplyReader _reader = new();
    private IAsyncEnumerator<FrameBatch>[] _cursors = [];
    private Task<bool>[] _waiting = [];
    private ManualClock _clock = new();
    private IReplyWriter _writer = null!;

    [Params(1, 100, 1000)]
    public int Watchers { get; set; }

    [GlobalSetup]
    public async Task Setup()
    {
        var source = new OneOpenReply();
        _clock = new ManualClock();
        var feed = new MemorySessionFeed(source, _clock, TimeProvider.System, NullLogger<MemorySessionFeed>.Instance);
        _writer = await feed.Open(source.State.Id, ordinal: 3, fence: 1, _reader.Append(""));
        _cursors = [.. Enumerable.Range(0, Watchers).Select(_ => feed.Watch(source.State.Id, after: null).GetAsyncEnumerator())];
        foreach (var cursor in _cursors)
        {
            await cursor.MoveNextAsync();
        }

        _waiting = new Task<bool>[Watchers];
    }

    [Benchmark(Baseline = true)]
    public void SharedFrame()
    {
        for (var i = 0; i < _cursors.Length; i++)
        {
            _waiting[i] = _cursors[i].MoveNextAsync().AsTask();
        }

        _writer.Append(_reader.Append(Delta));
        _clock.Tick();
        Task.WaitAll(_waiting);
    }

    [Benchmark]
    public int SerialisedForEach()
    {
        var bytes = 0;
        Frame frame = new TextFrame(3, 1, _reader.Length, Delta) { At = "00000000.3~3.1.20.0.0" };
        for (var i = 0; i < Watchers; i++)
        {
            bytes += JsonSerializer.SerializeToUtf8Bytes(frame, WireJson.Options).Length;
        }

        return bytes;
    }

    private sealed class ManualClock : IFrameClock
    {
        private SessionChannel? _due;

        void IFrameClock.Request(SessionChannel channel, bool atOnce) => _due = channel;

        public void Tick() => _due?.Publish();
    }

    private sealed class OneOpenReply : ISessionSource
    {
        public ChatSession State { get; } = new(Guid.NewGuid(), Guid.NewGuid(), "demo")
        {
            Version = 3,
            OpenReplies = [new OpenReply(3, Guid.NewGuid(), Guid.NewGuid(), "demo")],
        };

        public Task<StoredSession?> Load(Guid sessionId) => Task.FromResult<StoredSession?>(new StoredSession(State, []));

        public Task<IReadOnlyList<StoredEvent>> After(Guid sessionId, long version) => Task.FromResult<IReadOnlyList<StoredEvent>>([]);

        public Task<StoredPage?> Page(Guid sessionId) => Task.FromResult<StoredPage?>(new StoredPage(State, [], Before: null));

        public Task<IReadOnlyDictionary<Guid, long>> Versions(IReadOnlyCollection<Guid> sessionIds) =>
            Task.FromResult<IReadOnlyDictionary<Guid, long>>(new Dictionary<Guid, long>());
    }
}

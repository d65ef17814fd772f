using System.Text.Json;
using FluentAssertions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Feed;
using TesslateLite.Support;

namespace TesslateLite.Hub.Tests.Feed;

/// <summary>
/// A client with a bad connection: reads when it likes, and what it reads may come twice, late, in another order or not at
/// all before the reducer sees it.
/// </summary>
internal sealed class SimulatedWatcher(Guid sessionId)
{
    private readonly List<Frame> _wire = [];
    private IAsyncEnumerator<FrameBatch>? _stream;
    private Task<bool>? _next;

    public WatchedSession View { get; private set; } = WatchedSession.Empty;

    public int Snapshots { get; private set; }

    public int Frames { get; private set; }

    public bool HasClosed { get; private set; }

    /// <summary>Watches a feed from the view's position, as after a reconnect.</summary>
    public void Connect(ISessionFeed feed)
    {
        Disconnect();
        HasClosed = false;
        View = View.BeginWatch();
        _stream = feed.Watch(sessionId, View.At).GetAsyncEnumerator();
    }

    public void Disconnect()
    {
        _next = null;
        _wire.Clear();
        var gone = _stream;
        _stream = null;
        gone?.DisposeAsync().AsTask().Wait();
    }

    /// <summary>Takes from the feed what is there, up to a number of batches; the rest stays with the feed.</summary>
    public void Receive(int batches = int.MaxValue)
    {
        for (; batches > 0 && _stream is not null; batches--)
        {
            _next ??= _stream.MoveNextAsync().AsTask();
            if (!_next.IsCompleted)
            {
                return;
            }

            var more = _next.GetAwaiter().GetResult();
            _next = null;
            if (!more)
            {
                _stream = null;
                return;
            }

            for (var i = 0; i < _stream.Current.Count; i++)
            {
                _wire.Add(JsonSerializer.Deserialize<Frame>(_stream.Current.Json(i), WireJson.Options)!);
            }
        }
    }

    public void Lose(int index)
    {
        if (_wire.Count > 0)
        {
            _wire.RemoveAt(index % _wire.Count);
        }
    }

    public void Duplicate(int index)
    {
        if (_wire.Count > 0)
        {
            _wire.Insert(_wire.Count, _wire[index % _wire.Count]);
        }
    }

    public void Swap(int index)
    {
        if (_wire.Count > 1)
        {
            var i = index % (_wire.Count - 1);
            (_wire[i], _wire[i + 1]) = (_wire[i + 1], _wire[i]);
        }
    }

    /// <summary>Gives the reducer what has come; at a gap it watches again.</summary>
    public void Reduce(ISessionFeed feed)
    {
        while (_wire.Count > 0)
        {
            var frame = _wire[0];
            _wire.RemoveAt(0);
            var reduced = View.Reduce(frame);
            switch (reduced.Kind)
            {
                case ReducedKind.Next:
                    Snapshots += frame is SnapshotFrame ? 1 : 0;
                    Frames++;
                    View = reduced.View!;
                    break;
                case ReducedKind.Gap:
                    Connect(feed);
                    return;
                case ReducedKind.Closed:
                    HasClosed = true;
                    Disconnect();
                    return;
                case ReducedKind.Reload:
                    throw new InvalidOperationException("Nobody changed the protocol.");
            }
        }
    }

    /// <summary>Reads until nothing more comes, without faults.</summary>
    public void Settle(ISessionFeed feed, ManualClock clock)
    {
        for (var round = 0; round < 20; round++)
        {
            if (_stream is null)
            {
                Connect(feed);
            }

            Receive();
            Reduce(feed);
            clock.Tick();
        }

        HasClosed.Should().BeFalse();
    }
}

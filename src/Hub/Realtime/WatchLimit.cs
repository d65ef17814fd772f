using Microsoft.AspNetCore.SignalR;
using TesslateLite.Hub.Feed;
using TesslateLite.Hub.Sessions;

namespace TesslateLite.Hub.Realtime;

/// <summary>
/// How many watches a connection has. Each may hold a snapshot while its client does not read, so without a bound one
/// connection could take all memory.
/// </summary>
internal sealed class WatchLimit
{
    /// <summary>Watches that a connection may have at once.</summary>
    public const int Watches = 32;

    private int _open;

    /// <summary>The count of a connection.</summary>
    public static WatchLimit Of(HubCallerContext connection)
    {
        lock (connection.Items)
        {
            if (connection.Items.TryGetValue(typeof(WatchLimit), out var known))
            {
                return (WatchLimit)known!;
            }

            var limit = new WatchLimit();
            connection.Items[typeof(WatchLimit)] = limit;
            return limit;
        }
    }

    /// <summary>Counts a watch for as long as it is read; beyond the limit it is one that says so.</summary>
    public async Task<IAsyncEnumerable<FrameBatch>> Count(Func<Task<IAsyncEnumerable<FrameBatch>>> begin)
    {
        if (Interlocked.Increment(ref _open) > Watches)
        {
            Interlocked.Decrement(ref _open);
            return WatchSessionHandler.Closed(Refusals.TooManyWatches);
        }

        return new Counted(await begin(), this);
    }

    /// <summary>Hands on without a hop: frames come on the frame clock's thread.</summary>
    private sealed class Counted(IAsyncEnumerable<FrameBatch> watch, WatchLimit limit) : IAsyncEnumerable<FrameBatch>, IAsyncEnumerator<FrameBatch>
    {
        private IAsyncEnumerator<FrameBatch>? _frames;

        public FrameBatch Current => _frames!.Current;

        public IAsyncEnumerator<FrameBatch> GetAsyncEnumerator(CancellationToken cancellationToken = default)
        {
            _frames = watch.GetAsyncEnumerator(cancellationToken);
            return this;
        }

        public ValueTask<bool> MoveNextAsync() => _frames!.MoveNextAsync();

        public ValueTask DisposeAsync()
        {
            Interlocked.Decrement(ref limit._open);
            return _frames!.DisposeAsync();
        }
    }
}

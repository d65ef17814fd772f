using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Replies;

namespace TesslateLite.Hub.Feed;

/// <summary>The feed of one node, in memory.</summary>
public sealed class MemorySessionFeed(ISessionSource source, IFrameClock clock, TimeProvider time, ILogger<MemorySessionFeed> log) : ISessionFeed
{
    /// <summary>How long a session stays in memory after its last watcher: most come back within moments, by a reload.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<Guid, Lazy<Task<SessionChannel?>>> _channels = [];

    internal ISessionSource Source => source;

    /// <inheritdoc/>
    public IAsyncEnumerable<FrameBatch> Watch(Guid sessionId, string? after) => new SessionCursor(this, sessionId, after);

    /// <inheritdoc/>
    public async Task Advance(Guid sessionId)
    {
        if (!_channels.TryGetValue(sessionId, out var loading))
        {
            return;
        }

        try
        {
            if (await loading.Value is { } channel)
            {
                await Advance(channel);
            }
        }
        catch (Exception e)
        {
            Log.AdvanceFailed(log, e, sessionId);
        }
    }

    /// <inheritdoc/>
    public async Task<IReplyWriter> Open(Guid sessionId, long ordinal, int fence, ReplyProgress soFar)
    {
        while (true)
        {
            var channel = await Find(sessionId) ?? throw new InvalidOperationException("A reply has a session.");
            LiveReply? reply;
            lock (channel.Gate)
            {
                if (channel.Retired)
                {
                    continue;
                }

                reply = channel.Attach(ordinal, fence, soFar);
            }

            clock.Request(channel, atOnce: true);
            return new Writer(clock, channel, reply, fence);
        }
    }

    /// <summary>Moves every session that is behind the store, and forgets those that nobody has watched for a while.</summary>
    public async Task Repair()
    {
        var present = new Dictionary<Guid, SessionChannel>();
        foreach (var (id, loading) in _channels)
        {
            if (loading is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true, Result: { } channel } } && !Forget(id, loading, channel))
            {
                present.Add(id, channel);
            }
        }

        if (present.Count == 0)
        {
            return;
        }

        foreach (var (id, version) in await source.Versions(present.Keys))
        {
            if (version > present[id].Version)
            {
                await Advance(id);
            }
        }
    }

    /// <summary>Puts a cursor into its session's channel, moved to what is stored; null when there is no such session.</summary>
    internal async Task<SessionChannel?> Join(Guid sessionId, SessionCursor cursor)
    {
        while (await Find(sessionId) is { } channel)
        {
            lock (channel.Gate)
            {
                if (!channel.Retired)
                {
                    channel.Join(cursor);
                    return channel;
                }
            }
        }

        return null;
    }

    internal Refused RefusalOf(Exception e, Guid sessionId)
    {
        Log.WatchFailed(log, e, sessionId);
        return Refusals.Of(e);
    }

    /// <summary>The channel of a session, loaded or moved to what is stored.</summary>
    private async Task<SessionChannel?> Find(Guid sessionId)
    {
        var fresh = new Lazy<Task<SessionChannel?>>(() => Load(sessionId));
        var loading = _channels.GetOrAdd(sessionId, fresh);
        SessionChannel? channel = null;
        try
        {
            channel = await loading.Value;
        }
        finally
        {
            if (channel is null)
            {
                _channels.TryRemove(new(sessionId, loading));
            }
        }

        if (channel is not null && loading != fresh)
        {
            await Advance(channel);
        }

        return channel;
    }

    private async Task<SessionChannel?> Load(Guid sessionId) =>
        await source.Load(sessionId) is { } stored ? new SessionChannel(stored, log) { IdleSince = time.GetTimestamp() } : null;

    private async Task Advance(SessionChannel channel)
    {
        await channel.Advancing.WaitAsync();
        try
        {
            var events = await source.After(channel.SessionId, channel.Version);
            if (events.Count == 0)
            {
                return;
            }

            lock (channel.Gate)
            {
                channel.Apply(events);
            }
        }
        finally
        {
            channel.Advancing.Release();
        }

        clock.Request(channel, atOnce: true);
    }

    private bool Forget(Guid id, Lazy<Task<SessionChannel?>> loading, SessionChannel channel)
    {
        lock (channel.Gate)
        {
            if (!channel.IsIdle)
            {
                channel.IdleSince = time.GetTimestamp();
                return false;
            }

            if (time.GetElapsedTime(channel.IdleSince) < Linger)
            {
                return false;
            }

            channel.Retire();
        }

        return _channels.TryRemove(new(id, loading));
    }

    private sealed class Writer(IFrameClock clock, SessionChannel channel, LiveReply? reply, int fence) : IReplyWriter
    {
        private bool _disposed;

        public void Append(ReplyProgress progress)
        {
            bool isFirst;
            lock (channel.Gate)
            {
                // Its worker may not know yet that another one has the reply.
                if (reply?.Fence != fence)
                {
                    return;
                }

                reply.Add(progress);
                isFirst = reply.Shown is { Offset: 0, Reasoning: 0 };
            }

            // People wait for the first word, and read the others.
            clock.Request(channel, atOnce: isFirst);
        }

        public void Dispose()
        {
            lock (channel.Gate)
            {
                if (!_disposed && reply is not null)
                {
                    channel.Detach();
                }

                _disposed = true;
            }
        }
    }
}

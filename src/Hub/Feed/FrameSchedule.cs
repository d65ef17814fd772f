namespace TesslateLite.Hub.Feed;

/// <summary>
/// When each session's frames are due: at once after a pause, then at most one per frame interval. Pure but for its own state;
/// not thread-safe. Times are ticks of any monotonic clock.
/// </summary>
/// <param name="interval">Shortest time between two frames of a session, in ticks.</param>
/// <param name="grid">Sessions that must wait fall due on multiples of this, so that one wake-up serves many; in ticks.</param>
internal sealed class FrameSchedule(long interval, long grid)
{
    private readonly PriorityQueue<SessionChannel, long> _due = new();
    private readonly Dictionary<SessionChannel, long> _scheduled = [];

    /// <summary>There is something to show.</summary>
    /// <param name="channel">The session.</param>
    /// <param name="atOnce">True for what does not wait for the next frame.</param>
    /// <param name="now">The time.</param>
    /// <returns>False when it was to be shown by then anyway.</returns>
    public bool Request(SessionChannel channel, bool atOnce, long now)
    {
        var earliest = channel.LastPublished + interval;
        var at = atOnce || earliest <= now ? now : RoundUp(earliest);
        if (_scheduled.TryGetValue(channel, out var already) && already <= at)
        {
            return false;
        }

        _scheduled[channel] = at;
        _due.Enqueue(channel, at);
        return true;
    }

    /// <summary>Takes the sessions that are due.</summary>
    /// <returns>When the next one is; null when none waits.</returns>
    public long? Collect(long now, List<SessionChannel> ready)
    {
        while (_due.TryPeek(out var channel, out var at))
        {
            if (at > now)
            {
                return at;
            }

            _due.Dequeue();
            // A channel that was asked for again, sooner, is in the queue twice; the sooner one counts.
            if (_scheduled.TryGetValue(channel, out var planned) && planned == at)
            {
                _scheduled.Remove(channel);
                channel.LastPublished = now;
                ready.Add(channel);
            }
        }

        return null;
    }

    private long RoundUp(long at) => (at + grid - 1) / grid * grid;
}

using Microsoft.Extensions.Logging;

namespace TesslateLite.Hub.Feed;

/// <summary>
/// The one clock that publishes every session of the node, as <see cref="FrameSchedule"/> says. One thread of its own: a timer for
/// each session would cost a thread-pool hop for each frame.
/// </summary>
public sealed class FrameClock : IFrameClock, IDisposable
{
    /// <summary>Shortest time between two frames of a session.</summary>
    public static readonly TimeSpan FrameInterval = TimeSpan.FromMilliseconds(40);

    private static readonly TimeSpan Grid = TimeSpan.FromMilliseconds(10);

    private readonly FrameSchedule _schedule;
    private readonly ILogger<FrameClock> _log;
    private readonly TimeProvider _time;
    private readonly Thread _thread;
    private readonly object _gate = new();
    private bool _stopped;

    /// <summary>Starts the thread.</summary>
    public FrameClock(TimeProvider time, ILogger<FrameClock> log)
    {
        _time = time;
        _log = log;
        _schedule = new FrameSchedule(Ticks(FrameInterval), Ticks(Grid));
        _thread = new Thread(Run) { IsBackground = true, Name = "frame clock" };
        _thread.Start();
    }

    void IFrameClock.Request(SessionChannel channel, bool atOnce)
    {
        lock (_gate)
        {
            if (_schedule.Request(channel, atOnce, _time.GetTimestamp()))
            {
                Monitor.Pulse(_gate);
            }
        }
    }

    /// <summary>Ends the thread.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.Pulse(_gate);
        }

        // Readers go on inline on this thread: one that ends the clock after its last frame must not wait for itself.
        if (Thread.CurrentThread != _thread)
        {
            _thread.Join();
        }
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);

    private void Run()
    {
        var ready = new List<SessionChannel>();
        while (Collect(ready))
        {
            foreach (var channel in ready)
            {
                try
                {
                    channel.Publish();
                }
                catch (Exception e)
                {
                    // One session's fault must not stop the clock of all.
                    Log.PublishFailed(_log, e, channel.SessionId);
                }
            }

            ready.Clear();
        }
    }

    /// <summary>Waits until sessions are due and takes them.</summary>
    /// <returns>False when the clock has been stopped.</returns>
    private bool Collect(List<SessionChannel> ready)
    {
        lock (_gate)
        {
            while (!_stopped)
            {
                var now = _time.GetTimestamp();
                var next = _schedule.Collect(now, ready);
                if (ready.Count > 0)
                {
                    return true;
                }

                if (next is { } due)
                {
                    Monitor.Wait(_gate, Math.Max(1, (int)((due - now) * 1000 / _time.TimestampFrequency)));
                }
                else
                {
                    Monitor.Wait(_gate);
                }
            }

            return false;
        }
    }
}

/// <summary>Decides when a session's frames are published.</summary>
public interface IFrameClock
{
    /// <summary>There is something to show.</summary>
    /// <param name="channel">The session.</param>
    /// <param name="atOnce">True for what people did: it does not wait for the next frame.</param>
    internal void Request(SessionChannel channel, bool atOnce);
}

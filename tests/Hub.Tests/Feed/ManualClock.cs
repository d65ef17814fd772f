using TesslateLite.Hub.Feed;

namespace TesslateLite.Hub.Tests.Feed;

/// <summary>A frame clock that publishes when the test says so.</summary>
internal sealed class ManualClock : IFrameClock
{
    private readonly HashSet<SessionChannel> _due = [];

    void IFrameClock.Request(SessionChannel channel, bool atOnce) => _due.Add(channel);

    /// <summary>Publishes what is due.</summary>
    public void Tick()
    {
        var due = _due.ToList();
        _due.Clear();
        due.ForEach(channel => channel.Publish());
    }
}

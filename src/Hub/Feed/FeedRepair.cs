using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace TesslateLite.Hub.Feed;

/// <summary>
/// Looks once a second whether a watched session is behind the store: after a crash between a commit and the feed, and for
/// what another process has written. One statement for all sessions of the node.
/// </summary>
public sealed class FeedRepair(MemorySessionFeed feed, TimeProvider time, ILogger<FeedRepair> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await feed.Repair();
            }
            catch (Exception e)
            {
                Log.RepairFailed(log, e);
            }
        }
    }
}

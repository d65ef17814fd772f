using System.Collections.Concurrent;
using Marten;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using TesslateLite.Hub.Feed;
using TesslateLite.Hub.Gateway;
using TesslateLite.Hub.Sessions;

namespace TesslateLite.Hub.Replies;

/// <summary>
/// Runs this node's replies: starts those that commands open, takes over abandoned ones, checkpoints all of them with one
/// statement, and lets go of them when the process stops.
/// </summary>
public sealed class ReplyRunner(
    ReplyInbox inbox,
    OpenReplies openReplies,
    ISessionFeed feed,
    IModelGateway gateway,
    CloseReplyHandler close,
    IDocumentStore store,
    NpgsqlDataSource database,
    TimeProvider time,
    ILogger<ReplyRunner> log) : BackgroundService
{
    private static readonly TimeSpan CheckpointInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Checkpoints between two looks for abandoned replies.</summary>
    private const int ClaimEvery = 2;

    /// <summary>
    /// Looks that are left out after a checkpoint failed: when the database comes back, every node's leases have run out, and each
    /// must have time to renew its own before others take them.
    /// </summary>
    private const int LooksAfterFailure = 3;

    /// <summary>Abandoned replies taken at once, so that many nodes share what a dead one leaves.</summary>
    private const int ClaimLimit = 50;

    private readonly ConcurrentDictionary<Guid, ReplyWorker> _running = [];
    private readonly Lock _starting = new();

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        var workers = _running.Values.ToList();
        await Checkpoint(CancellationToken.None);
        workers.ForEach(w => w.Abandon());
        await Task.WhenAll(workers.Select(w => w.Done));
        try
        {
            await openReplies.Release(cancellationToken);
        }
        catch (Exception e)
        {
            // The leases run out by themselves.
            Log.CheckpointFailed(log, e, workers.Count);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Task[] loops = [Listen(stoppingToken), Tick(stoppingToken)];
        // Neither ends by itself: should one fail, the host must hear of it. At a stop both must have ended: no worker is started
        // behind the list of those that let go.
        var ended = await Task.WhenAny(loops);
        await (stoppingToken.IsCancellationRequested ? Task.WhenAll(loops) : ended);
    }

    private async Task Listen(CancellationToken cancellation)
    {
        await foreach (var signal in inbox.Signals.ReadAllAsync(cancellation))
        {
            switch (signal)
            {
                case ReplySignal.Opened opened:
                    Start(opened.Reply);
                    break;
                case ReplySignal.Stop stop when _running.TryGetValue(stop.ReplyId, out var worker):
                    worker.Stop(stop.By);
                    break;
            }
        }
    }

    private async Task Tick(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(CheckpointInterval, time);
        var pause = 0;
        for (var tick = 0; ; tick++)
        {
            if (!await Checkpoint(cancellation))
            {
                pause = LooksAfterFailure;
            }

            if (tick % ClaimEvery == 0 && pause-- <= 0)
            {
                await ClaimAbandoned(cancellation);
            }

            await timer.WaitForNextTickAsync(cancellation);
        }
    }

    private void Start(ClaimedReply reply)
    {
        lock (_starting)
        {
            if (_running.TryGetValue(reply.Id, out var before))
            {
                if (before.Reply.Fence >= reply.Fence)
                {
                    // News that came late: it has been taken over meanwhile.
                    return;
                }

                before.Abandon();
            }

            var worker = new ReplyWorker(reply, feed, gateway, close, store, database, time, log);
            _running[reply.Id] = worker;
            worker.Done = Task.Run(() => Run(worker));
        }
    }

    private async Task Run(ReplyWorker worker)
    {
        try
        {
            await worker.Run();
        }
        catch (Exception e)
        {
            // No more checkpoints from here on: the lease runs out and the reply is taken over.
            Log.WorkerFailed(log, e, worker.Reply.Id);
        }
        finally
        {
            _running.TryRemove(new(worker.Reply.Id, worker));
            worker.Dispose();
        }
    }

    /// <returns>False when the database did not take it.</returns>
    private async Task<bool> Checkpoint(CancellationToken cancellation)
    {
        var workers = _running.Values.ToList();
        if (workers.Count == 0)
        {
            return true;
        }

        var checkpoints = workers.ConvertAll(w => w.Unsaved());
        IReadOnlyDictionary<Guid, HeldReply> held;
        try
        {
            held = await openReplies.Checkpoint(checkpoints, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.CheckpointFailed(log, e, checkpoints.Count);
            return false;
        }

        for (var i = 0; i < workers.Count; i++)
        {
            if (!held.TryGetValue(workers[i].Reply.Id, out var reply))
            {
                if (!workers[i].IsClosing)
                {
                    Log.LeaseLost(log, workers[i].Reply.Id, workers[i].Reply.Fence);
                    workers[i].Abandon();
                }

                continue;
            }

            if (reply.Saved)
            {
                workers[i].Saved(checkpoints[i]);
            }

            if (reply.StopBy is { } by)
            {
                workers[i].Stop(by);
            }
        }

        return true;
    }

    private async Task ClaimAbandoned(CancellationToken cancellation)
    {
        try
        {
            IReadOnlyList<ClaimedReply> claimed;
            do
            {
                claimed = await openReplies.ClaimAbandoned(ClaimLimit, [.. _running.Keys], cancellation);
                foreach (var reply in claimed)
                {
                    Start(reply);
                }
            }
            while (claimed.Count == ClaimLimit);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.ClaimFailed(log, e);
        }
    }
}

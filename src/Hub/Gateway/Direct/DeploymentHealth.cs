using System.Collections.Concurrent;
using TesslateLite.Contracts.Wire;

namespace TesslateLite.Hub.Gateway.Direct;

/// <summary>What this process has seen of each deployment: how fast it began to answer, and whether it is better left alone.</summary>
internal sealed class DeploymentHealth(RouterSettings router, TimeProvider time)
{
    /// <summary>How many measurements the latency is the mean of.</summary>
    private const int Measurements = 10;

    private static readonly TimeSpan s_failuresCountFor = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Record> _records = new(StringComparer.Ordinal);

    /// <summary>True while the deployment is left alone.</summary>
    public bool IsResting(Deployment deployment)
    {
        var record = Of(deployment);
        lock (record)
        {
            return record.RestsUntil > time.GetUtcNow();
        }
    }

    /// <summary>The mean time to the first token over the last measurements that still count; null when there is none.</summary>
    public TimeSpan? LatencyOf(Deployment deployment)
    {
        var record = Of(deployment);
        lock (record)
        {
            var since = time.GetUtcNow() - router.LatencyTtl;
            while (record.Latencies.TryPeek(out var oldest) && oldest.At <= since)
                record.Latencies.Dequeue();
            return record.Latencies.Count == 0 ? null : TimeSpan.FromTicks((long)record.Latencies.Average(l => l.Taken.Ticks));
        }
    }

    /// <summary>Notes that the first token came.</summary>
    public void Began(Deployment deployment, TimeSpan after) => Measure(deployment, after);

    /// <summary>Notes a failure. Returns how long the deployment rests because of it; null when it does not.</summary>
    public TimeSpan? Failed(Deployment deployment, ModelException failure, TimeSpan after)
    {
        if (!RetryRules.CountsAgainstDeployment(failure.Code))
            return null;
        // Who never begins to answer is slow, and not unknown.
        if (failure.Code == ReplyFailureCodes.TimedOut)
            Measure(deployment, after);

        var record = Of(deployment);
        lock (record)
        {
            var now = time.GetUtcNow();
            record.Failures.Enqueue(now);
            while (record.Failures.Peek() <= now - s_failuresCountFor)
                record.Failures.Dequeue();
            if (!RetryRules.RestsAtOnce(failure.Code) && record.Failures.Count < router.AllowedFails)
                return null;
            record.Failures.Clear();
            var rest = failure.RetryAfter ?? router.Cooldown;
            record.RestsUntil = now + rest;
            return rest;
        }
    }

    private void Measure(Deployment deployment, TimeSpan taken)
    {
        var record = Of(deployment);
        lock (record)
        {
            record.Latencies.Enqueue((time.GetUtcNow(), taken));
            if (record.Latencies.Count > Measurements)
                record.Latencies.Dequeue();
        }
    }

    private Record Of(Deployment deployment) => _records.GetOrAdd(deployment.Id, static _ => new Record());

    private sealed class Record
    {
        public Queue<DateTimeOffset> Failures { get; } = new();

        public Queue<(DateTimeOffset At, TimeSpan Taken)> Latencies { get; } = new();

        public DateTimeOffset RestsUntil { get; set; }
    }
}

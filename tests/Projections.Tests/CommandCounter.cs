using System.Diagnostics;

namespace TesslateLite.Projections.Tests;

/// <summary>Counts what is sent to one database: commands, and batches as one.</summary>
internal sealed class CommandCounter : IDisposable
{
    private readonly ActivityListener _listener;
    private int _count;

    public CommandCounter(string database)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                // Other tests of this process use other databases.
                if (Tag(activity, "db.namespace", "db.name") == database && Tag(activity, "db.query.text", "db.statement") is not null)
                {
                    Interlocked.Increment(ref _count);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public int Count => Volatile.Read(ref _count);

    public void Dispose() => _listener.Dispose();

    // Named anew when OpenTelemetry's conventions became stable.
    private static string? Tag(Activity activity, string name, string formerName) =>
        (activity.GetTagItem(name) ?? activity.GetTagItem(formerName)) as string;
}

using System.Collections.Concurrent;
using System.Text.Json;

namespace TesslateLite.Upstream;

/// <summary>A request that was taken.</summary>
internal sealed class Entry(Connection connection)
{
    public required string Model { get; init; }

    /// <summary>Counted for each model of a key, from 1.</summary>
    public required int Count { get; init; }

    public int Connection => connection.Number;

    /// <summary>Bytes sent on the connection so far.</summary>
    public long Sent => connection.Sent;

    public required Request Request { get; init; }

    /// <summary>When it was read, in milliseconds of Unix time.</summary>
    public required double At { get; init; }

    /// <summary>When the client hung up before the answer was over; null while it has not.</summary>
    public double? Cancelled { get; set; }

    /// <summary>Whether the answer, or what the fault makes of it, is over.</summary>
    public bool Ended { get; set; }
}

/// <summary>Everything that was asked, by the first part of the path: tests that run side by side each have their own.</summary>
internal sealed class Journal
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    private readonly ConcurrentDictionary<string, List<Entry>> _entries = new(StringComparer.Ordinal);

    private static double Now => DateTimeOffset.UtcNow.Subtract(DateTimeOffset.UnixEpoch).TotalMilliseconds;

    /// <summary>Notes a request: <c>/{key}/v1/chat/completions</c>.</summary>
    public Entry Begin(Request request, Connection connection)
    {
        using var body = JsonDocument.Parse(request.Body);
        var model = body.RootElement.GetProperty("model").GetString()!;
        var entries = _entries.GetOrAdd(request.Path.Split('/')[1], static _ => []);
        Entry entry;
        lock (entries)
        {
            entry = new Entry(connection)
            {
                Model = model,
                Count = entries.Count(e => e.Model == model) + 1,
                Request = request,
                At = Now,
            };
            entries.Add(entry);
        }
        connection.Gone.Register(() =>
        {
            if (!entry.Ended)
                entry.Cancelled = Now;
        });
        return entry;
    }

    /// <summary>What was noted under a key, as JSON.</summary>
    public string Tell(string key)
    {
        var entries = _entries.GetOrAdd(key, static _ => []);
        lock (entries)
        {
            return JsonSerializer.Serialize(entries, s_json);
        }
    }
}

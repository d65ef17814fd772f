using System.Collections.Concurrent;
using System.Diagnostics;
using FluentAssertions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Hub.Tests.Replies;

/// <summary>One trace from a person's message to the end of its reply, through the store, whichever node writes it.</summary>
public sealed class ReplyTraceTests
{
    private static readonly Guid Ann = Guid.NewGuid();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_its_reply_and_the_work_on_it_are_one_trace(bool onTheSameNode)
    {
        var work = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ActivityStopped = activity => work.Enqueue(activity),
            ShouldListenTo = source => source.Name is Tracing.SourceName or "test",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        using var clicks = new ActivitySource("test");
        await using var database = await ChatDatabase.CreateAsync();
        await using var door = await Node.StartAsync(database, workers: onTheSameNode);
        var session = Guid.CreateVersion7();
        (await door.Start.Handle(new StartSession(session), Ann)).Should().BeOfType<Accepted>();

        string trace;
        using (var click = clicks.StartActivity("click"))
        {
            trace = click!.TraceId.ToString();
            (await door.Send.Handle(new SendMessage(session, Guid.CreateVersion7(), "demo:echo hello"), Ann)).Should().BeOfType<Accepted>();
        }

        // The lease of a node without workers runs out, and the other one takes the reply over.
        await using var other = onTheSameNode ? null : await Node.StartAsync(database);
        var correlations = await Eventually.Become(
            () => database.QueryAsync<string>(
                "select coalesce(correlation_id, '') from tesslate.mt_events where type in ('user_message_sent', 'reply_started', 'reply_closed')"),
            events => events.Count == 3,
            TimeSpan.FromSeconds(20));

        correlations.Should().OnlyContain(id => id.Contains(trace, StringComparison.Ordinal));
        await Eventually.Become(() => work.Any(a => a.OperationName == "reply" && a.TraceId.ToString() == trace));
    }
}

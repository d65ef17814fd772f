using TesslateLite.Contracts.Events;
using TesslateLite.Projections.Sessions;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Projections.Tests;

/// <summary>A database with a short session, one of a few pages, and a very long one.</summary>
public sealed class LongSessions : IAsyncLifetime
{
    public static readonly Guid OfTen = Scenario.Id(100);
    public static readonly Guid OfAHundred = Scenario.Id(101);
    public static readonly Guid OfTenThousand = Scenario.Id(102);

    public ChatDatabase Database { get; private set; } = null!;

    internal MeasuredStore Measured { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Database = await ChatDatabase.CreateAsync();
        await FillAsync(OfTen, messages: 10);
        await FillAsync(OfAHundred, messages: 100);
        await FillAsync(OfTenThousand, messages: 10_000);
        await Database.QueryAsync<int>("analyze");
        Measured = MeasuredStore.On(Database);
    }

    public async Task DisposeAsync()
    {
        await Measured.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>Half of the messages are a person's, half are replies, all in one branch; by the product's own projections.</summary>
    private async Task FillAsync(Guid id, int messages)
    {
        var events = new List<object> { new SessionStarted(id, Scenario.Ann, "demo"), new SessionRenamed("Long", By: null) };
        Guid? parent = null;
        for (var i = 0; i < messages / 2; i++)
        {
            var (message, reply) = (Guid.CreateVersion7(), Guid.CreateVersion7());
            events.Add(new UserMessageSent(message, parent, Scenario.Ann, "What comes next?", reply, Queued: false));
            events.Add(new ReplyStarted(reply, message, "demo", Scenario.Ann, Continues: null));
            events.Add(new ReplyClosed(reply, message, "demo", ReplyOutcome.Completed, By: null, Code: null, "This comes next."));
            parent = reply;
        }

        foreach (var (commit, index) in events.Chunk(3_000).Select((commit, index) => (commit, index)))
        {
            await using var session = Database.Store.LightweightSession();
            if (index == 0)
            {
                session.Events.StartStream<ChatSession>(id, commit);
            }
            else
            {
                session.Events.Append(id, commit);
            }

            await session.SaveChangesAsync();
        }
    }
}

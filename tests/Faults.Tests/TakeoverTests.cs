using System.Text.RegularExpressions;
using FluentAssertions;
using Npgsql;
using TesslateLite.Contracts.Wire;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Faults.Tests;

/// <summary>Workers die, freeze and come back; replies end properly all the same, once, with all their text.</summary>
public sealed partial class TakeoverTests : IAsyncLifetime
{
    private const int Paragraphs = 60;
    private const int Sentences = 4 * Paragraphs;

    /// <summary>The long answer takes some ten seconds: long enough to be killed in.</summary>
    private static readonly Dictionary<string, string?> Slow = new(StringComparer.Ordinal) { ["Demo__Pace"] = "6" };

    private TestStudio _studio = null!;

    public async Task InitializeAsync() => _studio = await TestStudio.StartAsync(Slow);

    public async Task DisposeAsync() => await _studio.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    [InlineData(5_000)]
    public async Task A_reply_whose_server_is_killed_is_taken_over_after_the_restart(int unitsBefore)
    {
        await using var person = await _studio.VisitAsync();
        var session = await person.StartAsync();
        var screen = person.Watch(session);
        var reply = (await person.SendAsync(session, $"demo:long {Paragraphs}")).ReplyId;
        if (unitsBefore > 0)
        {
            await screen.TextOf(reply, unitsBefore);
        }

        await _studio.Server.KillAsync();
        (await Scalar<long>("select count(*) from tesslate.open_replies")).Should().Be(1, "the test wants to kill a worker at work");
        await _studio.Server.StartAgainAsync();

        await using var again = await person.OpenTabAsync();
        await EndsProperly(again, session, reply, before: WatchedSession.Empty.ReduceAll(screen.Frames));
    }

    [Fact]
    public async Task A_reply_survives_being_killed_three_times()
    {
        await using var person = await _studio.VisitAsync();
        var session = await person.StartAsync();
        var reply = (await person.SendAsync(session, $"demo:long {Paragraphs}")).ReplyId;
        for (var kill = 1; kill <= 3; kill++)
        {
            await using var tab = await person.OpenTabAsync();
            await tab.Watch(session).TextOf(reply, 1_500 * kill);
            await _studio.Server.KillAsync();
            await _studio.Server.StartAgainAsync();
        }

        await using var again = await person.OpenTabAsync();
        await EndsProperly(again, session, reply, before: null);
    }

    [Fact]
    public async Task A_server_that_stops_in_peace_lets_go_of_its_replies_and_the_next_one_goes_on()
    {
        await using var person = await _studio.VisitAsync();
        var session = await person.StartAsync();
        var screen = person.Watch(session);
        var reply = (await person.SendAsync(session, $"demo:long {Paragraphs}")).ReplyId;
        await screen.TextOf(reply, 1_000);

        await _studio.Server.StopAsync();
        (await Scalar<bool>("select lease_until < now() from tesslate.open_replies")).Should().BeTrue("nobody need wait for the lease");
        await _studio.Server.StartAgainAsync();

        await using var again = await person.OpenTabAsync();
        await EndsProperly(again, session, reply, before: WatchedSession.Empty.ReduceAll(screen.Frames));
    }

    [Fact]
    public async Task A_frozen_worker_is_replaced_and_writes_nothing_when_it_comes_back()
    {
        await using var other = await TestStudio.StartAsync(Slow, _studio.Database);
        await using var person = await _studio.VisitAsync();
        var session = await person.StartAsync();
        var onFrozen = person.Watch(session);
        var reply = (await person.SendAsync(session, $"demo:long {Paragraphs}")).ReplyId;
        await onFrozen.TextOf(reply, 1_000);
        await using var elsewhere = await person.OpenTabAsync(other.Address);

        _studio.Server.Freeze();
        await Eventually.Become(() => Scalar<int>("select fence from tesslate.open_replies"), fence => fence == 2, TimeSpan.FromSeconds(20));
        (await Scalar<double>("select extract(epoch from now() - lease_until)::float8 from tesslate.open_replies")).Should().BeLessThan(0, "its new lease holds");
        // It comes back while the other one writes, with text that it had not stored.
        _studio.Server.Thaw();

        await Eventually.Become(() => _studio.Server.Log.Contains($"{reply}: the lease of fence 1 is lost", StringComparison.Ordinal), TimeSpan.FromSeconds(20));
        await EndsProperly(elsewhere, session, reply, before: null);
        (await Scalar<long>("select count(*) from tesslate.mt_events where type = 'reply_closed'")).Should().Be(1);
        await using var back = await person.OpenTabAsync();
        (await back.HistoryAsync(session)).Should().BeEquivalentTo(await elsewhere.HistoryAsync(session), o => o.WithStrictOrdering());
    }

    [Fact]
    public async Task A_reply_of_a_frozen_worker_can_be_stopped_on_another_node()
    {
        await using var other = await TestStudio.StartAsync(Slow, _studio.Database);
        await using var person = await _studio.VisitAsync();
        var session = await person.StartAsync();
        var onFrozen = person.Watch(session);
        var reply = (await person.SendAsync(session, $"demo:long {Paragraphs}")).ReplyId;
        await onFrozen.TextOf(reply, 1_000);
        await using var elsewhere = await person.OpenTabAsync(other.Address);
        var screen = elsewhere.Watch(session);
        await screen.Shows(s => s.Frames.Count > 0);

        _studio.Server.Freeze();
        await elsewhere.DoAsync("Stop", new StopReply(session, reply!.Value));

        var end = await screen.EndOf(reply);
        end.Outcome.Should().Be(MessageOutcome.Stopped);
        end.By.Should().Be(person.Id);
        _studio.Server.Thaw();
    }

    /// <summary>
    /// The reply completes with every sentence once and in order, nothing of it stays open, and a tab that goes on from what it
    /// had before shows the same.
    /// </summary>
    private async Task EndsProperly(Person person, Guid session, Guid? reply, WatchedSession? before)
    {
        var view = (before ?? WatchedSession.Empty).BeginWatch();
        var screen = person.Watch(session, view.At);
        await Eventually.Become(
            async () => (await person.HistoryAsync(session)).Any(m => m.Id == reply), done => done, TimeSpan.FromSeconds(60), "the reply in the history");

        var message = (await person.HistoryAsync(session)).Single(m => m.Id == reply);
        message.Outcome.Should().Be(MessageOutcome.Completed);
        Numbers(message).Should().Equal(Enumerable.Range(1, Sentences));
        (await Scalar<long>("select count(*) from tesslate.open_replies")).Should().Be(0);
        (await Scalar<long>("select count(*) from tesslate.open_reply_chunks")).Should().Be(0);

        await screen.Shows(s => view.ReduceAll(s.Frames).Messages.Any(m => m.Id == reply), "the reply on the screen");
        Numbers(view.ReduceAll(screen.Frames).Messages.Single(m => m.Id == reply)).Should().Equal(Enumerable.Range(1, Sentences));
    }

    private static IEnumerable<int> Numbers(MessageView message) =>
        SentenceNumber().Matches(string.Concat(message.Pieces.OfType<BlockPiece>().Select(p => p.Html))).Select(m => int.Parse(m.Groups[1].Value));

    private async Task<T> Scalar<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(_studio.Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    [GeneratedRegex(@"Sentence (\d+):")]
    private static partial Regex SentenceNumber();
}

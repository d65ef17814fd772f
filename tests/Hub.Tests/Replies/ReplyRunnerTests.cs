using FluentAssertions;
using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Projections.Sessions;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Hub.Tests.Replies;

/// <summary>The worker of a node on a real database, with a model that says what the test tells it to.</summary>
public sealed class ReplyRunnerTests : IAsyncLifetime
{
    private static readonly Guid Ann = Guid.NewGuid();

    private readonly TalkingModel _model = new();
    private ChatDatabase _database = null!;

    public async Task InitializeAsync() => _database = await ChatDatabase.CreateAsync();

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task A_reply_of_a_thousand_tokens_takes_two_commits_to_the_session_and_one_statement_for_each_checkpoint()
    {
        await using var node = await Node.StartAsync(_database, model: _model);
        var (session, reply) = await AskAsync(node);
        for (var token = 0; token < 1_000; token++)
        {
            _model.Say("token ");
        }

        await StoredAsync(reply, "token token ");
        _model.Finish();
        await ClosedAsync(reply);

        (await _database.QueryAsync<long>($"select count(distinct correlation) from (select timestamp as correlation from tesslate.mt_events where stream_id = '{session}') t"))
            .Single().Should().BeLessThanOrEqualTo(3, "it was started, asked, and closed");
        (await _database.QueryAsync<string>("select text from tesslate.open_reply_chunks")).Should().BeEmpty();
    }

    [Fact]
    public async Task A_text_is_stored_in_pieces_that_are_never_written_again()
    {
        await using var node = await Node.StartAsync(_database, model: _model);
        var (_, reply) = await AskAsync(node);

        _model.Say("first ");
        await StoredAsync(reply, "first ");
        var before = await ChunksAsync();
        _model.Say("second ");
        await StoredAsync(reply, "first second ");

        (await ChunksAsync()).Should().StartWith(before, "what was stored is the same row version still");
        _model.Finish();
        await ClosedAsync(reply);
    }

    [Fact]
    public async Task A_node_goes_on_with_its_replies_when_it_could_not_renew_their_leases_for_a_while()
    {
        await using var node = await Node.StartAsync(_database, model: _model);
        var (_, reply) = await AskAsync(node);
        _model.Say("before ");
        await StoredAsync(reply, "before ");

        // As after a database that was away: the lease has run out, and nobody else was there to take it.
        for (var i = 0; i < 5; i++)
        {
            await _database.QueryAsync<int>("update tesslate.open_replies set lease_until = now() - interval '1 minute'");
            _model.Say($"{i} ");
            await Eventually.Become(() => _database.QueryAsync<bool>("select lease_until > now() from tesslate.open_replies"), renewed => renewed is [true]);
        }

        (await _database.QueryAsync<int>("select fence from tesslate.open_replies")).Should().Equal(1);
        _model.Finish();
        (await ClosedAsync(reply)).Text.Should().Be("before 0 1 2 3 4 ");
        _model.Calls.Should().Be(1);
    }

    [Fact]
    public async Task A_reply_that_ends_each_of_its_workers_is_closed_with_its_text_in_the_end()
    {
        Guid reply;
        await using (var door = await Node.StartAsync(_database, workers: false))
        {
            (_, reply) = await AskAsync(door);
        }

        await _database.QueryAsync<int>($"insert into tesslate.open_reply_chunks (reply, \"offset\", text) values ('{reply}', 0, 'so far')");
        await _database.QueryAsync<int>("update tesslate.open_replies set attempts = 5, fence = 6, lease_until = now() - interval '1 second'");

        await using var node = await Node.StartAsync(_database, model: _model);

        var message = await ClosedAsync(reply);
        message.Should().BeEquivalentTo(new { Outcome = ReplyOutcome.Interrupted, Code = "reply_abandoned", Text = "so far" });
        _model.Calls.Should().Be(0);
    }

    [Fact]
    public async Task A_reply_whose_session_is_gone_does_not_go_on_for_ever()
    {
        await using (var door = await Node.StartAsync(_database, workers: false))
        {
            await AskAsync(door);
        }

        await _database.QueryAsync<int>("update tesslate.open_replies set session = gen_random_uuid(), attempts = 5, lease_until = now() - interval '1 second'");

        await using var node = await Node.StartAsync(_database, model: _model);

        await Eventually.Become(() => _database.QueryAsync<long>("select count(*) from tesslate.open_replies"), rows => rows is [0]);
    }

    [Fact]
    public async Task A_way_to_the_model_that_breaks_when_it_is_stopped_is_a_stop()
    {
        await using var node = await Node.StartAsync(_database, model: _model);
        var (session, reply) = await AskAsync(node);
        _model.Say("half ");
        _model.BreakWhenCancelled();
        await StoredAsync(reply, "half ");

        (await node.Stop.Handle(new StopReply(session, reply), Ann)).Should().BeOfType<Accepted>();

        (await ClosedAsync(reply)).Should().BeEquivalentTo(new { Outcome = ReplyOutcome.Stopped, By = Ann, Text = "half " });
    }

    private static async Task<(Guid Session, Guid Reply)> AskAsync(Node node)
    {
        var session = Guid.CreateVersion7();
        (await node.Start.Handle(new StartSession(session), Ann)).Should().BeOfType<Accepted>();
        var sent = await node.Send.Handle(new SendMessage(session, Guid.CreateVersion7(), "Hello"), Ann);
        return (session, sent.Should().BeOfType<Accepted>().Which.ReplyId!.Value);
    }

    private async Task StoredAsync(Guid reply, string start) => await Eventually.Become(
        () => _database.QueryAsync<string>($"select coalesce(string_agg(text, '' order by \"offset\"), '') from tesslate.open_reply_chunks where reply = '{reply}'"),
        text => text[0].StartsWith(start, StringComparison.Ordinal));

    private async Task<MessageRow> ClosedAsync(Guid reply)
    {
        await using var query = _database.Store.QuerySession();
        return (await Eventually.Become(() => query.LoadAsync<MessageRow>(reply), row => row is not null, TimeSpan.FromSeconds(20)))!;
    }

    /// <summary>Each chunk with the transaction that wrote it.</summary>
    private async Task<string> ChunksAsync() =>
        string.Join('|', await _database.QueryAsync<string>("""select xmin::text || ':' || text from tesslate.open_reply_chunks order by "offset" """));
}

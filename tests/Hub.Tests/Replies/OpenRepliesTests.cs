using FluentAssertions;
using TesslateLite.Contracts.Events;
using TesslateLite.Hub.Replies;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Hub.Tests.Replies;

/// <summary>Leases, fences and checkpoints, statement by statement, on PostgreSQL.</summary>
[Collection(Alone.Name)]
public sealed class OpenRepliesTests : IAsyncLifetime
{
    private readonly Guid _session = Guid.NewGuid();
    private readonly Guid _reply = Guid.NewGuid();
    private ChatDatabase _database = null!;
    private OpenReplies _first = null!;
    private OpenReplies _second = null!;

    public async Task InitializeAsync()
    {
        _database = await ChatDatabase.CreateAsync();
        _first = new OpenReplies(_database.DataSource);
        _second = new OpenReplies(_database.DataSource);
        await OpenAsync(_reply);
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task A_reply_with_a_lease_is_taken_by_nobody() =>
        (await _second.ClaimAbandoned(10, [], CancellationToken.None)).Should().BeEmpty();

    [Fact]
    public async Task A_reply_whose_lease_has_run_out_is_taken_once_with_a_higher_fence_and_its_text()
    {
        await SaveAsync(_first, fence: 1, offset: 0, "Hello ");
        await SaveAsync(_first, fence: 1, offset: 6, "world");
        await ExpireAsync();

        var claimed = await _second.ClaimAbandoned(10, [], CancellationToken.None);

        claimed.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Id = _reply, SessionId = _session, Fence = 2, Attempts = 1, Written = "Hello world" });
        (await _first.ClaimAbandoned(10, [], CancellationToken.None)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_node_does_not_take_from_itself_what_it_is_writing()
    {
        await ExpireAsync();

        (await _first.ClaimAbandoned(10, [_reply], CancellationToken.None)).Should().BeEmpty();
        (await SaveAsync(_first, fence: 1, offset: 0, "late")).Should().Be((true, true), "nobody else wanted it");
        (await _second.ClaimAbandoned(10, [], CancellationToken.None)).Should().BeEmpty("it has a lease again");
    }

    [Fact]
    public async Task A_worker_that_has_been_replaced_stores_nothing_renews_nothing_and_closes_nothing()
    {
        await SaveAsync(_first, fence: 1, offset: 0, "mine");
        await ExpireAsync();
        await _second.ClaimAbandoned(10, [], CancellationToken.None);
        await ExpireAsync();

        (await SaveAsync(_first, fence: 1, offset: 4, " and more")).Should().Be((false, false));

        (await ChunksAsync()).Should().Equal("mine");
        (await _database.QueryAsync<bool>("select lease_until < now() from tesslate.open_replies")).Should().Equal(true);
        (await DeleteAsync(fence: 1)).Should().BeFalse();
        (await ChunksAsync()).Should().Equal("mine");
    }

    [Fact]
    public async Task A_checkpoint_that_comes_again_stores_only_what_is_new_and_never_less()
    {
        await SaveAsync(_first, fence: 1, offset: 0, "one two three");
        await SaveAsync(_first, fence: 1, offset: 0, "one");
        (await ChunksAsync()).Should().Equal("one two three");

        await SaveAsync(_first, fence: 1, offset: 0, "one two three four");
        (await ChunksAsync()).Should().Equal("one two three four");
    }

    [Fact]
    public async Task A_reply_is_closed_once_and_nothing_of_it_is_left()
    {
        await SaveAsync(_first, fence: 1, offset: 0, "all");

        (await DeleteAsync(fence: 1)).Should().BeTrue();
        (await DeleteAsync(fence: 1)).Should().BeFalse();

        (await _database.QueryAsync<long>("select count(*) from tesslate.open_replies")).Should().Equal(0);
        (await ChunksAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_row_that_somebody_holds_keeps_no_other_reply_from_its_checkpoint()
    {
        var other = Guid.NewGuid();
        await OpenAsync(other);
        await using var connection = await _database.DataSource.OpenConnectionAsync();
        await using var holding = await connection.BeginTransactionAsync();
        (await OpenReplies.Delete(holding, _reply, fence: 1, CancellationToken.None)).Should().BeTrue();

        var held = await _first.Checkpoint([new Checkpoint(_reply, 1, 0, "stuck"), new Checkpoint(other, 1, 0, "free")], CancellationToken.None);

        held.Should().BeEquivalentTo(new Dictionary<Guid, HeldReply> { [_reply] = new(null, Saved: false), [other] = new(null, Saved: true) });
        (await ChunksAsync()).Should().Equal("free");
    }

    [Fact]
    public async Task Who_freezes_while_closing_a_reply_is_not_waited_for()
    {
        await using var connection = await _database.DataSource.OpenConnectionAsync();
        await using var frozen = await connection.BeginTransactionAsync();
        await OpenReplies.Delete(frozen, _reply, fence: 1, CancellationToken.None);

        // A claim passes the row over for as long as it is held.
        var claimed = await Eventually.Become(
            async () =>
            {
                await ExpireAsync();
                return await _second.ClaimAbandoned(10, [], CancellationToken.None);
            },
            replies => replies.Count == 1);

        claimed[0].Fence.Should().Be(2);
    }

    [Fact]
    public async Task A_wish_to_stop_is_told_at_the_next_checkpoint_whoever_writes_by_then()
    {
        var person = Guid.NewGuid();
        (await _first.RequestStop(_session, _reply, person)).Should().Equal(_reply);
        await _first.RequestStop(_session, replyId: null, Guid.NewGuid());

        var held = await _first.Checkpoint([new Checkpoint(_reply, 1, 0, "")], CancellationToken.None);
        await ExpireAsync();

        held[_reply].StopBy.Should().Be(person, "who asked first is named");
        (await _second.ClaimAbandoned(10, [], CancellationToken.None)).Should().ContainSingle().Which.StopBy.Should().Be(person);
    }

    [Fact]
    public async Task A_node_that_stops_lets_go_of_its_replies_and_of_no_others()
    {
        await _second.Release(CancellationToken.None);
        (await _second.ClaimAbandoned(10, [], CancellationToken.None)).Should().BeEmpty();

        await _first.Release(CancellationToken.None);
        (await _second.ClaimAbandoned(10, [], CancellationToken.None)).Should().ContainSingle();
    }

    [Fact]
    public async Task Attempts_are_counted_until_text_is_stored()
    {
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await ExpireAsync();
            (await _second.ClaimAbandoned(10, [], CancellationToken.None)).Should().ContainSingle().Which.Attempts.Should().Be(attempt);
        }

        // A model begins anew behind its reasoning: that is no progress, and must not keep a reply going that ends every worker.
        await _second.Checkpoint([new Checkpoint(_reply, 4, 0, "", 0, "Hm.")], CancellationToken.None);
        await ExpireAsync();
        (await _second.ClaimAbandoned(10, [], CancellationToken.None)).Should().ContainSingle().Which.Attempts.Should().Be(4);

        await SaveAsync(_second, fence: 5, offset: 0, "progress");
        await ExpireAsync();
        (await _second.ClaimAbandoned(10, [], CancellationToken.None)).Should().ContainSingle().Which.Attempts.Should().Be(1);
    }

    private async Task OpenAsync(Guid reply)
    {
        await using var session = _database.Store.LightweightSession();
        _first.Insert(session, _session, ordinal: 3, new ReplyStarted(reply, Guid.NewGuid(), "demo", Guid.NewGuid(), Continues: null));
        await session.SaveChangesAsync();
    }

    private async Task<(bool Held, bool Saved)> SaveAsync(OpenReplies node, int fence, int offset, string text)
    {
        var held = await node.Checkpoint([new Checkpoint(_reply, fence, offset, text)], CancellationToken.None);
        return held.TryGetValue(_reply, out var reply) ? (true, reply.Saved) : (false, false);
    }

    private async Task<bool> DeleteAsync(int fence)
    {
        await using var connection = await _database.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var deleted = await OpenReplies.Delete(transaction, _reply, fence, CancellationToken.None);
        await transaction.CommitAsync();
        return deleted;
    }

    private Task<IReadOnlyList<string>> ChunksAsync() =>
        _database.QueryAsync<string>("""select text from tesslate.open_reply_chunks order by "offset" """);

    /// <summary>Lets all leases run out, except those of rows that somebody holds.</summary>
    private async Task ExpireAsync() => await _database.QueryAsync<int>(
        """
        update tesslate.open_replies set lease_until = now() - interval '1 second'
        where id in (select id from tesslate.open_replies for update skip locked)
        """);
}

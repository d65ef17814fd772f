using FluentAssertions;
using Microsoft.Extensions.Logging.Abstractions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Access;
using TesslateLite.Hub.Attachments;
using TesslateLite.Hub.Feed;
using TesslateLite.Hub.Replies;
using TesslateLite.Hub.Sessions;
using Xunit;

namespace TesslateLite.Projections.Tests;

/// <summary>What a click costs does not grow with the session: counted in queries, and in bytes on the way to PostgreSQL and back.</summary>
public sealed class LongSessionTests(LongSessions sessions) : IClassFixture<LongSessions>
{
    private readonly MeasuredStore _measured = sessions.Measured;

    [Fact]
    public async Task The_long_session_has_10000_messages() =>
        (await sessions.Database.QueryAsync<long>($"select count(*) from tesslate.mt_doc_messagerow where data ->> 'sessionId' = '{LongSessions.OfTenThousand}'"))
            .Single().Should().BeGreaterThanOrEqualTo(10_000);

    [Fact]
    public async Task Opening_a_session_of_10000_messages_costs_what_any_full_page_costs()
    {
        await OpenAsync(LongSessions.OfAHundred);

        var few = await _measured.CostAsync(() => OpenAsync(LongSessions.OfTen));
        var page = await _measured.CostAsync(() => OpenAsync(LongSessions.OfAHundred));
        var many = await _measured.CostAsync(() => OpenAsync(LongSessions.OfTenThousand));

        few.Queries.Should().BePositive();
        many.Queries.Should().Be(few.Queries).And.Be(page.Queries);
        many.Bytes.Should().BeInRange(page.Bytes * 95 / 100, page.Bytes * 105 / 100, "both show the newest {0}", MessagePages.Size);
        few.Bytes.Should().BeLessThan(many.Bytes, "it has fewer to show");
    }

    [Fact]
    public async Task Sending_into_a_session_of_10000_messages_costs_what_it_costs_in_one_of_10()
    {
        await AcceptAsync(LongSessions.OfAHundred);

        var few = await _measured.CostAsync(() => AcceptAsync(LongSessions.OfTen));
        var many = await _measured.CostAsync(() => AcceptAsync(LongSessions.OfTenThousand));

        few.Queries.Should().BePositive();
        many.Queries.Should().Be(few.Queries);
        many.Bytes.Should().BeInRange(few.Bytes * 95 / 100, few.Bytes * 105 / 100);
    }

    /// <summary>All that the first frame of a watch takes, on a node that has not had the session in memory.</summary>
    private async Task OpenAsync(Guid session)
    {
        using var clock = new FrameClock(TimeProvider.System, NullLogger<FrameClock>.Instance);
        var source = new MartenSessionSource(_measured.Store, _measured.DataSource, new OpenReplies(_measured.DataSource));
        var feed = new MemorySessionFeed(source, clock, TimeProvider.System, NullLogger<MemorySessionFeed>.Instance);
        var watch = new WatchSessionHandler(new SessionAccess(_measured.Store), feed, NullLogger<WatchSessionHandler>.Instance);
        await using var frames = (await watch.Handle(session, after: null, Scenario.Ann)).GetAsyncEnumerator();
        (await frames.MoveNextAsync()).Should().BeTrue();
        frames.Current.Json(0).Should().StartWith("{\"kind\":\"snapshot\"");
    }

    private async Task AcceptAsync(Guid session)
    {
        var openReplies = new OpenReplies(_measured.DataSource);
        var commits = new SessionCommits(new NobodyWatches(), new NobodyListens(), new ReplyInbox(), openReplies);
        var writer = new SessionWriter(_measured.Store, new SessionAccess(_measured.Store), commits, NullLogger<SessionWriter>.Instance);
        var outcome = await new SendMessageHandler(writer, new AttachmentStore(_measured.DataSource)).Handle(new SendMessage(session, Guid.CreateVersion7(), "One more"), Scenario.Ann);
        outcome.Should().BeOfType<Accepted>().Which.ReplyId.Should().NotBeNull();
    }

    private sealed class NobodyWatches : ISessionFeed
    {
        public IAsyncEnumerable<FrameBatch> Watch(Guid sessionId, string? after) => throw new NotSupportedException();

        public Task Advance(Guid sessionId) => Task.CompletedTask;

        public Task<IReplyWriter> Open(Guid sessionId, long ordinal, int fence, ReplyProgress soFar) => throw new NotSupportedException();
    }

    private sealed class NobodyListens : ISessionNotifier
    {
        public void SessionChanged(Guid sessionId)
        {
        }
    }
}

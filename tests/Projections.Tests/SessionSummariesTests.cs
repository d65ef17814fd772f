using FluentAssertions;
using Marten;
using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Sessions;
using TesslateLite.Projections.Libraries;
using TesslateLite.Projections.Sessions;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Projections.Tests;

public sealed class SessionSummariesTests : IAsyncLifetime
{
    private static readonly DateTimeOffset s_noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private ChatDatabase _database = null!;
    private IQuerySession _query = null!;

    public async Task InitializeAsync()
    {
        _database = await ChatDatabase.CreateAsync();
        _query = _database.Store.QuerySession();
    }

    public async Task DisposeAsync()
    {
        await _query.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Paging_through_130_sessions_gives_each_once_newest_first_also_at_equal_times()
    {
        // Ten at a time have the same time, and so have those on both sides of a page's end.
        await StoreAsync(Enumerable.Range(1, 130).Select(i => Row(i, s_noon.AddMinutes(i / 10))));
        await StoreAsync(Enumerable.Range(201, 30).Select(i => Row(i, s_noon, owner: Scenario.Bob)));

        var pages = await PagesAsync();

        pages.Select(p => p.Sessions.Count).Should().Equal(50, 50, 30);
        var all = pages.SelectMany(p => p.Sessions).ToList();
        all.Select(s => s.Id).Should().BeEquivalentTo(Enumerable.Range(1, 130).Select(Scenario.Id)).And.OnlyHaveUniqueItems();
        all.Select(s => s.LastActivity).Should().BeInDescendingOrder();
    }

    [Fact]
    public async Task One_hundred_and_thirty_sessions_of_one_moment_are_paged_as_well()
    {
        await StoreAsync(Enumerable.Range(1, 130).Select(i => Row(i, s_noon)));

        (await PagesAsync()).SelectMany(p => p.Sessions).Select(s => s.Id)
            .Should().BeEquivalentTo(Enumerable.Range(1, 130).Select(Scenario.Id)).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Pinned_sessions_come_first_newest_first_and_only_on_the_first_page()
    {
        await StoreAsync(Enumerable.Range(1, 120).Select(i => Row(i, s_noon.AddMinutes(i))));
        await PinAsync(Scenario.Id(5), Scenario.Id(90), Scenario.Id(1));

        var pages = await PagesAsync();

        pages[0].Sessions.Take(4).Select(s => (s.Id, s.Pinned)).Should().Equal(
            (Scenario.Id(90), true), (Scenario.Id(5), true), (Scenario.Id(1), true), (Scenario.Id(120), false));
        var all = pages.SelectMany(p => p.Sessions).ToList();
        all.Should().HaveCount(120).And.OnlyHaveUniqueItems(s => s.Id);
        all.Count(s => s.Pinned).Should().Be(3);
    }

    [Fact]
    public async Task The_bin_is_a_list_of_its_own_with_its_own_pinned_ones()
    {
        await StoreAsync(Enumerable.Range(1, 20).Select(i => Row(i, s_noon.AddMinutes(i)) with { Binned = i % 2 == 0 }));
        await PinAsync(Scenario.Id(2), Scenario.Id(3));

        var bin = (await PagesAsync(binned: true)).Single().Sessions;
        var list = (await PagesAsync()).Single().Sessions;

        bin.Select(s => s.Id).Should().Equal(new[] { 2, 20, 18, 16, 14, 12, 10, 8, 6, 4 }.Select(Scenario.Id));
        list.Select(s => s.Id).Should().Equal(new[] { 3, 19, 17, 15, 13, 11, 9, 7, 5, 1 }.Select(Scenario.Id));
    }

    [Fact]
    public async Task A_pinned_session_of_somebody_else_is_not_shown()
    {
        await StoreAsync([Row(1, s_noon, owner: Scenario.Bob)]);
        await PinAsync(Scenario.Id(1));

        (await PagesAsync()).Single().Sessions.Should().BeEmpty();
    }

    [Fact]
    public async Task One_row_is_read_as_its_owner_sees_it()
    {
        await StoreAsync([Row(1, s_noon)]);
        await PinAsync(Scenario.Id(1));

        var one = await SessionSummaries.ReadOne(_query, Scenario.Id(1));

        one!.Value.OwnerId.Should().Be(Scenario.Ann);
        one.Value.Summary.Should().Be((await PagesAsync()).Single().Sessions.Single()).And.Match<SessionSummary>(s => s.Pinned);
        (await SessionSummaries.ReadOne(_query, Scenario.Id(99))).Should().BeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("1")]
    [InlineData("-1.00000001000000000000000000000000")]
    [InlineData("1.0000000100000000000000000000000")]
    [InlineData("1.00000001-0000-0000-0000-000000000000")]
    [InlineData("9999999999999999.00000001000000000000000000000000")]
    [InlineData("1.00000001000000000000000000000000.1")]
    public async Task A_malformed_cursor_gives_no_page(string cursor) =>
        (await SessionSummaries.Read(_query, Scenario.Ann, binned: false, cursor, CancellationToken.None)).Should().BeNull();

    private async Task<List<SessionPage>> PagesAsync(bool binned = false)
    {
        var pages = new List<SessionPage>();
        string? after = null;
        do
        {
            var page = await SessionSummaries.Read(_query, Scenario.Ann, binned, after, CancellationToken.None);
            pages.Add(page!);
            after = page!.Next;
        }
        while (after is not null && pages.Count < 1_000);
        return pages;
    }

    private async Task PinAsync(params Guid[] sessions)
    {
        await using var session = _database.Store.LightweightSession();
        session.Events.StartStream<Library>(
            Library.IdOf(Scenario.Ann), [new LibraryOpened(Scenario.Ann), .. sessions.Select(id => new SessionPinned(id))]);
        await session.SaveChangesAsync();
    }

    private Task StoreAsync(IEnumerable<SessionRow> rows) => _database.Store.BulkInsertAsync([.. rows]);

    private static SessionRow Row(int id, DateTimeOffset time, Guid? owner = null) =>
        new() { Id = Scenario.Id(id), OwnerId = owner ?? Scenario.Ann, Model = "demo", LastActivity = time };
}

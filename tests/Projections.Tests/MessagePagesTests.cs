using System.Text.Encodings.Web;
using System.Text.Json;
using FluentAssertions;
using Marten;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Feed;
using TesslateLite.Projections.Rendering;
using TesslateLite.Projections.Sessions;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Projections.Tests;

public sealed class MessagePagesTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions s_asSent = new(WireJson.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly Guid s_session = Scenario.Id(1);
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
    public async Task Paging_back_through_a_thousand_messages_gives_each_once_in_order()
    {
        // Versions have holes, as in life, and a neighbour's messages lie between.
        await StoreAsync(Enumerable.Range(1, 1_000).Select(i => Row(i, version: 3 * i)));
        await StoreAsync(Enumerable.Range(1, 100).Select(i => Row(5_000 + i, version: 3 * i, session: Scenario.Id(2))));

        var pages = await PagesAsync();

        pages.Should().HaveCount(20).And.OnlyContain(p => p.Messages.Count == MessagePages.Size);
        pages.Reverse<MessagePage>().SelectMany(p => p.Messages).Select(m => m.Id)
            .Should().Equal(Enumerable.Range(1, 1_000).Select(i => Scenario.Id(i)));
    }

    [Fact]
    public async Task A_session_of_exactly_one_page_has_no_page_before_it()
    {
        await StoreAsync(Enumerable.Range(1, MessagePages.Size).Select(i => Row(i, i)));

        (await PagesAsync()).Should().ContainSingle().Which.Messages.Should().HaveCount(MessagePages.Size);
    }

    [Fact]
    public async Task A_session_without_messages_has_one_empty_page() =>
        (await PagesAsync()).Should().ContainSingle().Which.Messages.Should().BeEmpty();

    [Fact]
    public async Task A_page_ends_early_at_big_texts_and_none_is_left_out()
    {
        await StoreAsync(Enumerable.Range(1, 12).Select(i => Row(i, i, new string('a', 12_500))));

        var pages = await PagesAsync();

        pages.Select(p => p.Messages.Count).Should().Equal(5, 5, 2);
        pages.Reverse<MessagePage>().SelectMany(p => p.Messages).Select(m => m.Version).Should().Equal(Enumerable.Range(1, 12).Select(i => (long)i));
    }

    [Fact]
    public async Task A_page_of_the_longest_texts_is_less_than_half_a_megabyte()
    {
        await StoreAsync(Enumerable.Range(1, 60).Select(i => Row(i, i, new string('語', 3_000)) with
        {
            Pieces = MessageRenderer.Render(new string('語', 3_000), LineBreaks.Hard),
        }));

        var page = await MessagePages.Read(_query, s_session, before: null, CancellationToken.None);

        page!.Messages.Count.Should().BeGreaterThan(15);
        JsonSerializer.SerializeToUtf8Bytes(page, s_asSent).Length.Should().BeLessThan(500_000);
    }

    [Fact]
    public async Task A_page_has_at_least_one_message_however_big()
    {
        await StoreAsync([Row(1, 1), Row(2, 2, new string('a', 1_000_000)), Row(3, 3)]);

        (await PagesAsync()).Select(p => p.Messages.Select(m => m.Version)).Should().BeEquivalentTo(
            new long[][] { [3], [2], [1] }, o => o.WithStrictOrdering());
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData(" 1")]
    [InlineData("x")]
    [InlineData("99999999999999999999")]
    public async Task A_malformed_cursor_gives_no_page(string cursor) =>
        (await MessagePages.Read(_query, s_session, cursor, CancellationToken.None)).Should().BeNull();

    private async Task<List<MessagePage>> PagesAsync()
    {
        var pages = new List<MessagePage>();
        string? before = null;
        do
        {
            var page = await MessagePages.Read(_query, s_session, before, CancellationToken.None);
            pages.Add(page!);
            before = page!.Before;
        }
        while (before is not null && pages.Count < 1_000);
        return pages;
    }

    private Task StoreAsync(IEnumerable<MessageRow> rows) => _database.Store.BulkInsertAsync([.. rows]);

    private static MessageRow Row(int id, int version, string text = "Hello", Guid? session = null) => new()
    {
        Id = Scenario.Id(id),
        SessionId = session ?? s_session,
        StreamVersion = version,
        SentAt = DateTimeOffset.UnixEpoch,
        Text = text,
        Pieces = [new RenderedBlock(text.Length, "<p></p>")],
        RendererVersion = MarkdownRenderer.Version,
        AuthorId = Scenario.Ann,
    };
}

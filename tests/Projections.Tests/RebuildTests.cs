using FluentAssertions;
using TesslateLite.Projections.Accounts;
using TesslateLite.Projections.Libraries;
using TesslateLite.Projections.Sessions;
using TesslateLite.Projections.Store;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Projections.Tests;

/// <summary>Rebuilding any view gives exactly what live projection gave.</summary>
public sealed class RebuildTests : IAsyncLifetime
{
    /// <summary>Every projection and the table of its view.</summary>
    private static readonly Dictionary<string, string> s_views = new()
    {
        ["ChatSession"] = "mt_doc_chatsession",
        ["MessageHistory"] = "mt_doc_messagerow",
        ["ArtifactHistory"] = "mt_doc_artifactrow",
        ["SessionList"] = "mt_doc_sessionrow",
        ["Membership"] = "mt_doc_member",
        ["Library"] = "mt_doc_library",
        ["Account"] = "mt_doc_account",
    };

    private ChatDatabase _database = null!;

    public static TheoryData<string> Views => [.. s_views.Keys];

    public async Task InitializeAsync()
    {
        _database = await ChatDatabase.CreateAsync();
        await Scenario.PlayAsync(_database.Store);
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public void The_scenario_has_a_place_for_every_event_type() =>
        Scenario.Events.Select(e => e.GetType()).Distinct().Should().BeEquivalentTo(EventTypes.All);

    [Fact]
    public async Task Every_projection_and_every_table_of_documents_is_among_the_views()
    {
        _database.Store.Options.Projections.All.Select(p => p.Name).Should().BeEquivalentTo(s_views.Keys);
        (await _database.QueryAsync<string>(
                "select table_name::text from information_schema.tables where table_schema = 'tesslate' and table_name like 'mt\\_doc\\_%'"))
            .Where(table => table is not "mt_doc_deadletterevent").Should().BeEquivalentTo(s_views.Values);
    }

    [Theory]
    [MemberData(nameof(Views))]
    public async Task A_view_rebuilt_by_the_daemon_is_the_live_one_to_the_byte(string view)
    {
        var live = await RowsAsync(view);
        live.Should().NotBeEmpty();
        await SpoilAsync(view);

        using var daemon = await _database.Store.BuildProjectionDaemonAsync();
        await daemon.RebuildProjectionAsync(view, CancellationToken.None);

        (await RowsAsync(view)).Should().Equal(live);
    }

    [Fact]
    public async Task Rebuilding_all_views_one_after_another_leaves_all_of_them_as_they_were()
    {
        var live = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var view in s_views.Keys)
        {
            live[view] = await RowsAsync(view);
            await SpoilAsync(view);
        }

        using var daemon = await _database.Store.BuildProjectionDaemonAsync();
        foreach (var view in s_views.Keys)
        {
            await daemon.RebuildProjectionAsync(view, CancellationToken.None);
        }

        foreach (var view in s_views.Keys)
        {
            (await RowsAsync(view)).Should().Equal(live[view]);
        }
    }

    [Fact]
    public async Task A_stream_folded_anew_is_the_stored_state_to_the_byte()
    {
        await using var query = _database.Store.QuerySession();

        foreach (var id in new[] { Scenario.Chat, Scenario.Other })
        {
            Json(await query.Events.AggregateStreamAsync<ChatSession>(id)).Should().Be(Json(await query.LoadAsync<ChatSession>(id)));
            Json(await query.Events.AggregateStreamAsync<SessionRow>(id)).Should().Be(Json(await query.LoadAsync<SessionRow>(id)));
        }

        var library = Library.IdOf(Scenario.Ann);
        Json(await query.Events.AggregateStreamAsync<Library>(library)).Should().Be(Json(await query.LoadAsync<Library>(library)));
        Json(await query.Events.AggregateStreamAsync<Account>(Scenario.Bob)).Should().Be(Json(await query.LoadAsync<Account>(Scenario.Bob)));
    }

    private string Json(object? state)
    {
        state.Should().NotBeNull();
        return _database.Store.Options.Serializer().ToJson(state!);
    }

    /// <summary>All that the view holds: the documents and the columns made of them, without what Marten notes for itself.</summary>
    private Task<IReadOnlyList<string>> RowsAsync(string view) =>
        _database.QueryAsync<string>(
            $"select (to_jsonb(t) - '{{mt_last_modified,mt_version}}'::text[])::text from {OpenReplyTables.Schema}.{s_views[view]} t order by id");

    /// <summary>Makes every row wrong and adds one that no event made, so that a rebuild that does nothing does not pass.</summary>
    private async Task SpoilAsync(string view)
    {
        var table = $"{OpenReplyTables.Schema}.{s_views[view]}";
        await _database.QueryAsync<int>($$"""update {{table}} set data = data || '{"stale": true}'""");
        await _database.QueryAsync<int>(
            $"insert into {table} select (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid()))).* from {table} t limit 1");
    }
}

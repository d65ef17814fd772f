using FluentAssertions;
using Marten;
using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Sessions;
using TesslateLite.Projections.Sessions;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Projections.Tests;

/// <summary>What a client is told of the files of a session.</summary>
public sealed class SessionArtifactsTests : IAsyncLifetime
{
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
    public async Task A_file_has_its_versions_across_replies_and_within_one_numbered_from_the_first()
    {
        await Scenario.PlayAsync(_database.Store);

        var files = await ListAsync(Scenario.Chat);

        files.Select(f => (f.Path, f.Language)).Should().Equal(("b.css", "css"), ("app.js", "js"));
        files[1].Versions.Select(v => (v.Number, v.MessageId, v.Piece, v.Size)).Should().Equal(
            (1, Scenario.Id(21), 1, 11), (2, Scenario.Id(23), 0, 11), (3, Scenario.Id(23), 2, 9));
        files[1].Versions[0].CreatedAt.Should().Be((await _query.LoadAsync<MessageRow>(Scenario.Id(21)))!.SentAt);
    }

    [Fact]
    public async Task A_version_is_read_with_its_text_and_the_number_that_the_list_gives_it()
    {
        await Scenario.PlayAsync(_database.Store);

        foreach (var file in await ListAsync(Scenario.Chat))
        {
            foreach (var version in file.Versions)
            {
                var content = await SessionArtifacts.Read(_query, Scenario.Chat, version.MessageId, version.Piece, default);

                content.Should().BeEquivalentTo(new { file.Path, file.Language, version.MessageId, version.Piece, version.Number, version.CreatedAt });
                content!.Text.Should().HaveLength(version.Size);
            }
        }

        (await SessionArtifacts.Read(_query, Scenario.Chat, Scenario.Id(23), 2, default))!.Text.Should().Be("let a = 3");
    }

    [Fact]
    public async Task Nothing_of_another_session_can_be_read_by_its_ids_nor_counts_among_the_versions()
    {
        await Scenario.PlayAsync(_database.Store);

        (await SessionArtifacts.Read(_query, Scenario.Other, Scenario.Id(21), 1, default)).Should().BeNull();
        (await SessionArtifacts.Read(_query, Scenario.Chat, Scenario.Id(41), 1, default)).Should().BeNull();
        (await SessionArtifacts.Read(_query, Scenario.Chat, Scenario.Id(21), 0, default)).Should().BeNull("this piece is no file");
        (await ListAsync(Scenario.Other)).Should().ContainSingle().Which.Versions.Select(v => (v.Number, v.MessageId)).Should().Equal((1, Scenario.Id(41)));
        (await ListAsync(Guid.NewGuid())).Should().BeEmpty();
    }

    [Fact]
    public async Task A_list_has_no_more_than_the_newest_versions_and_their_numbers_count_the_older_ones()
    {
        const int Replies = 21, Files = 50;
        var text = string.Concat(Enumerable.Range(0, Files).Select(i => $"```js path=\"{i}.js\"\n{i}\n```\n"));
        await using (var session = _database.Store.LightweightSession())
        {
            session.Events.StartStream<ChatSession>(Scenario.Chat, new SessionStarted(Scenario.Chat, Scenario.Ann, "demo"));
            for (var reply = 0; reply < Replies; reply++)
            {
                session.Events.Append(
                    Scenario.Chat,
                    new ReplyStarted(Scenario.Id(100 + reply), Scenario.Id(20), "demo", Scenario.Ann, Continues: null),
                    new ReplyClosed(Scenario.Id(100 + reply), Scenario.Id(20), "demo", ReplyOutcome.Completed, By: null, Code: null, text));
            }

            await session.SaveChangesAsync();
        }

        var files = await ListAsync(Scenario.Chat);

        files.Sum(f => f.Versions.Count).Should().Be(SessionArtifacts.MaxListed);
        files.Select(f => f.Path).Should().Equal(Enumerable.Range(0, Files).Select(i => $"{i}.js"), "the one written last comes last");
        files.Should().AllSatisfy(f => f.Versions.Select(v => v.Number).Should().Equal(Enumerable.Range(2, 20)));
        (await SessionArtifacts.Read(_query, Scenario.Chat, Scenario.Id(100), 0, default))!.Number.Should().Be(1, "older ones are still there");
    }

    [Fact]
    public void Of_a_reply_with_more_files_than_a_commit_can_hold_the_first_ones_are_kept()
    {
        var text = string.Concat(Enumerable.Repeat("```a.ts\n```\n", ArtifactRow.MaxOfReply + 5));
        var closed = new ReplyClosed(Scenario.Id(100), Scenario.Id(20), "demo", ReplyOutcome.Completed, By: null, Code: null, text);

        ArtifactRow.Of(closed, Scenario.Chat, 3, default).Select(row => row.Piece).Should().Equal(Enumerable.Range(0, ArtifactRow.MaxOfReply));
    }

    private Task<IReadOnlyList<ArtifactView>> ListAsync(Guid session) => SessionArtifacts.List(_database.DataSource, session, default);
}

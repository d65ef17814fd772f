using FluentAssertions;
using JasperFx.Events;
using Marten;
using TesslateLite.Contracts.Events;
using TesslateLite.Projections.Accounts;
using TesslateLite.Projections.Libraries;
using TesslateLite.Projections.Rendering;
using TesslateLite.Projections.Sessions;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Projections.Tests;

/// <summary>What each view holds after the scenario.</summary>
public sealed class ViewTests : IAsyncLifetime
{
    private ChatDatabase _database = null!;
    private IQuerySession _query = null!;

    public async Task InitializeAsync()
    {
        _database = await ChatDatabase.CreateAsync();
        await Scenario.PlayAsync(_database.Store);
        _query = _database.Store.QuerySession();
    }

    public async Task DisposeAsync()
    {
        await _query.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task The_write_model_of_a_session_has_what_is_open_and_what_waits()
    {
        var events = await _query.Events.FetchStreamAsync(Scenario.Chat);

        (await _query.LoadAsync<ChatSession>(Scenario.Chat)).Should().BeEquivalentTo(new ChatSession(Scenario.Chat, Scenario.Ann, "other")
        {
            Version = events.Count,
            Title = "My chat",
            Tip = Id(29),
            OpenReplies =
            [
                new OpenReply(VersionOf(events, Id(27)), Id(27), Id(24), "other"),
                new OpenReply(VersionOf(events, Id(29)), Id(29), Id(28), "other"),
            ],
            Queue = [new QueuedMessage(Id(30), Id(29), Scenario.Ann, "Waits") { Attachments = [Scenario.Picture] }],
        });
    }

    [Fact]
    public async Task The_write_model_of_a_binned_session_says_so() =>
        (await _query.LoadAsync<ChatSession>(Scenario.Other)).Should().BeEquivalentTo(
            new ChatSession(Scenario.Other, Scenario.Bob, "demo") { Version = 8, Title = "Hi", TitleIsProvisional = true, Tip = Id(41), Binned = true });

    [Fact]
    public async Task The_history_has_a_persons_message_as_written_and_rendered_with_its_line_breaks()
    {
        var row = await _query.LoadAsync<MessageRow>(Id(20));

        row.Should().BeEquivalentTo(new MessageRow
        {
            Id = Id(20),
            SessionId = Scenario.Chat,
            StreamVersion = 2,
            SentAt = row!.SentAt,
            Text = Scenario.Question,
            Pieces = [new RenderedBlock(Scenario.Question.Length, "<p>Write <strong>it</strong>:<br>\nplease</p>")],
            RendererVersion = MarkdownRenderer.Version,
            AuthorId = Scenario.Ann,
            AskedReplyId = Id(21),
        });
    }

    [Fact]
    public async Task The_history_has_a_reply_with_its_pieces_and_how_it_ended()
    {
        var row = await _query.LoadAsync<MessageRow>(Id(21));

        row!.Pieces.Should().HaveCount(3);
        row.Pieces[1].Should().BeOfType<RenderedCode>().Which.Should().BeEquivalentTo(new { Language = "js", Path = "app.js" });
        row.Should().BeEquivalentTo(new
        {
            Text = Scenario.Answer,
            ParentId = Id(20),
            AuthorId = (Guid?)null,
            AskedReplyId = (Guid?)null,
            Model = "demo",
            Outcome = ReplyOutcome.Completed,
            By = (Guid?)null,
            Code = (string?)null,
        });
        (await _query.LoadAsync<MessageRow>(Id(23))).Should().BeEquivalentTo(new { Outcome = ReplyOutcome.Stopped, By = Scenario.Ann, Model = "other" });
        (await _query.LoadAsync<MessageRow>(Id(25))).Should().BeEquivalentTo(new
        {
            Outcome = ReplyOutcome.Failed,
            Code = "model_rate_limited",
            Text = "",
            Reasoning = "Hm.",
            RetryAt = DateTimeOffset.UnixEpoch,
            Generation = new { Deployment = "other-1", Cost = 0.000_01m, Timeline = Array.Empty<int>() },
            Size = 3,
        });
    }

    [Theory]
    [InlineData(20, "<br>")]
    [InlineData(21, "<p>Done")]
    public async Task What_an_older_renderer_made_is_rendered_again(int message, string rendered)
    {
        var row = await _query.LoadAsync<MessageRow>(Id(message));

        var old = row! with { RendererVersion = MarkdownRenderer.Version - 1, Pieces = [new RenderedBlock(1, "<p>As it once looked</p>")] };

        old.RenderedPieces().Should().BeEquivalentTo(row.Pieces, o => o.WithStrictOrdering().RespectingRuntimeTypes());
        old.RenderedPieces().OfType<RenderedBlock>().Should().Contain(block => block.Html.Contains(rendered, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_history_remembers_which_messages_waited() =>
        (await _query.Query<MessageRow>().Where(m => m.Queued).OrderBy(m => m.StreamVersion).Select(m => m.Id).ToListAsync())
            .Should().Equal(Id(22), Id(24));

    [Fact]
    public async Task The_history_has_each_finished_message_once_and_no_waiting_or_open_one() =>
        (await _query.Query<MessageRow>().Select(m => m.Id).ToListAsync())
            .Should().BeEquivalentTo(new[] { 20, 21, 22, 23, 24, 25, 28, 40, 41 }.Select(Id));

    [Fact]
    public async Task A_message_has_the_version_and_the_time_of_its_stored_event()
    {
        var rows = await _query.Query<MessageRow>().ToListAsync();
        foreach (var row in rows)
        {
            var events = await _query.Events.FetchStreamAsync(row.SessionId);
            var stored = events.Single(e =>
                (e.Data as UserMessageSent)?.MessageId == row.Id || (e.Data as ReplyClosed)?.ReplyId == row.Id);
            row.StreamVersion.Should().Be(stored.Version);
            row.SentAt.ToUnixTimeMilliseconds().Should().Be(stored.Timestamp.ToUnixTimeMilliseconds());
        }
    }

    [Fact]
    public async Task The_artifacts_have_each_piece_of_code_with_a_path_once_with_its_text()
    {
        var rows = await _query.Query<ArtifactRow>().OrderBy(a => a.StreamVersion).ThenBy(a => a.Piece).ToListAsync();

        rows.Where(a => a.SessionId == Scenario.Chat).Select(a => (a.Path, a.MessageId, a.Piece, a.Language, a.Text)).Should().Equal(
            ("app.js", Id(21), 1, "js", "let a = 1;\n"),
            ("app.js", Id(23), 0, "js", "let a = 2;\n"),
            ("b.css", Id(23), 1, "css", "b {}\n"),
            ("app.js", Id(23), 2, "js", "let a = 3"));
        rows.Where(a => a.SessionId == Scenario.Other).Select(a => (a.Path, a.MessageId, a.Piece, a.Language, a.Text)).Should().Equal(
            ("app.js", Id(41), 1, "js", "not yours\n"));
        foreach (var row in rows)
        {
            var message = await _query.LoadAsync<MessageRow>(row.MessageId);
            (row.SessionId, row.StreamVersion, row.CreatedAt, row.Size).Should().Be((message!.SessionId, message.StreamVersion, message.SentAt, row.Text.Length));
        }
    }

    [Fact]
    public async Task The_list_shows_a_session_with_the_time_when_something_was_last_said()
    {
        var events = await _query.Events.FetchStreamAsync(Scenario.Other);

        var row = await _query.LoadAsync<SessionRow>(Scenario.Other);

        row.Should().BeEquivalentTo(new { Id = Scenario.Other, OwnerId = Scenario.Bob, Title = "Hi", Model = "demo", Binned = true });
        row!.LastActivity.ToUnixTimeMilliseconds().Should().Be(
            events.Last(e => e.Data is ReplyClosed).Timestamp.ToUnixTimeMilliseconds(), "the bin is no news of the conversation");
        (await _query.LoadAsync<SessionRow>(Scenario.Chat)).Should().BeEquivalentTo(new { Title = "My chat", Model = "other", Binned = false });
    }

    [Fact]
    public async Task Who_starts_a_session_owns_it_and_nobody_else_has_a_place_in_it() =>
        (await _query.Query<Member>().ToListAsync()).Select(m => (m.Id, m.SessionId, m.AccountId, m.Role)).Should().BeEquivalentTo(
        [
            (Member.KeyOf(Scenario.Chat, Scenario.Ann), Scenario.Chat, Scenario.Ann, SessionRole.Owner),
            (Member.KeyOf(Scenario.Other, Scenario.Bob), Scenario.Other, Scenario.Bob, SessionRole.Owner),
        ]);

    [Fact]
    public async Task The_library_has_what_was_put_in_it_and_not_taken_out() =>
        (await _query.LoadAsync<Library>(Library.IdOf(Scenario.Ann))).Should().BeEquivalentTo(
            new Library(Library.IdOf(Scenario.Ann), Scenario.Ann)
            {
                Version = 13,
                Pins = [Scenario.Other],
                Folders = [new Folder(Id(50), "Play")],
                Filed = [new FiledSession(Scenario.Chat, Id(50))],
                Tags = [new SessionTag(Scenario.Chat, "big")],
            });

    [Fact]
    public async Task The_account_is_as_it_was_opened() =>
        (await _query.LoadAsync<Account>(Scenario.Bob)).Should().BeEquivalentTo(
            new Account(Scenario.Bob, AccountKind.Guest, "Bob") { Version = 1 });

    private static Guid Id(int number) => Scenario.Id(number);

    private static long VersionOf(IEnumerable<IEvent> events, Guid reply) =>
        events.Single(e => (e.Data as ReplyStarted)?.ReplyId == reply).Version;
}

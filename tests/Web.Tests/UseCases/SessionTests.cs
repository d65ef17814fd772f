using FluentAssertions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Web.Tests.UseCases;

/// <summary>Title, model and list of sessions, and who is told.</summary>
public sealed class SessionTests
{
    [Fact]
    public async Task a_session_that_is_started_twice_is_one_session()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        await using var otherTab = await person.OpenTabAsync();
        var command = new StartSession(Guid.NewGuid());

        await Task.WhenAll(person.DoAsync("Start", command), otherTab.DoAsync("Start", command));
        await person.DoAsync("Start", command);

        (await person.ReadAsync<SessionPage>("/api/chat/history")).Sessions.Should().ContainSingle().Which.Id.Should().Be(command.SessionId);
    }

    [Fact]
    public async Task a_new_title_shows_on_screens_and_in_the_list_and_stays_when_messages_come()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        var session = await person.StartAsync();
        var screen = person.Watch(session);

        await person.DoAsync("Rename", new RenameSession(session, "  A   good\ttitle "));
        await screen.Shows(s => s.Session?.Title == "A good title");
        await screen.EndOf((await person.SendAsync(session, "demo:echo other words")).ReplyId);

        screen.Session!.Title.Should().Be("A good title");
        (await person.ReadAsync<SessionPage>("/api/chat/history")).Sessions.Single().Title.Should().Be("A good title");
    }

    [Fact]
    public async Task the_model_that_is_chosen_answers_from_then_on()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        var session = await person.StartAsync();
        var screen = person.Watch(session);
        await screen.EndOf((await person.SendAsync(session, "demo:echo before")).ReplyId);

        await person.DoAsync("ChooseModel", new ChooseModel(session, "demo-brisk"));
        await screen.EndOf((await person.SendAsync(session, "demo:echo after")).ReplyId);

        screen.Session!.Model.Should().Be("demo-brisk");
        (await person.HistoryAsync(session)).Where(m => m.Model is not null).Select(m => m.Model).Should().Equal("demo", "demo-brisk");
    }

    [Fact]
    public async Task a_change_reaches_all_tabs_of_its_person_and_nobody_elses()
    {
        var studio = await TestStudio.Shared;
        await using var person = await studio.VisitAsync();
        await using var otherTab = await person.OpenTabAsync();
        await using var stranger = await studio.VisitAsync();

        var session = await person.StartAsync();
        await person.DoAsync("Rename", new RenameSession(session, "Mine"));
        foreach (var tab in new[] { person, otherTab })
        {
            await Eventually.Become(() => tab.Changes.Any(c => c.Id == session && c.Title == "Mine"));
        }

        // Had the stranger been told of it, it would have come before this.
        var own = await stranger.StartAsync();
        await Eventually.Become(() => stranger.Changes.Count > 0);
        stranger.Changes.Should().OnlyContain(c => c.Id == own);
        (await stranger.ReadAsync<SessionPage>("/api/chat/history")).Sessions.Select(s => s.Id).Should().Equal(own);
    }

    [Fact]
    public async Task a_session_in_the_bin_moves_to_the_list_of_the_bin_and_back()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        var session = await person.StartAsync();

        await person.DoAsync("Bin", new BinSession(session));
        await person.DoAsync("Bin", new BinSession(session));
        (await Ids("/api/chat/history")).Should().BeEmpty();
        (await Ids("/api/chat/history?binned=true")).Should().Equal(session);

        await person.DoAsync("Restore", new RestoreSession(session));
        await person.DoAsync("Restore", new RestoreSession(session));
        (await Ids("/api/chat/history")).Should().Equal(session);
        (await Ids("/api/chat/history?binned=true")).Should().BeEmpty();

        async Task<IEnumerable<Guid>> Ids(string path) => (await person.ReadAsync<SessionPage>(path)).Sessions.Select(s => s.Id);
    }

    [Fact]
    public async Task the_list_comes_in_pages_newest_first_with_pinned_sessions_on_top_of_the_first_page_only()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        var started = new List<Guid>();
        for (var i = 0; i < 53; i++)
        {
            started.Add(await person.StartAsync());
        }

        (await person.Http.PutAsync(new Uri($"/api/chat/sessions/{started[0]}/pin", UriKind.Relative), content: null)).EnsureSuccessStatusCode();
        var first = await person.ReadAsync<SessionPage>("/api/chat/history");
        var second = await person.ReadAsync<SessionPage>($"/api/chat/history?after={first.Next}");

        first.Sessions.Should().HaveCount(51);
        first.Sessions[0].Should().BeEquivalentTo(new { Id = started[0], Pinned = true });
        second.Next.Should().BeNull();
        first.Sessions.Concat(second.Sessions).Select(s => s.Id).Should().BeEquivalentTo(started).And.OnlyHaveUniqueItems();
        first.Sessions.Skip(1).Concat(second.Sessions).Should().BeInDescendingOrder(s => s.LastActivity).And.OnlyContain(s => !s.Pinned);
    }

    [Fact]
    public async Task history_comes_in_pages_without_holes_and_the_snapshot_names_the_page_before_it()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        var session = await person.StartAsync();
        var screen = person.Watch(session);
        for (var i = 1; i <= 27; i++)
        {
            await screen.EndOf((await person.SendAsync(session, $"demo:echo {i}")).ReplyId);
        }

        var newest = await person.ReadAsync<MessagePage>($"/api/chat/history/{session}");
        var oldest = await person.ReadAsync<MessagePage>($"/api/chat/history/{session}?before={newest.Before}");
        var late = person.Watch(session);
        await late.Shows(s => s.Frames is [SnapshotFrame, ..]);

        (oldest.Messages.Count, newest.Messages.Count, oldest.Before).Should().Be((4, 50, null));
        oldest.Messages.Concat(newest.Messages).Where(m => m.Text is not null).Select(m => m.Text)
            .Should().Equal(Enumerable.Range(1, 27).Select(i => $"demo:echo {i}"));
        var snapshot = (SnapshotFrame)late.Frames[0];
        snapshot.Before.Should().Be(newest.Before);
        snapshot.Messages.Select(m => m.Id).Should().Equal(newest.Messages.Select(m => m.Id));
    }
}

using System.Net.Http.Json;
using FluentAssertions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Web.Tests.UseCases;

/// <summary>Pins, folders and tags. Each request is made twice: it states what is wanted, so the second changes nothing.</summary>
public sealed class LibraryTests
{
    [Fact]
    public async Task a_pin_moves_a_session_to_the_top_and_every_tab_is_told()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        await using var otherTab = await person.OpenTabAsync();
        var pinned = await person.StartAsync();
        var newer = await person.StartAsync();

        await Twice(person, HttpMethod.Put, $"/api/chat/sessions/{pinned}/pin");
        await Eventually.Become(() => otherTab.Changes.Any(c => c.Id == pinned && c.Pinned));
        (await List()).Should().Equal((pinned, true), (newer, false));
        (await Library(person)).Pins.Should().Equal(pinned);

        await Twice(person, HttpMethod.Delete, $"/api/chat/sessions/{pinned}/pin");
        await Eventually.Become(() => otherTab.Changes.LastOrDefault(c => c.Id == pinned) is { Pinned: false });
        (await List()).Should().Equal((newer, false), (pinned, false));

        async Task<IEnumerable<(Guid, bool)>> List() =>
            (await person.ReadAsync<SessionPage>("/api/chat/history")).Sessions.Select(s => (s.Id, s.Pinned));
    }

    [Fact]
    public async Task a_folder_can_be_made_renamed_filled_emptied_and_removed()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        var session = await person.StartAsync();
        Guid folder = Guid.NewGuid(), other = Guid.NewGuid();

        await Twice(person, HttpMethod.Put, $"/api/library/folders/{folder}", new FolderName("  Old  name "));
        await Twice(person, HttpMethod.Put, $"/api/library/folders/{folder}", new FolderName("New name"));
        await Twice(person, HttpMethod.Put, $"/api/library/folders/{other}", new FolderName("Other"));
        await Twice(person, HttpMethod.Put, $"/api/chat/sessions/{session}/folder", new FolderChoice(folder));
        (await Library(person)).Folders.Should().Equal(new FolderView(folder, "New name"), new FolderView(other, "Other"));
        (await Library(person)).Filed.Should().Equal(new FiledSessionView(session, folder));

        await Twice(person, HttpMethod.Put, $"/api/chat/sessions/{session}/folder", new FolderChoice(other));
        (await Library(person)).Filed.Should().Equal(new FiledSessionView(session, other));
        await Twice(person, HttpMethod.Put, $"/api/chat/sessions/{session}/folder", new FolderChoice(null));
        (await Library(person)).Filed.Should().BeEmpty();

        await Twice(person, HttpMethod.Put, $"/api/chat/sessions/{session}/folder", new FolderChoice(other));
        await Twice(person, HttpMethod.Delete, $"/api/library/folders/{other}");
        var last = await Library(person);
        last.Folders.Should().Equal(new FolderView(folder, "New name"));
        last.Filed.Should().BeEmpty("a folder that goes takes no session with it");
        (await person.ReadAsync<SessionPage>("/api/chat/history")).Sessions.Should().ContainSingle(s => s.Id == session);
    }

    [Fact]
    public async Task tags_are_put_on_and_taken_off_in_lower_case()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        var session = await person.StartAsync();

        await Twice(person, HttpMethod.Put, $"/api/chat/sessions/{session}/tags/{Uri.EscapeDataString("To  Do/später")}");
        await Twice(person, HttpMethod.Put, $"/api/chat/sessions/{session}/tags/work");
        (await Library(person)).Tags.Should().Equal(new SessionTagView(session, "to do/später"), new SessionTagView(session, "work"));

        await Twice(person, HttpMethod.Delete, $"/api/chat/sessions/{session}/tags/WORK");
        (await Library(person)).Tags.Should().Equal(new SessionTagView(session, "to do/später"));
    }

    [Fact]
    public async Task what_two_tabs_change_at_the_same_moment_is_all_kept()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        var session = await person.StartAsync();
        var tags = Enumerable.Range(0, 6).Select(i => $"tag{i}").ToList();

        await Task.WhenAll(tags.Select(tag => Ask(person, HttpMethod.Put, $"/api/chat/sessions/{session}/tags/{tag}")));

        (await Library(person)).Tags.Select(t => t.Tag).Should().BeEquivalentTo(tags);
    }

    private static Task<LibraryView> Library(Person person) => person.ReadAsync<LibraryView>("/api/library");

    private static async Task Twice(Person person, HttpMethod method, string path, object? body = null)
    {
        await Ask(person, method, path, body);
        await Ask(person, method, path, body);
    }

    private static async Task Ask(Person person, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: WireJson.Options);
        using var answer = await person.Http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        (await answer.Content.ReadFromJsonAsync<Outcome>(WireJson.Options)).Should().BeOfType<Accepted>();
    }
}

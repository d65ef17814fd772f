using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FluentAssertions;
using Npgsql;
using TesslateLite.Contracts.Wire;
using TesslateLite.Support;
using TesslateLite.Web.Tests.BadInput;
using Xunit;

namespace TesslateLite.Web.Tests.Hosting;

/// <summary>Nothing that a person wrote is in any log, whatever level the operator chose and whatever went wrong.</summary>
public sealed partial class LogPrivacyTests
{
    /// <summary>Differs raw, escaped in JSON and escaped in an address; no word of the server's own.</summary>
    private const string Secret = "Zwölfender & Söhne";

    [Theory]
    [InlineData("Default")]
    [InlineData("Default", "Microsoft", "Npgsql", "Marten", "Microsoft.Hosting.Lifetime", "Microsoft.AspNetCore", "Microsoft.AspNetCore.SignalR")]
    public async Task nothing_that_a_person_wrote_is_in_the_log_at_any_level(params string[] categories)
    {
        await using var studio = await TestStudio.StartAsync(
            categories.ToDictionary(c => $"Logging__LogLevel__{c}", _ => (string?)"Trace", StringComparer.Ordinal));
        var scene = await BadInputScene.SetAsync(studio, Secret);
        await using var person = scene.Person;

        await Talk(person, scene);
        await Collide(person, scene);
        await Organise(person, scene);
        await GoWrong(person, scene);
        await Break(person, scene, studio.Database);
        await studio.Server.StopAsync();

        studio.Server.Log.Should().Contain($"{scene.Reply}", "the log is that of this server, and not silent");
        string[] forms =
        [
            Secret, JsonSerializer.Serialize(Secret).Trim('"'), Uri.EscapeDataString(Secret), Secret.ToLowerInvariant(),
            Uri.EscapeDataString(Secret.ToLowerInvariant()), "Zwölfender", "zwölfender", "Zw\\u00F6lfender", "Zw%C3%B6lfender", "lfender",
        ];
        CategoriesOf(studio.Server.Log, line => forms.Any(form => line.Contains(form, StringComparison.OrdinalIgnoreCase))).Should().BeEmpty();
    }

    /// <summary>Which categories wrote such lines, with the start of one.</summary>
    private static Dictionary<string, string> CategoriesOf(string log, Func<string, bool> wanted)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var category = "none";
        foreach (var line in log.Split('\n'))
        {
            category = Header().Match(line) is { Success: true } header ? header.Groups[1].Value : category;
            if (wanted(line))
            {
                found.TryAdd(category, line.Trim()[..Math.Min(60, line.Trim().Length)]);
            }
        }

        return found;
    }

    private static async Task Talk(Person person, BadInputScene scene)
    {
        var screen = person.Watch(scene.Session);
        await screen.EndOf((await person.SendAsync(scene.Session, $"demo:fail {Secret}")).ReplyId);
        await screen.EndOf((await person.SendAsync(scene.Session, "demo:fail")).ReplyId);
        await screen.EndOf((await person.SendAsync(scene.Session, "demo:cut")).ReplyId);
        await screen.EndOf((await person.DoAsync("Edit", new EditMessage(scene.Session, scene.Message, Guid.NewGuid(), $"{Secret}, edited"))).ReplyId);
        var again = Guid.NewGuid();
        await person.DoAsync("Regenerate", new RegenerateReply(scene.Session, scene.Message, again));
        await screen.EndOf(again);
        var open = await person.SendAsync(scene.Session, "demo:long 2000");
        var queued = Guid.NewGuid();
        await person.SendAsync(scene.Session, $"{Secret}, queued", messageId: queued);
        await person.DoAsync("Unqueue", new UnqueueMessage(scene.Session, queued));
        await person.DoAsync("Stop", new StopReply(scene.Session, open.ReplyId!.Value));
        await screen.EndOf(open.ReplyId);
        await person.DoAsync("Rename", new RenameSession(scene.Session, $"{Secret}, renamed"));
        await screen.Shows(s => s.Session!.Title == $"{Secret}, renamed");
    }

    /// <summary>The same ids in two sessions at the same moment: the database itself refuses one of each pair.</summary>
    private static async Task Collide(Person person, BadInputScene scene)
    {
        var sessions = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => person.StartAsync()));
        var answers = await Task.WhenAll(sessions.Chunk(2).SelectMany(pair =>
        {
            var id = Guid.NewGuid();
            return pair.Select(session => person.AskAsync("Send", new SendMessage(session, id, $"{Secret}, twice")));
        }).Concat(Enumerable.Range(0, 8).Select(i => person.AskAsync("Rename", new RenameSession(scene.Elsewhere, $"{Secret} {i}")))));
        answers.OfType<Refused>().Select(r => r.Code).Should().OnlyContain(code => code == RefusalCodes.DuplicateId).And.HaveCount(8);
    }

    /// <summary>The database refuses every write: what is logged then is the statement, and must not be its values.</summary>
    private static async Task Break(Person person, BadInputScene scene, string connectionString)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var command = database.CreateCommand("""
            create function tesslate.refuse() returns trigger language plpgsql as $$ begin raise exception 'refused by a test'; end $$;
            create trigger refuse before insert on tesslate.mt_events for each row execute function tesslate.refuse();
            """);
        await command.ExecuteNonQueryAsync();
        (await person.RefusalAsync("Send", new SendMessage(scene.Session, Guid.NewGuid(), $"{Secret}, unstored"))).Should().Be(RefusalCodes.Internal);
        (await person.RefusalAsync("Rename", new RenameSession(scene.Session, $"{Secret}, unstored"))).Should().Be(RefusalCodes.Internal);
        using var answer = await person.Http.PutAsync(Tag(scene, Secret), content: null);
        (await Problem.CodeOf(answer)).Should().Be(RefusalCodes.Internal);
    }

    private static async Task Organise(Person person, BadInputScene scene)
    {
        var folder = Guid.NewGuid();
        await person.Http.PutAsJsonAsync(new Uri($"/api/library/folders/{folder}", UriKind.Relative), new FolderName(Secret), WireJson.Options);
        await person.Http.PutAsync(Tag(scene, Secret), content: null);
        var library = await person.ReadAsync<LibraryView>("/api/library");
        library.Folders.Should().ContainSingle(f => f.Name == Secret);
        library.Tags.Should().ContainSingle(t => string.Equals(t.Tag, Secret, StringComparison.OrdinalIgnoreCase));
        await person.Http.DeleteAsync(Tag(scene, Secret));
    }

    private static async Task GoWrong(Person person, BadInputScene scene)
    {
        await using (var socket = await RawSocket.OpenAsync(person))
        {
            var number = 0;
            foreach (var call in BadCall.All)
            {
                var id = $"{Secret} {++number}";
                await socket.AskAsync(call.ToMessage(scene, id), id);
            }

            await socket.AskAsync(new BadCall("Watch", """["{session}","{words}"]""", "").ToMessage(scene, "position", stream: true), "position");
            await socket.AskAsync(new BadCall("Watch", """["{words}","{words}"]""", "").ToMessage(scene, "types", stream: true), "types");
            await socket.AskAsync(new BadCall("{words}", "[]", "").ToMessage(scene, "stream", stream: true), "stream");
            await socket.SendAsync($$"""{"type":1,"target":"Send","arguments":[{"text":"{{Secret}}"}]}""");
            await socket.SendAsync($$"""{"type":1,"target":"{{Secret}}","arguments":["{{Secret}}"]}""");
            await socket.SendAsync($$"""{"type":1,"invocationId":"1","target":"Send","arguments":[{"text":"{{Secret}}""");
            await socket.LastBeforeCloseAsync();
        }

        await using (var socket = await RawSocket.ConnectAsync(person.Server, person.Cookie, Person.OriginOf(person.Server)))
        {
            await socket.SendAsync($$"""{"protocol":"{{Secret}}","version":1}""");
            await socket.LastBeforeCloseAsync();
        }

        var written = Uri.EscapeDataString(Secret);
        using var tooLong = new StringContent($"{{\"name\":\"{Secret}{new string('x', 100)}\"}}", Encoding.UTF8, "application/json");
        using var malformed = new StringContent($"{{\"name\":\"{Secret}", Encoding.UTF8, "application/json");
        foreach (var body in new[] { tooLong, malformed })
        {
            (await person.Http.PutAsync(new Uri($"/api/library/folders/{Guid.NewGuid()}", UriKind.Relative), body)).IsSuccessStatusCode.Should().BeFalse();
        }

        (await person.Http.PutAsync(Tag(scene, Secret + new string('x', 40)), content: null)).IsSuccessStatusCode.Should().BeFalse();
        foreach (var path in new[] { $"/api/chat/history?after={written}", $"/api/chat/history?binned={written}", $"/api/{written}", $"/{written}", $"/assets/{written}" })
        {
            await person.Http.GetAsync(new Uri(path, UriKind.Relative));
        }
    }

    [GeneratedRegex("^[a-z]{4}: (.+)\\[\\d+\\]\\s*$")]
    private static partial Regex Header();

    private static Uri Tag(BadInputScene scene, string tag) => new($"/api/chat/sessions/{scene.Session}/tags/{Uri.EscapeDataString(tag)}", UriKind.Relative);
}

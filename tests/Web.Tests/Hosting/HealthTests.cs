using System.Diagnostics;
using System.Net;
using System.Text.Json;
using FluentAssertions;
using Npgsql;
using TesslateLite.Contracts.Wire;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Web.Tests.Hosting;

/// <summary>What the studio says of itself, and what it does while its database is away.</summary>
public sealed class HealthTests
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(8);

    [Fact]
    public async Task health_is_json_and_names_its_parts()
    {
        var http = (await TestStudio.Shared).Server.Http;

        (await Health(http, "live")).Should().Be((HttpStatusCode.OK, """{"status":"healthy","parts":{}}"""));
        (await Health(http, "ready")).Should().Be((HttpStatusCode.OK, """{"status":"healthy","parts":{"postgres":"healthy"}}"""));
    }

    [Fact]
    public async Task without_its_database_the_studio_refuses_and_with_it_goes_on_without_a_restart_and_nothing_acknowledged_is_lost()
    {
        var (studio, proxy) = await StartBehindAsync();
        await using var stopProxy = proxy;
        await using var stop = studio;
        await using var person = await studio.VisitAsync();
        var session = await person.StartAsync();
        var screen = person.Watch(session);
        Guid[] ids = [Guid.NewGuid(), Guid.NewGuid()];
        var open = await person.SendAsync(session, "demo:long 2000", messageId: ids[0]);
        await person.SendAsync(session, "demo:echo waits", messageId: ids[1]);
        await screen.TextOf(open.ReplyId);

        proxy.Refuse = true;
        proxy.CutAll(Cut.Reset);
        await IsUnready(studio);
        (await Health(person.Http, "live")).Status.Should().Be(HttpStatusCode.OK);
        using (var page = await person.Http.GetAsync(new Uri("/", UriKind.Relative)))
        {
            page.StatusCode.Should().Be(HttpStatusCode.OK, "who reloads sees the studio, and that it cannot be reached");
        }

        (await person.RefusalAsync("Send", new SendMessage(session, Guid.NewGuid(), "demo:echo no"))).Should().Be(RefusalCodes.StoreUnavailable);
        (await person.RefusalAsync("Rename", new RenameSession(session, "No"))).Should().Be(RefusalCodes.StoreUnavailable);
        (await person.RefusalAsync("Stop", new StopReply(session, open.ReplyId!.Value))).Should().Be(RefusalCodes.StoreUnavailable);
        (await person.RefusalAsync("Start", new StartSession(Guid.NewGuid()))).Should().Be(RefusalCodes.StoreUnavailable);
        (await person.Watch(session).End()).Code.Should().Be(RefusalCodes.StoreUnavailable);
        using (var read = await person.Http.GetAsync(new Uri("/api/chat/history", UriKind.Relative)))
        {
            read.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
            (await Problem.CodeOf(read)).Should().Be(RefusalCodes.StoreUnavailable);
        }

        proxy.Refuse = false;
        await IsReady(studio);
        await Eventually.Become(() => person.AskAsync("Stop", new StopReply(session, open.ReplyId!.Value)), (Outcome o) => o is Accepted, s_soon);
        await screen.Shows(s => s.Closed.Count == 2);

        var history = await person.HistoryAsync(session);
        history.Where(m => m.Role == MessageRole.User).Select(m => m.Id).Should().Equal(ids);
        history.Where(m => m.Role == MessageRole.Assistant).Select(m => m.Outcome).Should().Equal(MessageOutcome.Stopped, MessageOutcome.Completed);
    }

    [Fact]
    public async Task a_database_that_does_not_answer_makes_the_studio_unready_within_seconds_and_it_comes_back()
    {
        var (studio, proxy) = await StartBehindAsync();
        await using var stopProxy = proxy;
        await using var stop = studio;
        await using var person = await studio.VisitAsync();
        var session = await person.StartAsync();

        proxy.BlackHole = true;
        await IsUnready(studio);
        (await Health(studio.Server.Http, "live")).Status.Should().Be(HttpStatusCode.OK);

        var swallowed = proxy.BytesSwallowed;
        var waiting = person.AskAsync("Rename", new RenameSession(session, "Into the hole"));

        await Eventually.Become(() => proxy.BytesSwallowed > swallowed);

        // What was swallowed is lost: the connections that waited for it are of no use any more.
        proxy.BlackHole = false;
        proxy.CutAll(Cut.Reset);
        (await waiting.WaitAsync(s_soon)).Should().Match<Outcome>(
            o => o is Accepted || ((Refused)o).Code == RefusalCodes.StoreUnavailable, "the store tries again by itself, or says that it could not");
        await IsReady(studio);
        await person.DoAsync("Rename", new RenameSession(session, "Back"));
    }

    private static async Task<(TestStudio Studio, FaultProxy Proxy)> StartBehindAsync()
    {
        var database = new NpgsqlConnectionStringBuilder(await TestStudio.FreshDatabaseAsync());
        var proxy = new FaultProxy(database.Port);
        database.Port = proxy.Port;
        return (await TestStudio.StartAsync(database: database.ConnectionString), proxy);
    }

    private static async Task IsUnready(TestStudio studio)
    {
        var began = Stopwatch.GetTimestamp();
        var (status, body) = await Health(studio.Server.Http, "ready");

        status.Should().Be(HttpStatusCode.ServiceUnavailable);
        body.Should().Be("""{"status":"unhealthy","parts":{"postgres":"unhealthy"}}""");
        Stopwatch.GetElapsedTime(began).Should().BeLessThan(s_soon);
    }

    private static async Task IsReady(TestStudio studio) =>
        await Eventually.Become(() => Health(studio.Server.Http, "ready"), h => h.Status == HttpStatusCode.OK, TimeSpan.FromSeconds(20));

    private static async Task<(HttpStatusCode Status, string Body)> Health(HttpClient http, string which)
    {
        using var answer = await http.GetAsync(new Uri($"/health/{which}", UriKind.Relative));
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        var body = await answer.Content.ReadAsStringAsync();
        using var json = JsonDocument.Parse(body);
        return (answer.StatusCode, body);
    }
}

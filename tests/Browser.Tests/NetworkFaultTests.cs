using FluentAssertions;
using Microsoft.Playwright;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Browser.Tests;

/// <summary>What networks do between a tab and the server.</summary>
[Collection(Studio.Name)]
public sealed class NetworkFaultTests(Studio studio)
{
    private const int Sentences = 240;

    [Fact]
    public async Task Connections_reset_again_and_again_in_mid_reply_lose_and_double_nothing()
    {
        await using var proxy = new FaultProxy(studio.Server.Port);
        await using var person = await studio.PersonAsync(Through(proxy));
        var (a, b) = await person.OpenTwoAsync("demo:long 60");

        foreach (var read in new[] { 10, 40, 70 })
        {
            await a.ReadingAsync(read);
            proxy.CutAll(Cut.Reset);
        }

        // In the middle of a frame, too.
        proxy.CutAfter(1_500);
        await ShouldEndWellAsync(a, b);
    }

    [Fact]
    public async Task A_network_that_swallows_everything_for_a_while_loses_and_doubles_nothing()
    {
        await using var proxy = new FaultProxy(studio.Server.Port);
        await using var person = await studio.PersonAsync(Through(proxy));
        var (a, b) = await person.OpenTwoAsync("demo:long 60");
        await a.ReadingAsync(20);
        await b.ReadingAsync(20);

        proxy.BlackHole = true;
        await a.Reconnecting.WaitForAsync(new() { Timeout = 20_000 });
        await b.Reconnecting.WaitForAsync(new() { Timeout = 20_000 });
        proxy.BlackHole = false;
        // As where the packets of the old connections are lost for good.
        proxy.CutAll(Cut.Reset);

        await ShouldEndWellAsync(a, b);
    }

    [Fact]
    public async Task Where_WebSockets_are_refused_the_chat_works_through_negotiation()
    {
        await using var person = await studio.PersonAsync();
        await person.Context.AddInitScriptAsync("window.WebSocket = class { constructor() { throw new Error('not here'); } };");
        var (a, b) = await person.OpenTwoAsync("demo:long 10");
        await a.RepliedAsync();
        await b.RepliedAsync();

        await a.ShouldHaveReadAsync(40);
        await a.AskAsync("demo:echo once more");
        await b.RepliedAsync();
        await a.ShouldAgreeWithAsync(b);
        (await b.Messages.CountAsync()).Should().Be(4);
    }

    [Fact]
    public async Task Where_upgrades_fail_on_the_way_the_chat_works_through_negotiation()
    {
        await using var person = await studio.PersonAsync();
        await person.Context.RouteWebSocketAsync("**/hub/chat*", socket => socket.CloseAsync(new() { Code = 1011 }));
        var a = await person.OpenAsync();
        await a.AskAsync("demo:long 10");
        await a.ShouldHaveReadAsync(40);
    }

    private static Uri Through(FaultProxy proxy) => new($"http://127.0.0.1:{proxy.Port}");

    private static async Task ShouldEndWellAsync(Tab a, Tab b)
    {
        await a.RepliedAsync();
        await b.RepliedAsync();
        await a.ShouldHaveReadAsync(Sentences);
        await b.ShouldHaveReadAsync(Sentences);
        await a.ShouldAgreeWithAsync(b);
        await Assertions.Expect(a.Reconnecting).ToHaveCountAsync(0);
    }
}

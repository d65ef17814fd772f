using FluentAssertions;
using Xunit;

namespace TesslateLite.Browser.Tests;

/// <summary>The server dies or hangs in mid-reply, and people only see that it took a little longer.</summary>
[Collection(Studio.Name)]
public sealed class ServerFaultTests(Studio studio)
{
    private const int Sentences = 240;

    [Fact]
    public async Task After_a_kill_and_a_restart_both_tabs_reconnect_agree_and_the_reply_is_finished()
    {
        await using var server = await Studio.StartServerAsync();
        await using var person = await studio.PersonAsync(server.Address);
        var (a, b) = await person.OpenTwoAsync("demo:long 60");
        await a.ReadingAsync(20);
        await b.ReadingAsync(20);

        await server.KillAsync();
        await a.Reconnecting.WaitForAsync();
        await b.Reconnecting.WaitForAsync();
        // What is sent now waits until somebody can take it.
        await a.SendAsync("demo:echo while you were out");
        await server.StartAgainAsync();

        await a.Reconnecting.WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });
        await b.Reconnecting.WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });
        await a.Replies.Nth(1).WaitForAsync(new() { Timeout = 60_000 });
        await a.RepliedAsync();
        await b.RepliedAsync();

        foreach (var tab in new[] { a, b })
        {
            (await tab.Replies.First.GetAttributeAsync("data-outcome")).Should().Be("completed");
            (await tab.SentencesAsync(tab.Replies.First)).Should().Equal(Enumerable.Range(1, Sentences));
            await tab.ShouldNeverHaveBeenInDisorderAsync();
            (await tab.Page.GetByText("demo:echo while you were out").CountAsync()).Should().Be(1);
            (await tab.Messages.CountAsync()).Should().Be(4);
        }

        await a.ShouldAgreeWithAsync(b);
    }

    [Fact]
    public async Task After_a_server_that_hung_until_the_tabs_gave_it_up_they_recover_and_agree()
    {
        await using var server = await Studio.StartServerAsync();
        await using var person = await studio.PersonAsync(server.Address);
        var (a, b) = await person.OpenTwoAsync("demo:long 60");
        await a.ReadingAsync(20);
        await b.ReadingAsync(20);

        server.Freeze();
        await a.Reconnecting.WaitForAsync(new() { Timeout = 20_000 });
        await b.Reconnecting.WaitForAsync(new() { Timeout = 20_000 });
        server.Thaw();

        await a.RepliedAsync();
        await b.RepliedAsync();
        await a.ShouldHaveReadAsync(Sentences);
        await b.ShouldHaveReadAsync(Sentences);
        await a.ShouldAgreeWithAsync(b);
        (await a.Reconnecting.CountAsync()).Should().Be(0);
    }
}

using System.Globalization;
using FluentAssertions;
using Microsoft.AspNetCore.SignalR.Client;
using TesslateLite.Contracts.Wire;
using TesslateLite.Support;
using Xunit;
using Xunit.Abstractions;

namespace TesslateLite.Browser.Tests;

/// <summary>A conversation of hundreds of messages opens as fast as a short one.</summary>
[Collection(Studio.Name)]
public sealed class LongConversationTests(Studio studio, ITestOutputHelper output)
{
    private const int Rounds = 200;
    private const int Page = 50;

    [Fact]
    public async Task A_session_of_400_messages_opens_with_its_newest_page_and_pages_back_to_the_first()
    {
        await using var server = await Studio.StartServerAsync(pace: 100_000);
        await using var person = await studio.PersonAsync(server.Address);
        var tab = await person.OpenAsync();
        var session = await FillAsync(server, person);

        await tab.Page.GotoAsync($"/chat/{session}");
        await tab.Messages.Nth(Page - 1).WaitForAsync();
        var took = await tab.Page.EvaluateAsync<double>("() => performance.now()");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Newest page of {2 * Rounds} messages in sight after {took:0} ms"));
        (await tab.Messages.CountAsync()).Should().Be(Page);
        await tab.RepliedAsync();
        (await tab.Messages.Last.IsVisibleAsync()).Should().BeTrue();
        (await IsAtTheEndAsync(tab)).Should().BeTrue();

        var earlier = tab.Page.GetByTestId("load-earlier");
        for (var shown = Page; shown < 2 * Rounds; shown += Page)
        {
            await earlier.ClickAsync();
            await tab.Messages.Nth(Math.Min(shown + Page, 2 * Rounds) - 1).WaitForAsync();
        }

        await Microsoft.Playwright.Assertions.Expect(earlier).ToHaveCountAsync(0);
        var questions = await tab.Page.Locator("[data-testid=message][data-role=user] .body").AllInnerTextsAsync();
        questions.Select(text => text.Trim()).Should().Equal(Enumerable.Range(1, Rounds).Select(round => $"demo:echo {round}"));
        (await tab.Messages.CountAsync()).Should().Be(2 * Rounds);
        await person.ShouldHaveNoComplaintsAsync();
    }

    private static Task<bool> IsAtTheEndAsync(Tab tab) => tab.Page.EvaluateAsync<bool>(
        "() => { const box = document.querySelector('.scroller'); return box.scrollHeight - box.scrollTop - box.clientHeight < 50; }");

    /// <summary>Holds a conversation through the hub, as the person in the browser.</summary>
    private static async Task<Guid> FillAsync(WebServer server, Person person)
    {
        var cookie = (await Eventually.Become(() => person.Context.CookiesAsync(), cookies => cookies.Count == 1)).Single();
        await using var hub = HubClient.To(server.Address, $"{cookie.Name}={cookie.Value}");
        await hub.StartAsync();
        var session = Guid.CreateVersion7();
        (await hub.InvokeAsync<Outcome>("Start", new StartSession(session))).Should().BeOfType<Accepted>();

        await using var frames = hub.StreamAsync<Frame>("Watch", session, null).GetAsyncEnumerator();
        for (var round = 1; round <= Rounds; round++)
        {
            (await hub.InvokeAsync<Outcome>("Send", new SendMessage(session, Guid.CreateVersion7(), $"demo:echo {round}"))).Should().BeOfType<Accepted>();
            do
            {
                (await frames.MoveNextAsync()).Should().BeTrue();
            }
            while (frames.Current is not ReplyClosedFrame);
        }

        return session;
    }
}

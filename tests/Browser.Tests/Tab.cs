using System.Globalization;
using System.Text.RegularExpressions;
using FluentAssertions;
using Microsoft.Playwright;
using TesslateLite.Support;

namespace TesslateLite.Browser.Tests;

/// <summary>One tab, in the words of somebody who looks at it.</summary>
public sealed partial class Tab(IPage page)
{
    private const float ReplyPatience = 60_000;

    public IPage Page => page;

    public ILocator Composer => page.GetByTestId("composer");

    public ILocator Messages => page.GetByTestId("message");

    public ILocator Replies => page.Locator("[data-testid=message][data-role=assistant]");

    public ILocator LastReply => Replies.Last;

    public ILocator QueueItems => page.GetByTestId("queue-item");

    public ILocator Rows => page.GetByTestId("session-row");

    public ILocator Reconnecting => page.GetByTestId("reconnecting");

    public ILocator Button(string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>Writes into the composer and presses Enter.</summary>
    public async Task SendAsync(string text)
    {
        await Composer.FillAsync(text);
        await Composer.PressAsync("Enter");
    }

    /// <summary>Sends, and waits until the reply has ended.</summary>
    public async Task AskAsync(string text)
    {
        var before = await Replies.CountAsync();
        await SendAsync(text);
        await Replies.Nth(before).WaitForAsync();
        await RepliedAsync();
    }

    /// <summary>Waits until the newest reply has ended, as wanted.</summary>
    public Task RepliedAsync(string outcome = "completed") =>
        page.Locator($"[data-testid=message]:last-child[data-role=assistant][data-state=done][data-outcome={outcome}]")
            .WaitForAsync(new() { Timeout = ReplyPatience });

    /// <summary>Waits until the newest reply is being written and this many of its numbered sentences are in sight.</summary>
    public async Task ReadingAsync(int sentences)
    {
        await page.WaitForFunctionAsync("count => window.__probe.most >= count", sentences, new() { Timeout = ReplyPatience });
        (await LastReply.GetAttributeAsync("data-state")).Should().Be("open", "the test wants to meet the reply half-way");
    }

    /// <summary>The path of the session, once the page has one.</summary>
    public Task<string> SessionPathAsync() => Eventually.Become(() => new Uri(page.Url).AbsolutePath, path => path.StartsWith("/chat/", StringComparison.Ordinal));

    /// <summary>All messages in sight, as rendered.</summary>
    public Task<string> ConversationAsync() => page.EvaluateAsync<string>(Probe.Conversation);

    /// <summary>The numbers of the sentences of a reply, else of the newest one, in the order in which they stand there.</summary>
    public async Task<int[]> SentencesAsync(ILocator? reply = null) =>
        [.. Sentence().Matches(await (reply ?? LastReply).InnerTextAsync()).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];

    /// <summary>Every sentence exactly once and in order, now and at every moment since the page was loaded.</summary>
    public async Task ShouldHaveReadAsync(int sentences)
    {
        (await SentencesAsync()).Should().Equal(Enumerable.Range(1, sentences));
        await ShouldNeverHaveBeenInDisorderAsync();
    }

    /// <summary>At no moment since the page was loaded did a sentence lack or stand there twice.</summary>
    public async Task ShouldNeverHaveBeenInDisorderAsync() =>
        (await page.EvaluateAsync<string[]>("() => window.__probe.disorder")).Should().BeEmpty();

    /// <summary>Waits until both tabs show the same, character for character, and returns it.</summary>
    public async Task<string> ShouldAgreeWithAsync(Tab other)
    {
        var (mine, theirs) = await Eventually.Become(
            async () => (await ConversationAsync(), await other.ConversationAsync()), both => both.Item1 == both.Item2);
        theirs.Should().Be(mine);
        return mine;
    }

    /// <summary>A screenshot of what is in sight.</summary>
    public Task ShootAsync(string path) => page.ScreenshotAsync(new() { Path = path, Animations = ScreenshotAnimations.Disabled });

    [GeneratedRegex(@"Sentence (\d+):")]
    private static partial Regex Sentence();
}

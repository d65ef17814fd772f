using FluentAssertions;
using Microsoft.Playwright;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Browser.Tests;

/// <summary>A reply belongs to no tab: tabs come, go and stop it, and lose nothing.</summary>
[Collection(Studio.Name)]
public sealed class ReplyTests(Studio studio)
{
    private const int Sentences = 160;

    [Fact]
    public async Task Reloading_a_tab_in_mid_reply_loses_and_doubles_nothing()
    {
        await using var person = await studio.PersonAsync();
        var (a, b) = await person.OpenTwoAsync("demo:long 40");

        foreach (var read in new[] { 8, 30, 55, 80 })
        {
            await b.ReadingAsync(read);
            await b.ShouldNeverHaveBeenInDisorderAsync();
            await b.Page.ReloadAsync();
        }

        await b.ReadingAsync(81);
        await a.RepliedAsync();
        await b.RepliedAsync();
        await a.ShouldHaveReadAsync(Sentences);
        await b.ShouldHaveReadAsync(Sentences);
        await a.ShouldAgreeWithAsync(b);
        await person.ShouldHaveNoComplaintsAsync();
    }

    [Fact]
    public async Task Stop_in_one_tab_stops_the_reply_for_both_and_Continue_goes_on_to_the_end()
    {
        await using var person = await studio.PersonAsync();
        var (a, b) = await person.OpenTwoAsync("demo:long 40");
        await a.ReadingAsync(10);
        await b.ReadingAsync(10);

        await b.Page.GetByTestId("stop").ClickAsync();
        await a.RepliedAsync("stopped");
        await b.RepliedAsync("stopped");

        await a.Page.GetByText("Stopped.").WaitForAsync();
        var kept = await a.ShouldAgreeWithAsync(b);
        (await a.SentencesAsync()).Length.Should().BeInRange(10, Sentences - 1);
        await b.Page.ReloadAsync();
        await b.RepliedAsync("stopped");
        (await b.ConversationAsync()).Should().Be(kept);

        await b.Page.GetByTestId("continue").ClickAsync();
        await a.RepliedAsync();
        await b.RepliedAsync();
        await a.ShouldHaveReadAsync(Sentences);
        await b.ShouldHaveReadAsync(Sentences);
        await a.ShouldAgreeWithAsync(b);
        await person.ShouldHaveNoComplaintsAsync();
    }

    [Fact]
    public async Task With_both_tabs_closed_the_reply_is_finished_and_there_on_return()
    {
        await using var person = await studio.PersonAsync();
        var (a, b) = await person.OpenTwoAsync("demo:long 40");
        await a.ReadingAsync(5);
        var path = await a.SessionPathAsync();

        await a.Page.CloseAsync();
        await b.Page.CloseAsync();
        var session = path["/chat/".Length..];
        await Eventually.Become(
            async () => await (await person.Context.APIRequest.GetAsync($"/api/chat/history/{session}")).TextAsync(),
            text => text.Contains($"Sentence {Sentences}:", StringComparison.Ordinal),
            TimeSpan.FromSeconds(60));

        var again = await person.OpenAsync(path);
        await again.RepliedAsync();
        await again.ShouldHaveReadAsync(Sentences);
    }

    [Fact]
    public async Task A_message_sent_during_a_reply_waits_in_both_tabs_and_is_sent_afterwards()
    {
        await using var person = await studio.PersonAsync();
        var (a, b) = await person.OpenTwoAsync("demo:long 30");
        await a.ReadingAsync(4);

        await a.SendAsync("demo:echo afterwards");
        foreach (var tab in new[] { a, b })
        {
            await tab.Page.Locator("[data-testid=queue-item][data-state=queued]").GetByText("demo:echo afterwards").WaitForAsync();
            (await tab.LastReply.GetAttributeAsync("data-state")).Should().Be("open");
        }

        await a.Replies.Nth(1).WaitForAsync(new() { Timeout = 60_000 });
        await a.RepliedAsync();
        await b.RepliedAsync();
        (await a.QueueItems.CountAsync()).Should().Be(0);
        (await a.Messages.CountAsync()).Should().Be(4);
        await a.ShouldAgreeWithAsync(b);
        await person.ShouldHaveNoComplaintsAsync();
    }

    [Fact]
    public async Task A_waiting_message_can_be_taken_back_and_is_not_sent()
    {
        await using var person = await studio.PersonAsync();
        var (a, b) = await person.OpenTwoAsync("demo:long 30");
        await a.ReadingAsync(4);
        await a.SendAsync("demo:echo never");
        await a.SendAsync("demo:echo kept");
        await Assertions.Expect(b.QueueItems).ToHaveCountAsync(2);

        await b.QueueItems.Filter(new() { HasText = "never" }).GetByRole(AriaRole.Button, new() { Name = "Take back" }).ClickAsync();
        await Assertions.Expect(a.QueueItems).ToHaveCountAsync(1);
        await Assertions.Expect(b.QueueItems).ToHaveCountAsync(1);

        // What was taken back can be written anew where it was taken back.
        await Assertions.Expect(b.Composer).ToHaveValueAsync("demo:echo never");
        await a.Page.GetByTestId("stop").ClickAsync();
        await a.Replies.Nth(1).WaitForAsync();
        await a.RepliedAsync();
        (await a.ConversationAsync()).Should().Contain("kept").And.NotContain("never");
        (await a.Messages.CountAsync()).Should().Be(4);
        await b.RepliedAsync();
        await a.ShouldAgreeWithAsync(b);
    }
}

using FluentAssertions;
using Microsoft.Playwright;
using Xunit;

namespace TesslateLite.Browser.Tests;

/// <summary>Editing and regenerating add branches; nothing is ever overwritten.</summary>
[Collection(Studio.Name)]
public sealed class BranchTests(Studio studio)
{
    [Fact]
    public async Task An_edit_adds_a_branch_and_the_arrows_switch_between_them()
    {
        await using var person = await studio.PersonAsync();
        var (a, b) = await person.OpenTwoAsync("demo:echo first wording");
        await a.RepliedAsync();

        await a.Messages.First.GetByTestId("edit").ClickAsync();
        await a.Page.GetByTestId("edit-field").FillAsync("demo:echo second wording");
        await a.Button("Send edited").ClickAsync();

        foreach (var tab in new[] { a, b })
        {
            await Says(tab, "second wording", "2/2");
        }

        var second = await a.ShouldAgreeWithAsync(b);
        second.Should().NotContain("first wording");

        await Previous(a).ClickAsync();
        await Says(a, "first wording", "1/2");
        await Previous(b).ClickAsync();
        await Says(b, "first wording", "1/2");
        await a.ShouldAgreeWithAsync(b);

        await a.Messages.First.GetByRole(AriaRole.Button, new() { Name = "Next version" }).ClickAsync();
        await Says(a, "second wording", "2/2");
        (await a.ConversationAsync()).Should().Be(second);
        await person.ShouldHaveNoComplaintsAsync();
    }

    [Fact]
    public async Task Regenerate_adds_another_reply_beside_the_first_in_both_tabs()
    {
        await using var person = await studio.PersonAsync();
        var (a, b) = await person.OpenTwoAsync("demo:long 2");
        await a.RepliedAsync();
        var first = await a.ConversationAsync();

        await a.LastReply.GetByTestId("regenerate").ClickAsync();
        await Assertions.Expect(a.LastReply.GetByTestId("siblings")).ToHaveTextAsync("2/2");
        await Assertions.Expect(b.LastReply.GetByTestId("siblings")).ToHaveTextAsync("2/2");
        await a.RepliedAsync();
        await b.RepliedAsync();
        await a.ShouldHaveReadAsync(8);
        var second = await a.ShouldAgreeWithAsync(b);
        second.Should().NotBe(first);

        await a.LastReply.GetByRole(AriaRole.Button, new() { Name = "Previous version" }).ClickAsync();
        (await a.ConversationAsync()).Should().Be(first);
        await a.LastReply.GetByRole(AriaRole.Button, new() { Name = "Next version" }).ClickAsync();
        (await a.ConversationAsync()).Should().Be(second);

        // What was chosen is not in the way of what comes: the conversation goes on from the branch in sight.
        await a.AskAsync("demo:echo further");
        await b.RepliedAsync();
        await a.ShouldAgreeWithAsync(b);
        await person.ShouldHaveNoComplaintsAsync();
    }

    private static ILocator Previous(Tab tab) => tab.Messages.First.GetByRole(AriaRole.Button, new() { Name = "Previous version" });

    private static async Task Says(Tab tab, string wording, string version)
    {
        await Assertions.Expect(tab.Messages.First.GetByTestId("siblings")).ToHaveTextAsync(version);
        await Assertions.Expect(tab.Messages.First.Locator(".body")).ToHaveTextAsync($"demo:echo {wording}");
        await Assertions.Expect(tab.LastReply.Locator(".body")).ToContainTextAsync(wording);
        await tab.RepliedAsync();
        (await tab.Messages.CountAsync()).Should().Be(2);
    }
}

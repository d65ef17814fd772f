using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using FluentAssertions;
using Microsoft.Playwright;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Browser.Tests;

/// <summary>What axe finds, in light and dark, and whether the keyboard is enough.</summary>
[Collection(Studio.Name)]
public sealed class AccessibilityTests(Studio studio)
{
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_finds_nothing_on_a_desktop(ColorScheme scheme)
    {
        await using var proxy = new FaultProxy(studio.Server.Port);
        await using var person = await studio.PersonAsync(
            new Uri($"http://127.0.0.1:{proxy.Port}"), options => options.ColorScheme = scheme);
        var tab = await person.OpenAsync();
        await ShouldBeAccessibleAsync(tab, "a new chat");

        await tab.SendAsync("demo:long 100");
        await tab.ReadingAsync(2);
        await tab.SendAsync("What can you do?");
        await tab.QueueItems.WaitForAsync();
        await ShouldBeAccessibleAsync(tab, "a reply being written, and a message waiting");

        proxy.Refuse = true;
        proxy.CutAll(Cut.Reset);
        await tab.Reconnecting.WaitForAsync();
        await ShouldBeAccessibleAsync(tab, "reconnecting");
        proxy.Refuse = false;
        await tab.Reconnecting.WaitForAsync(new() { State = WaitForSelectorState.Detached });

        await tab.Page.GetByTestId("stop").ClickAsync();
        await tab.Replies.Nth(1).WaitForAsync();
        await tab.RepliedAsync();
        await tab.LastReply.GetByTestId("regenerate").ClickAsync();
        await Assertions.Expect(tab.LastReply.GetByTestId("siblings")).ToHaveTextAsync("2/2");
        await tab.RepliedAsync();
        await ShouldBeAccessibleAsync(tab, "a conversation with a stopped reply, tables, lists, code and versions");

        await tab.Messages.First.GetByTestId("edit").ClickAsync();
        await ShouldBeAccessibleAsync(tab, "editing");
        await tab.Rows.First.HoverAsync();
        await tab.Page.GetByTestId("rename").ClickAsync();
        await ShouldBeAccessibleAsync(tab, "renaming");
        await tab.Page.Keyboard.PressAsync("Escape");

        await tab.Rows.First.HoverAsync();
        await tab.Page.GetByTestId("bin").ClickAsync();
        await tab.Page.GetByTestId("snack").WaitForAsync();
        await tab.Page.GetByTestId("bin-toggle").ClickAsync();
        await tab.Page.GetByTestId("restore").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await ShouldBeAccessibleAsync(tab, "the bin, and a chat that is in it");

        await tab.Page.GotoAsync("/chat/0198c0de-0000-7000-8000-000000000001");
        await tab.Page.GetByTestId("ended").WaitForAsync();
        await ShouldBeAccessibleAsync(tab, "not found");
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_finds_nothing_on_a_phone(ColorScheme scheme)
    {
        await using var person = await studio.PersonAsync(change: options =>
        {
            options.ViewportSize = new ViewportSize { Width = 375, Height = 812 };
            options.HasTouch = true;
            options.ColorScheme = scheme;
        });
        var tab = await person.OpenAsync();
        await tab.AskAsync("demo:long 3");
        await ShouldBeAccessibleAsync(tab, "a conversation");
        await tab.Page.GetByTestId("open-list").ClickAsync();
        await Assertions.Expect(tab.Page.GetByTestId("session-list")).ToBeInViewportAsync();
        await ShouldBeAccessibleAsync(tab, "the drawer");
    }

    [Fact]
    public async Task The_keyboard_alone_begins_a_chat_sends_stops_and_goes_back()
    {
        await using var person = await studio.PersonAsync();
        var tab = await person.OpenAsync();
        await Assertions.Expect(tab.Composer).ToBeFocusedAsync();
        await tab.Page.Keyboard.TypeAsync("demo:echo a");
        await tab.Page.Keyboard.PressAsync("Shift+Enter");
        await tab.Page.Keyboard.TypeAsync("b");
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.RepliedAsync();
        (await tab.Messages.First.Locator(".body").InnerTextAsync()).Should().Be("demo:echo a\nb");
        await Assertions.Expect(tab.Composer).ToBeFocusedAsync();

        await ReachAsync(tab, "new-chat");
        await tab.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(tab.Messages).ToHaveCountAsync(0);
        await Assertions.Expect(tab.Composer).ToBeFocusedAsync();
        await tab.Page.Keyboard.TypeAsync("demo:long 100");
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.ReadingAsync(2);

        await ReachAsync(tab, "stop");
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.RepliedAsync("stopped");
        await Assertions.Expect(tab.Composer).ToBeFocusedAsync();
        await person.ShouldHaveNoComplaintsAsync();
    }

    /// <summary>Tabs through the page until the element has the focus, in sight.</summary>
    private static async Task ReachAsync(Tab tab, string testId)
    {
        for (var steps = 0; steps < 60; steps++)
        {
            await tab.Page.Keyboard.PressAsync("Tab");
            if (await tab.Page.EvaluateAsync<string?>("() => document.activeElement?.dataset.testid ?? null") == testId)
            {
                await Assertions.Expect(tab.Page.GetByTestId(testId)).ToBeVisibleAsync();
                return;
            }
        }

        throw new InvalidOperationException($"{testId} cannot be reached with the Tab key.");
    }

    private static async Task ShouldBeAccessibleAsync(Tab tab, string state)
    {
        await tab.Page.EvaluateAsync("() => Promise.all(document.getAnimations().filter(each => each.effect.getTiming().iterations !== Infinity).map(each => each.finished))");
        var found = await tab.Page.RunAxe(new AxeRunOptions { ResultTypes = [ResultType.Violations] });
        found.Violations
            .SelectMany(violation => violation.Nodes.Select(node => $"{violation.Impact} {violation.Id}: {node.Html} {string.Join(' ', node.Any.Select(any => any.Message))}"))
            .Should().BeEmpty("in the state: {0}", state);
    }
}

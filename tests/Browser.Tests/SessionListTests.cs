using FluentAssertions;
using Microsoft.Playwright;
using Xunit;

namespace TesslateLite.Browser.Tests;

/// <summary>The list of chats, in this tab and in the other one.</summary>
[Collection(Studio.Name)]
public sealed class SessionListTests(Studio studio)
{
    [Fact]
    public async Task Renaming_and_pinning_show_in_the_list_of_the_other_tab()
    {
        await using var person = await studio.PersonAsync();
        var (a, b) = await person.OpenTwoAsync("demo:echo hello");
        await a.RepliedAsync();
        var path = await a.SessionPathAsync();

        await Row(a, path).HoverAsync();
        await Row(a, path).GetByTestId("rename").ClickAsync();
        await a.Page.GetByTestId("rename-field").FillAsync("Der Fluß ⛵ — plans");
        await a.Page.GetByTestId("rename-field").PressAsync("Enter");
        foreach (var tab in new[] { a, b })
        {
            await Assertions.Expect(Row(tab, path)).ToContainTextAsync("Der Fluß ⛵ — plans");
            await Assertions.Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Der Fluß ⛵ — plans");
            await Assertions.Expect(tab.Page).ToHaveTitleAsync("Der Fluß ⛵ — plans · Tesslate Lite");
        }

        await Row(a, path).HoverAsync();
        await Row(a, path).GetByTestId("pin").ClickAsync();
        foreach (var tab in new[] { a, b })
        {
            await Assertions.Expect(tab.Page.GetByRole(AriaRole.Region, new() { Name = "Pinned" }).GetByTestId("session-row")).ToHaveCountAsync(1);
        }

        await person.ShouldHaveNoComplaintsAsync();
    }

    [Fact]
    public async Task A_binned_chat_comes_back_by_Undo_and_out_of_the_bin()
    {
        await using var person = await studio.PersonAsync();
        var (a, b) = await person.OpenTwoAsync("demo:echo hello");
        await a.RepliedAsync();
        var path = await a.SessionPathAsync();

        await BinAsync(a, path);
        await Assertions.Expect(b.Rows).ToHaveCountAsync(0);
        await Assertions.Expect(b.Page.GetByText("This chat is in the bin.")).ToBeVisibleAsync();
        await a.Button("Undo").ClickAsync();
        await Assertions.Expect(b.Rows).ToHaveCountAsync(1);
        await Assertions.Expect(a.Rows).ToHaveCountAsync(1);
        await Assertions.Expect(b.Composer).ToBeVisibleAsync();

        await BinAsync(a, path);
        await Assertions.Expect(b.Rows).ToHaveCountAsync(0);
        await b.Page.GetByTestId("bin-toggle").ClickAsync();
        await Row(b, path).HoverAsync();
        await Row(b, path).GetByTestId("restore").ClickAsync();
        await Assertions.Expect(b.Page.GetByText("The bin is empty.")).ToBeVisibleAsync();
        await Assertions.Expect(a.Rows).ToHaveCountAsync(1);
        await a.Composer.WaitForAsync();
        await a.AskAsync("demo:echo again");
        await person.ShouldHaveNoComplaintsAsync();
    }

    [Fact]
    public async Task A_new_chat_is_listed_in_both_tabs_and_its_address_leads_to_it()
    {
        await using var person = await studio.PersonAsync();
        var (a, b) = await person.OpenTwoAsync("demo:echo one");
        await a.RepliedAsync();
        var first = await a.SessionPathAsync();

        await a.Page.GetByTestId("new-chat").ClickAsync();
        await Assertions.Expect(a.Messages).ToHaveCountAsync(0);
        new Uri(a.Page.Url).AbsolutePath.Should().Be("/");
        await a.AskAsync("demo:echo two");
        var second = await a.SessionPathAsync();
        second.Should().NotBe(first);
        await Assertions.Expect(b.Rows).ToHaveCountAsync(2);
        await Assertions.Expect(b.Messages.First).ToContainTextAsync("demo:echo one");

        await Row(b, second).ClickAsync();
        await Assertions.Expect(b.Messages.First).ToContainTextAsync("demo:echo two");
        await b.Page.GoBackAsync();
        await Assertions.Expect(b.Messages.First).ToContainTextAsync("demo:echo one");

        var linked = await person.OpenAsync(second);
        await linked.RepliedAsync();
        await linked.ShouldAgreeWithAsync(a);
        await person.ShouldHaveNoComplaintsAsync();
    }

    [Theory]
    [InlineData("/chat/0198c0de-0000-7000-8000-000000000001")]
    [InlineData(null)]
    public async Task A_link_to_a_chat_that_is_not_ours_says_so_and_shows_a_way_out(string? path)
    {
        if (path is null)
        {
            await using var owner = await studio.PersonAsync();
            var mine = await owner.OpenAsync();
            await mine.AskAsync("demo:echo secret");
            path = await mine.SessionPathAsync();
        }

        await using var stranger = await studio.PersonAsync();
        var tab = await stranger.OpenRawAsync(path);
        await Assertions.Expect(tab.Page.GetByTestId("ended")).ToContainTextAsync("There is no such chat.");
        await Assertions.Expect(tab.Page.Locator("body")).Not.ToContainTextAsync("secret");

        await tab.Page.GetByTestId("ended").GetByRole(AriaRole.Button, new() { Name = "New chat" }).ClickAsync();
        await tab.AskAsync("demo:echo mine");
        await stranger.ShouldHaveNoComplaintsAsync();
    }

    private static ILocator Row(Tab tab, string path) => tab.Page.Locator($"[data-testid=session-row][data-session-id='{path["/chat/".Length..]}']");

    private static async Task BinAsync(Tab tab, string path)
    {
        await Row(tab, path).HoverAsync();
        await Row(tab, path).GetByTestId("bin").ClickAsync();
        await Assertions.Expect(tab.Rows).ToHaveCountAsync(0);
    }
}

using FluentAssertions;
using Microsoft.Playwright;
using Xunit;

namespace TesslateLite.Browser.Tests;

/// <summary>A phone of 375 × 812, with a finger.</summary>
[Collection(Studio.Name)]
public sealed class PhoneTests(Studio studio)
{
    [Fact]
    public async Task On_a_phone_nothing_scrolls_sideways_and_everything_is_at_hand()
    {
        await using var person = await studio.PersonAsync(change: options =>
        {
            options.ViewportSize = new ViewportSize { Width = 375, Height = 812 };
            options.HasTouch = true;
            options.IsMobile = true;
        });
        var tab = await person.OpenAsync();
        await ShouldFitAsync(tab);

        await tab.Composer.FillAsync($"Compare 東京 and Zürich in a table, please. {new string('x', 200)}");
        await ShouldFitAsync(tab);
        await tab.Page.GetByTestId("send").TapAsync();
        await tab.LastReply.WaitForAsync();
        await ShouldFitAsync(tab);
        await tab.RepliedAsync();
        await ShouldFitAsync(tab);
        (await tab.Page.Locator("table").CountAsync()).Should().BePositive();

        await tab.AskAsync($"demo:echo # {new string('W', 120)}\n\n`{new string('c', 150)}`\n\n```csharp src/{new string('d', 90)}.cs\nvar x = \"{new string('s', 200)}\";\n```\n\n<https://example.org/{new string('u', 150)}>");
        await ShouldFitAsync(tab);
        (await tab.Composer.BoundingBoxAsync())!.Width.Should().BeGreaterThan(200);
        (await tab.Composer.BoundingBoxAsync())!.Y.Should().BeLessThan(812);

        await tab.Page.GetByTestId("open-list").TapAsync();
        await Assertions.Expect(tab.Page.GetByTestId("session-list")).ToBeInViewportAsync();
        await Assertions.Expect(tab.Page.GetByTestId("rename")).ToBeVisibleAsync();
        await ShouldFitAsync(tab);
        await tab.Page.GetByTestId("bin").TapAsync();
        await Assertions.Expect(tab.Button("Undo")).ToBeVisibleAsync();
        await ShouldFitAsync(tab);
        await tab.Button("Undo").TapAsync();
        await Assertions.Expect(tab.Rows).ToHaveCountAsync(1);

        await tab.Button("Close the list of chats").TapAsync();
        await Assertions.Expect(tab.Page.GetByTestId("session-list")).Not.ToBeVisibleAsync();
        await tab.Page.GetByTestId("open-list").TapAsync();
        await tab.Page.GetByTestId("new-chat").TapAsync();
        await Assertions.Expect(tab.Page.GetByTestId("session-list")).Not.ToBeVisibleAsync();
        await Assertions.Expect(tab.Messages).ToHaveCountAsync(0);
        await person.ShouldHaveNoComplaintsAsync();
    }

    private static async Task ShouldFitAsync(Tab tab) => (await tab.Page.EvaluateAsync<string[]>("""
        () => [document.documentElement, document.body, ...document.querySelectorAll('.scroller, .foot, .sidebar, .conversation-head')]
          .filter(each => each.scrollWidth > Math.max(each.clientWidth, 0) + 1 || each.getBoundingClientRect().width > innerWidth)
          .map(each => `${each.tagName}.${each.className}: ${each.scrollWidth} in ${each.clientWidth}`)
        """)).Should().BeEmpty();
}

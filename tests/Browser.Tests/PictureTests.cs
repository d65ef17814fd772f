using Microsoft.Playwright;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Browser.Tests;

/// <summary>
/// The pictures of README and docs. They are written only with UPDATE_GENERATED=1; what they show must come without complaints
/// at any time.
/// </summary>
[Collection(Studio.Name)]
public sealed class PictureTests(Studio studio)
{
    /// <summary>Chooses among the answers of the demo model: pictures differ only when the studio does.</summary>
    private const int Seed = 7;

    [Theory]
    [InlineData("chat-light", 1280, 800, ColorScheme.Light)]
    [InlineData("chat-dark", 1280, 800, ColorScheme.Dark)]
    [InlineData("chat-phone-light", 375, 812, ColorScheme.Light)]
    [InlineData("chat-phone-dark", 375, 812, ColorScheme.Dark)]
    public async Task A_conversation_can_be_shown_in_the_documents(string name, int width, int height, ColorScheme scheme)
    {
        await using var server = await Studio.StartServerAsync(pace: 100_000, Seed);
        await using var person = await studio.PersonAsync(server.Address, options =>
        {
            options.ViewportSize = new ViewportSize { Width = width, Height = height };
            options.ColorScheme = scheme;
            options.DeviceScaleFactor = width < 500 ? 2 : 1;
        });
        var tab = await person.OpenAsync();
        await tab.AskAsync("Which planets are there? Make a table.");
        await tab.AskAsync("Build me a small React app");

        await tab.Page.Locator("[data-testid=message][data-role=user]").Last.EvaluateAsync("message => message.scrollIntoView({ block: 'start' })");
        await Assertions.Expect(tab.LastReply.Locator("pre").First).ToBeInViewportAsync();
        if (Environment.GetEnvironmentVariable("UPDATE_GENERATED") == "1")
        {
            await tab.ShootAsync(RepositoryRoot.Combine("docs", "screenshots", $"{name}.png"));
        }

        await person.ShouldHaveNoComplaintsAsync();
    }
}

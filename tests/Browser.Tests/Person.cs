using FluentAssertions;
using Microsoft.Playwright;

namespace TesslateLite.Browser.Tests;

/// <summary>A person with a browser: tabs share cookies and storage.</summary>
public sealed class Person(IBrowserContext context) : IAsyncDisposable
{
    private readonly List<string> _complaints = [];

    /// <summary>The browser.</summary>
    public IBrowserContext Context => context;

    /// <summary>Opens a tab and waits until it can be written in.</summary>
    public async Task<Tab> OpenAsync(string path = "/")
    {
        var tab = await OpenRawAsync(path);
        await tab.Composer.WaitForAsync();
        return tab;
    }

    /// <summary>Opens a tab, whatever it shows.</summary>
    public async Task<Tab> OpenRawAsync(string path)
    {
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                Complain($"{message.Type}: {message.Text} {message.Location}");
            }
        };
        page.PageError += (_, error) => Complain($"uncaught: {error}");
        await page.GotoAsync(path);
        return new Tab(page);
    }

    /// <summary>Opens two tabs on one session, which holds nothing yet but what is said now.</summary>
    public async Task<(Tab A, Tab B)> OpenTwoAsync(string firstMessage)
    {
        var a = await OpenAsync();
        await a.SendAsync(firstMessage);
        // The address is there before the session is: the tab shows at once what it is about to send.
        await a.Page.Locator("[data-testid=message][data-role=user][data-state=done]").WaitForAsync();
        var path = await a.SessionPathAsync();
        var b = await OpenAsync(path);
        await b.Messages.First.WaitForAsync();
        return (a, b);
    }

    /// <summary>No console error or warning, no uncaught exception, and nothing that the content security policy forbade.</summary>
    public async Task ShouldHaveNoComplaintsAsync()
    {
        foreach (var page in context.Pages)
        {
            (await page.EvaluateAsync<string[]>("() => window.__probe.refused")).Should().BeEmpty();
        }

        lock (_complaints)
        {
            _complaints.Should().BeEmpty();
        }
    }

    public async ValueTask DisposeAsync() => await context.CloseAsync();

    private void Complain(string text)
    {
        lock (_complaints)
        {
            _complaints.Add(text);
        }
    }
}

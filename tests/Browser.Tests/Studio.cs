using System.Globalization;
using Microsoft.Playwright;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Browser.Tests;

/// <summary>
/// What the suite shares: one Chromium and one running application. Tests that hurt a server start one of their own. All tests
/// are of one collection, so that none measures while another one loads the machine.
/// </summary>
public sealed class Studio : IAsyncLifetime
{
    public const string Name = "studio";

    /// <summary>How much faster than a real model the demo writes here: some 250 tokens a second.</summary>
    public const double Pace = 4;

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private WebServer? _server;

    /// <summary>The application that all tests share.</summary>
    public WebServer Server => _server ?? throw new InvalidOperationException("The studio has not been started.");

    /// <summary>Starts an application with a database of its own.</summary>
    public static async Task<WebServer> StartServerAsync(double pace = Pace, int? seed = null)
    {
        var postgres = await PostgresServer.Shared;
        var database = await postgres.CreateDatabaseAsync("web", WebServer.MigrateAsync);
        return await WebServer.StartAsync(database, new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Demo__Pace"] = pace.ToString(CultureInfo.InvariantCulture),
            ["Demo__FirstTokenDelay"] = "00:00:00.050",
            ["Demo__Seed"] = seed?.ToString(CultureInfo.InvariantCulture),
        });
    }

    /// <summary>Somebody with a browser of their own: cookies and storage are not shared with others.</summary>
    public async Task<Person> PersonAsync(Uri? address = null, Action<BrowserNewContextOptions>? change = null)
    {
        var options = new BrowserNewContextOptions
        {
            BaseURL = (address ?? Server.Address).ToString(),
            ViewportSize = new ViewportSize { Width = 1180, Height = 820 },
        };
        change?.Invoke(options);
        var context = await _browser!.NewContextAsync(options);
        context.SetDefaultTimeout(15_000);
        await context.AddInitScriptAsync(Probe.Script);
        var person = new Person(context);
        return person;
    }

    public async Task InitializeAsync()
    {
        var server = StartServerAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium.Path });
        _server = await server;
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}

/// <summary>The collection of all tests here.</summary>
[CollectionDefinition(Studio.Name)]
public sealed class StudioDefinition : ICollectionFixture<Studio>;

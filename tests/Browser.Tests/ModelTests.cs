using FluentAssertions;
using Microsoft.Playwright;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Browser.Tests;

/// <summary>Models of a file, at a provider that does what their names say.</summary>
[Collection(Studio.Name)]
public sealed class ModelTests(Studio studio) : IAsyncLifetime
{
    private readonly string _config = Path.GetTempFileName();
    private UpstreamServer _upstream = null!;
    private WebServer _server = null!;
    private Person _person = null!;
    private Tab _tab = null!;

    public async Task InitializeAsync()
    {
        _upstream = await UpstreamServer.StartAsync();
        var models = ((string[])["think", "usage-details", "429-retry-after-60", "401", "error-midway"]).Select(name =>
            $$"""
              - model_name: "{{name}}"
                litellm_params: {model: openai/{{name}}, api_base: "{{_upstream.ApiBase("browser")}}", api_key: sk-none}
                model_info: {input_cost_per_token: 0.001, output_cost_per_token: 0.002}

            """);
        await File.WriteAllTextAsync(_config, $$"""
            model_list:
            {{string.Concat(models)}}
              - model_name: keyless
                litellm_params: {model: groq/some-model, api_key: os.environ/NOBODY_SETS_THIS_KEY}
            router_settings: {num_retries: 0, allowed_fails: 1000}
            """);
        var database = await (await PostgresServer.Shared).CreateDatabaseAsync("web", WebServer.MigrateAsync);
        _server = await WebServer.StartAsync(database, new Dictionary<string, string?>(StringComparer.Ordinal) { ["Gateway__ConfigFile"] = _config });
        _person = await studio.PersonAsync(_server.Address);
        _tab = await _person.OpenAsync();
    }

    public async Task DisposeAsync()
    {
        await _person.DisposeAsync();
        await _server.DisposeAsync();
        await _upstream.DisposeAsync();
        File.Delete(_config);
    }

    [Fact]
    public async Task What_a_model_thinks_is_folded_beside_its_answer_and_stays_after_a_reload()
    {
        await ChooseAsync("think");
        await _tab.AskAsync("What is two and two?");

        await ShowsThoughtsAsync();
        await _tab.Page.ReloadAsync();
        await ShowsThoughtsAsync();
        await _person.ShouldHaveNoComplaintsAsync();

        async Task ShowsThoughtsAsync()
        {
            var thoughts = _tab.LastReply.GetByTestId("reasoning");
            await Assertions.Expect(_tab.LastReply).ToContainTextAsync("Four.");
            await Assertions.Expect(thoughts).Not.ToContainTextAsync("Let me see.");
            await thoughts.Locator("summary").ClickAsync();
            await Assertions.Expect(thoughts).ToContainTextAsync("Let me see.");
        }
    }

    [Fact]
    public async Task A_reply_says_what_it_took()
    {
        await ChooseAsync("usage-details");
        await _tab.AskAsync("Hello");

        // 11 tokens at 0.001 and 13 at 0.002 dollars.
        await Assertions.Expect(_tab.LastReply.GetByTestId("generation").Locator("summary")).ToHaveTextAsync("24 tokens · $0.037");
    }

    [Fact]
    public async Task A_reply_that_failed_says_why_in_words_and_when_to_try_again()
    {
        await ChooseAsync("429-retry-after-60");
        await _tab.SendAsync("Hello");
        await _tab.RepliedAsync("failed");

        var outcome = _tab.LastReply.GetByTestId("outcome");
        await Assertions.Expect(outcome).ToContainTextAsync("takes no more requests at the moment. It takes requests again at");
        await Assertions.Expect(outcome.GetByTestId("retry-reply")).ToBeVisibleAsync();
        await Assertions.Expect(outcome.GetByTestId("continue")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_one_model_cannot_answer_another_one_answers_by_Retry()
    {
        await ChooseAsync("401");
        await _tab.SendAsync("Hello");
        await _tab.RepliedAsync("failed");
        await Assertions.Expect(_tab.LastReply.GetByTestId("outcome")).ToContainTextAsync("does not accept this server’s key");
        await Assertions.Expect(_tab.LastReply.GetByTestId("retry-reply")).ToHaveCountAsync(0);

        await ChooseAsync("think");
        await _tab.LastReply.GetByTestId("retry-reply").ClickAsync();

        await _tab.RepliedAsync();
        await Assertions.Expect(_tab.LastReply).ToContainTextAsync("Four.");
    }

    [Fact]
    public async Task What_broke_in_the_middle_keeps_its_text_and_can_be_continued()
    {
        await ChooseAsync("error-midway");
        await _tab.SendAsync("Hello");
        await _tab.RepliedAsync("failed");

        await Assertions.Expect(_tab.LastReply).ToContainTextAsync("Hello");
        await Assertions.Expect(_tab.LastReply.GetByTestId("outcome")).ToContainTextAsync("provider has a problem");
        await Assertions.Expect(_tab.LastReply.GetByTestId("continue")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_model_without_its_key_is_shown_with_the_reason_and_cannot_be_chosen()
    {
        var option = _tab.Page.GetByTestId("model-select").Locator("option[value=keyless]");

        (await option.TextContentAsync()).Should().Contain("NOBODY_SETS_THIS_KEY is not set.");
        (await option.GetAttributeAsync("disabled")).Should().NotBeNull();
    }

    private Task<IReadOnlyList<string>> ChooseAsync(string model) => _tab.Page.GetByTestId("model-select").SelectOptionAsync(model);
}

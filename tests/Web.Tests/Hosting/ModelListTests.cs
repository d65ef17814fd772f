using System.Text.RegularExpressions;
using FluentAssertions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Web.Tests.Hosting;

/// <summary>The models of a file as clients see them.</summary>
public sealed class ModelListTests : IAsyncLifetime
{
    private readonly string _file = Path.GetTempFileName();
    private TestStudio _studio = null!;
    private Person _person = null!;

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(
            _file,
            """
            model_list:
              - model_name: keyless
                litellm_params: {model: openai/gpt-x, api_key: os.environ/MODEL_LIST_TEST_UNSET}
                model_info: {label: Keyless, access_groups: [pro]}
              - model_name: real
                litellm_params: {model: groq/x, api_key: os.environ/MODEL_LIST_TEST_KEY}
                model_info:
                  label: Real
                  description: Answers.
                  access_groups: [free, plus]
                  max_input_tokens: 131072
                  max_output_tokens: 8192
                  input_cost_per_token: 1.5e-07
                  output_cost_per_token: 6.0e-07
                  supports_vision: true
            """);
        _studio = await TestStudio.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Gateway__ConfigFile"] = _file,
            ["MODEL_LIST_TEST_KEY"] = "key-1",
        });
        _person = await _studio.VisitAsync();
    }

    public async Task DisposeAsync()
    {
        await _person.DisposeAsync();
        await _studio.DisposeAsync();
        File.Delete(_file);
    }

    [Fact]
    public async Task the_list_has_the_files_models_then_the_demo_then_what_has_no_key()
    {
        var models = await _person.ReadAsync<List<ModelView>>("/api/models");

        models.Select(m => m.Name).Should().Equal("real", "demo", "demo-brisk", "keyless");
        models[0].Should().BeEquivalentTo(new ModelView("real", "Real", "Groq", "Answers.", ModelState.Available)
        {
            Groups = ["free", "plus"],
            ContextTokens = 131_072,
            OutputTokens = 8192,
            InputPrice = 0.15m,
            OutputPrice = 0.6m,
            SeesImages = true,
        });
        models[3].Should().BeEquivalentTo(new ModelView("keyless", "Keyless", "OpenAI", "", ModelState.Unavailable)
        {
            Reason = "MODEL_LIST_TEST_UNSET is not set.",
            Groups = ["pro"],
        });
    }

    [Fact]
    public async Task a_model_without_a_key_is_refused_with_the_reason_and_is_not_the_default()
    {
        var refused = await _person.AskAsync("Start", new StartSession(Guid.NewGuid(), "keyless"));
        refused.Should().Be(new Refused(RefusalCodes.ModelUnavailable, "This model is not available. MODEL_LIST_TEST_UNSET is not set."));

        var session = await _person.StartAsync();
        (await _person.AskAsync("ChooseModel", new ChooseModel(session, "keyless"))).Should().Be(refused);
        var page = await _person.ReadAsync<SessionPage>("/api/chat/history");
        page.Sessions.Should().ContainSingle().Which.Model.Should().Be("real");
    }

    [Fact]
    public async Task with_the_shipped_file_and_no_key_the_demo_is_the_default()
    {
        var shipped = await File.ReadAllTextAsync(RepositoryRoot.Combine("litellm.config.yaml"));
        var settings = Regex.Matches(shipped, "os.environ/([A-Z_]+)", RegexOptions.None, TimeSpan.FromSeconds(10))
            .Select(m => m.Groups[1].Value).Distinct(StringComparer.Ordinal)
            .ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);
        settings["Gateway__ConfigFile"] = RepositoryRoot.Combine("litellm.config.yaml");
        await using var studio = await TestStudio.StartAsync(settings, _studio.Database);
        await using var person = await studio.VisitAsync();

        var models = await person.ReadAsync<List<ModelView>>("/api/models");

        models.Take(2).Select(m => m.Name).Should().Equal("demo", "demo-brisk");
        models.Skip(2).Should().HaveCountGreaterThan(10).And.OnlyContain(m => m.State == ModelState.Unavailable);
    }
}

using System.Text.Json;
using FluentAssertions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Gateway.Direct;
using Xunit;

namespace TesslateLite.Gateway.Tests.Config;

/// <summary>What people are shown of a file.</summary>
public sealed class ModelCatalogTests
{
    private const string Yaml = """
        model_list:
          - {model_name: keyless, litellm_params: {model: openai/x}}
          - model_name: shared
            litellm_params: {model: groq/x}
            model_info: {label: Shared, description: Two deployments., access_groups: [plus], max_input_tokens: 1000, max_output_tokens: 100, input_cost_per_token: 1.5e-07, output_cost_per_token: 6.0e-07, supports_vision: true}
          - {model_name: shared, litellm_params: {model: together_ai/x}}
          - {model_name: bare, litellm_params: {model: somebody/x, api_base: "http://box/v1"}}
        """;

    [Fact]
    public void A_model_says_what_its_first_deployment_knows() =>
        Views(_ => false, ("GROQ_API_KEY", "k"), ("TOGETHERAI_API_KEY", "k"))[0].Should().BeEquivalentTo(
            new ModelView("shared", "Shared", "Groq, Together AI", "Two deployments.", ModelState.Available)
            {
                Groups = ["plus"],
                ContextTokens = 1000,
                OutputTokens = 100,
                InputPrice = 0.15m,
                OutputPrice = 0.6m,
                SeesImages = true,
            });

    [Fact]
    public void A_model_of_which_nothing_is_known_has_its_name_and_its_provider() =>
        Views(_ => false).Single(m => m.Name == "bare").Should().BeEquivalentTo(new ModelView("bare", "bare", "somebody", "", ModelState.Available));

    [Fact]
    public void Models_that_cannot_be_used_stand_behind_the_others_with_the_reason()
    {
        var models = Views(_ => false);

        models.Select(m => m.Name).Should().Equal("bare", "keyless", "shared");
        models.Select(m => m.Reason).Should().Equal(null, "OPENAI_API_KEY is not set.", "GROQ_API_KEY is not set. TOGETHERAI_API_KEY is not set.");
    }

    [Fact]
    public void One_deployment_that_can_be_called_is_enough_and_names_its_provider() =>
        Views(_ => false, ("TOGETHERAI_API_KEY", "k"))[0].Should().BeEquivalentTo(
            new { Name = "shared", Provider = "Together AI", State = ModelState.Available, Reason = (string?)null });

    [Fact]
    public void What_a_model_can_do_and_costs_is_what_the_deployment_that_would_answer_can_do_and_costs()
    {
        const string Yaml =
            """
            model_list:
              - model_name: two
                litellm_params: {model: groq/a, api_key: os.environ/GROQ_API_KEY}
                model_info: {max_input_tokens: 2000, input_cost_per_token: 0.001, output_cost_per_token: 0.001}
              - model_name: two
                litellm_params: {model: openai/a, api_key: os.environ/OPENAI_API_KEY}
                model_info: {max_input_tokens: 1000, input_cost_per_token: 0, output_cost_per_token: 0}
            """;

        ModelCatalog.Views(ConfigText.Read(Yaml, ("OPENAI_API_KEY", "k")), _ => false).Single()
            .Should().BeEquivalentTo(new { ContextTokens = 1000, InputPrice = 0m });
    }

    [Theory]
    [InlineData(true, true, ModelState.Resting)]
    [InlineData(true, false, ModelState.Available)]
    [InlineData(false, true, ModelState.Available)]
    public void A_model_rests_when_every_deployment_that_it_has_rests(bool first, bool second, ModelState state) =>
        Views(d => d.Id == "shared-1" ? first : second, ("GROQ_API_KEY", "k"), ("TOGETHERAI_API_KEY", "k"))[0].State.Should().Be(state);

    [Fact]
    public void A_deployment_without_a_key_does_not_keep_a_model_from_resting() =>
        Views(d => d.Id == "shared-1", ("GROQ_API_KEY", "k")).Single(m => m.Name == "shared").State.Should().Be(ModelState.Resting);

    [Fact]
    public void A_price_is_written_without_the_zeros_of_its_calculation() =>
        JsonSerializer.Serialize(Views(_ => false)[^1], WireJson.Options).Should().Contain("\"inputPrice\":0.15,").And.Contain("\"outputPrice\":0.6,");

    private static IReadOnlyList<ModelView> Views(Func<Deployment, bool> isResting, params (string, string)[] environment) =>
        ModelCatalog.Views(ConfigText.Read(Yaml, environment), isResting);
}

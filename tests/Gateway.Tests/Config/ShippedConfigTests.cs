using System.Text.RegularExpressions;
using CsCheck;
using FluentAssertions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Gateway.Direct;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Gateway.Tests.Config;

/// <summary>The file at the root of the repository.</summary>
public sealed partial class ShippedConfigTests
{
    private const string Secret = "sk-secret-word";

    private static readonly string Yaml = File.ReadAllText(RepositoryRoot.Combine("litellm.config.yaml"));

    [Fact]
    public void Without_keys_every_model_is_listed_as_unavailable_with_a_reason()
    {
        var models = ModelCatalog.Views(Read(_ => null), _ => false);

        models.Should().HaveCountGreaterThan(10);
        models.Should().OnlyContain(m => m.State == ModelState.Unavailable && m.Reason != null && m.Reason.EndsWith(" is not set."));
    }

    [Fact]
    public void With_all_keys_every_model_is_available() =>
        ModelCatalog.Views(ReadWithKeys(), _ => false).Should().OnlyContain(m => m.State == ModelState.Available && m.Reason == null);

    [Fact]
    public void One_key_makes_its_providers_models_the_first()
    {
        var models = ModelCatalog.Views(Read(name => name == "GROQ_API_KEY" ? "gsk_1" : null), _ => false);

        models[0].Should().BeEquivalentTo(new { Name = "gpt-oss-120b", Provider = "Groq", State = ModelState.Available });
        models.TakeWhile(m => m.State == ModelState.Available).Should().OnlyContain(m => m.Provider == "Groq");
    }

    [Fact]
    public void Every_deployment_has_what_people_and_the_gateway_want_to_know()
    {
        foreach (var deployment in ReadWithKeys().Models.SelectMany(m => m.Deployments))
        {
            deployment.Info.Label.Should().NotBeNullOrWhiteSpace(deployment.Id);
            deployment.Info.Description.Should().EndWith(".", deployment.Id);
            deployment.Info.SystemPrompt.Should().NotBeNull(deployment.Id);
            deployment.Info.Price.Should().NotBeNull(deployment.Id);
            deployment.Info.ContextTokens.Should().BePositive(deployment.Id);
            deployment.Info.OutputTokens.Should().BePositive(deployment.Id);
            deployment.Info.Groups.Should().ContainSingle(deployment.Id).Which.Should().BeOneOf("free", "plus", "pro");
        }
    }

    [Fact]
    public void Deployments_of_one_model_agree_on_what_people_see() =>
        ReadWithKeys().Models.Should().OnlyContain(
            m => m.Deployments.All(d => d.Info.Label == m.Deployments[0].Info.Label && d.Info.Groups.SequenceEqual(m.Deployments[0].Info.Groups)));

    [Fact]
    public void The_router_shares_retries_and_falls_back()
    {
        var config = ReadWithKeys();

        config.Router.LatencyBased.Should().BeTrue();
        config.Router.Fallbacks.Should().NotBeEmpty();
        config.Router.ContextWindowFallbacks.Should().NotBeEmpty();
        config.Models.Should().Contain(m => m.Deployments.Count > 1, "latency chooses among several");
    }

    [Fact]
    public void A_model_never_falls_back_to_one_of_a_dearer_plan()
    {
        string[] plans = ["free", "plus", "pro"];
        var config = ReadWithKeys();
        var plan = config.Models.ToDictionary(m => m.Name, m => Array.IndexOf(plans, m.Deployments[0].Info.Groups[0]), StringComparer.Ordinal);

        config.Router.Fallbacks.Concat(config.Router.ContextWindowFallbacks)
            .Should().OnlyContain(f => f.Value.All(target => plan[target] <= plan[f.Key]));
    }

    [Fact]
    public void A_conversation_too_long_for_a_model_goes_to_a_longer_window()
    {
        var config = ReadWithKeys();
        var window = config.Models.ToDictionary(m => m.Name, m => m.Deployments[0].Info.ContextTokens, StringComparer.Ordinal);

        config.Router.ContextWindowFallbacks.Should().OnlyContain(f => f.Value.All(target => window[target] > window[f.Key]));
    }

    [Fact]
    public void The_python_that_reads_it_for_LiteLLM_takes_every_cost_for_a_number()
    {
        var costs = Cost().Matches(Yaml).Select(m => m.Groups[1].Value).ToList();

        costs.Should().HaveCountGreaterThan(20).And.OnlyContain(cost => YamlFloat().IsMatch(cost), "YAML 1.1 takes 1e-07 for a text");
    }

    [Fact]
    public void A_file_damaged_anywhere_is_read_or_refused_with_its_line_and_never_quotes_a_key()
    {
        var yaml = Yaml.Replace("os.environ/GROQ_API_KEY", Secret, StringComparison.Ordinal);
        var lines = yaml.Count(c => c == '\n') + 1;
        Gen.Select(Gen.Int[0, yaml.Length - 1], Gen.Int[0, 40], Gen.OneOf("", "\t", "\n", "  ", ":", "[", "{", "'", "*a ", "&a ", "- ", "<<: ", "\0", "🙂")).Sample(
            (at, cut, put) =>
            {
                var damaged = yaml[..at] + put + yaml[Math.Min(yaml.Length, at + cut)..];
                try
                {
                    return GatewayConfigReader.Read(damaged, _ => null, ConfigText.Prompts).Models.Count > 0;
                }
                catch (GatewayConfigException e)
                {
                    return e.Line >= 1 && e.Line <= lines + 1 && e.Reason.EndsWith('.') && !e.ToString().Contains(Secret, StringComparison.Ordinal);
                }
            },
            iter: 1000);
    }

    private static GatewayConfig ReadWithKeys() => Read(name => name.EndsWith("_BASE", StringComparison.Ordinal) ? "http://localhost:11434" : "key-1");

    private static GatewayConfig Read(Func<string, string?> environment) => GatewayConfigReader.Read(Yaml, environment, ConfigText.Prompts);

    [GeneratedRegex("_cost(?:_per_token)?: (\\S+)", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Cost();

    [GeneratedRegex("^[0-9]+\\.[0-9]*(e[-+][0-9]+)?$", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex YamlFloat();
}

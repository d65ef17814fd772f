using FluentAssertions;
using TesslateLite.Hub.Gateway.Direct;
using Xunit;

namespace TesslateLite.Gateway.Tests.Config;

/// <summary>A wrong file is refused with the line and one sentence, and no value of it is quoted.</summary>
public sealed class WrongConfigTests
{
    private const string NotYaml = "this is not valid YAML; see the indentation, quotes and brackets here and in the lines around it.";

    [Theory]
    [InlineData("", 1, "the file must be a map with the key model_list.")]
    [InlineData("# nothing", 1, "the file must be a map with the key model_list.")]
    [InlineData("- a", 1, "the file must be a map with the key model_list.")]
    [InlineData("just words", 1, "the file must be a map with the key model_list.")]
    [InlineData("model_list: []\n---\nmodel_list: []", 3, "the file holds more than one YAML document.")]
    [InlineData("model_list:\n  - model_name: 'a\n", 2, NotYaml)]
    [InlineData("model_list:\n  - model_name: a: b\n", 2, NotYaml)]
    [InlineData("model_list:\n  - access_groups: [free\n    id: b\n", 3, NotYaml)]
    [InlineData("model_list:\n  - :   litellm_params:\n      model: groq/m\n", 3, NotYaml)]
    [InlineData("model_list:\n  - a\n\0", 3, "the file holds a character that is not text.")]
    [InlineData("model_list: *all", 1, "an alias names an anchor that is not above it.")]
    [InlineData("model_list:\n\t- model_name: a", 2, "a tab cannot indent YAML, use spaces.")]
    [InlineData("model_list:\n  - model_name: a\n    litellm_params:\n\t    model: groq/m", 4, "a tab cannot indent YAML, use spaces.")]
    [InlineData("model_list:\n  - model_name: a\n    model_name: b", 3, "a key stands twice in the same map.")]
    [InlineData("general_settings: {}", 1, "model_list is missing.")]
    [InlineData("\nmodel_list:\n", 2, "model_list is missing.")]
    [InlineData("\nmodel_list: []", 2, "model_list is empty.")]
    [InlineData("model_list: {a: b}", 1, "model_list must be a list.")]
    [InlineData("model_list:\n  - just words", 2, "an entry of model_list must be a map.")]
    [InlineData("router_settings: 1", 1, "model_list is missing.")]
    public void A_file_of_another_shape(string yaml, int line, string reason) => Refused(yaml, line, reason);

    [Theory]
    [InlineData("{litellm_params: {model: groq/m}}", "model_name is missing.")]
    [InlineData("{model_name: , litellm_params: {model: groq/m}}", "model_name is missing.")]
    [InlineData("{model_name: '', litellm_params: {model: groq/m}}", "model_name must be a text that is not empty.")]
    [InlineData("{model_name: [a], litellm_params: {model: groq/m}}", "model_name must be a text that is not empty.")]
    [InlineData("{model_name: 'groq/*', litellm_params: {model: 'groq/*'}}", "model_name must be one model, without a wildcard.")]
    [InlineData("{model_name: a}", "litellm_params is missing.")]
    [InlineData("{model_name: a, litellm_params: groq/m}", "litellm_params must be a map.")]
    [InlineData("{model_name: a, litellm_params: {}}", "model is missing.")]
    [InlineData("{model_name: a, litellm_params: {model: os.environ/TEST_UNSET}}", "model is missing: TEST_UNSET is not set.")]
    [InlineData("{model_name: a, litellm_params: {model: gpt-6-luna}}", "model must be provider/model, such as groq/openai/gpt-oss-20b.")]
    [InlineData("{model_name: a, litellm_params: {model: groq/}}", "model must be provider/model, such as groq/openai/gpt-oss-20b.")]
    [InlineData("{model_name: a, litellm_params: {model: /m}}", "model must be provider/model, such as groq/openai/gpt-oss-20b.")]
    [InlineData("{model_name: a, litellm_params: {model: groq/m}, model_info: words}", "model_info must be a map.")]
    public void An_entry_that_lacks_what_it_needs(string entry, string reason) => Refused($"model_list:\n\n  - {entry}", 3, reason);

    [Theory]
    [InlineData("model: somebody/m", "api_base is missing: the address of this provider is not known.")]
    [InlineData("model: hosted_vllm/m", "api_base is missing: the address of this provider is not known.")]
    [InlineData("model: groq/m, api_base: api.groq.com", "api_base must be an http or https address.")]
    [InlineData("model: groq/m, api_base: 'ftp://api.groq.com'", "api_base must be an http or https address.")]
    [InlineData("model: groq/m, api_base: ''", "api_base must be a text that is not empty.")]
    [InlineData("model: groq/m, api_key: [a]", "api_key must be a text that is not empty.")]
    [InlineData("model: groq/m, api_key: 'two words'", "api_key holds spaces or other characters that no key has.")]
    [InlineData("model: groq/m, api_key: os.environ/", "api_key must be os.environ/ and the name of an environment variable.")]
    [InlineData("model: groq/m, api_key: os.environ.GROQ_API_KEY", "api_key must be os.environ/ and the name of an environment variable.")]
    [InlineData("model: groq/m, api_key: os.environ/GROQ-API-KEY", "api_key must be os.environ/ and the name of an environment variable.")]
    [InlineData("model: groq/m, temperature: 2.1", "temperature must be a number from 0 to 2.")]
    [InlineData("model: groq/m, temperature: -0.1", "temperature must be a number from 0 to 2.")]
    [InlineData("model: groq/m, temperature: warm", "temperature must be a number from 0 to 2.")]
    [InlineData("model: groq/m, max_tokens: 0", "max_tokens must be a whole number of at least 1.")]
    [InlineData("model: groq/m, max_tokens: 1.5", "max_tokens must be a whole number of at least 1.")]
    [InlineData("model: groq/m, timeout: 0", "timeout must be more than 0 seconds.")]
    [InlineData("model: groq/m, stream_timeout: -1", "stream_timeout must be a number from 0 to 86400.")]
    [InlineData("model: groq/m, timeout: 600000", "timeout must be a number from 0 to 86400.")]
    [InlineData("model: groq/m, timeout: [1]", "timeout must be a number from 0 to 86400.")]
    public void Parameters_that_are_wrong(string parameters, string reason) =>
        Refused($"model_list:\n  - model_name: a\n    litellm_params: {{{parameters}}}", 3, reason);

    [Theory]
    [InlineData("input_cost_per_token: -1.0e-07", "input_cost_per_token must be a number from 0 to 0.01.")]
    [InlineData("output_cost_per_token: cheap", "output_cost_per_token must be a number from 0 to 0.01.")]
    [InlineData("output_cost_per_token: .nan", "output_cost_per_token must be a number from 0 to 0.01.")]
    [InlineData("cache_read_input_token_cost: 0.15", "cache_read_input_token_cost must be a number from 0 to 0.01.")]
    [InlineData("max_input_tokens: many", "max_input_tokens must be a whole number of at least 1.")]
    [InlineData("max_output_tokens: -1", "max_output_tokens must be a whole number of at least 1.")]
    [InlineData("supports_vision: perhaps", "supports_vision must be true or false.")]
    [InlineData("access_groups: free", "access_groups must be a list.")]
    [InlineData("access_groups: [free, {a: b}]", "an entry of access_groups must be a text that is not empty.")]
    [InlineData("access_groups: [free, ]", null)]
    [InlineData("access_groups: ['']", "an entry of access_groups must be a text that is not empty.")]
    [InlineData("system_prompt: pirate", "system_prompt must be one of coder, general, ui-designer.")]
    [InlineData("label: ''", "label must be a text that is not empty.")]
    public void Information_that_is_wrong(string information, string? reason)
    {
        var yaml = $"model_list:\n  - model_name: a\n    litellm_params: {{model: groq/m}}\n    model_info:\n      {information}";
        if (reason is null)
            ConfigText.Read(yaml).Models.Should().ContainSingle();
        else
            Refused(yaml, 5, reason);
    }

    [Fact]
    public void A_key_of_the_environment_that_no_header_takes() =>
        FluentActions.Invoking(() => ConfigText.ReadOne("model: groq/m", "", ("GROQ_API_KEY", "gsk_1\ngsk_2")))
            .Should().Throw<GatewayConfigException>().Which.Reason.Should().Be("GROQ_API_KEY holds spaces or other characters that no key has.");

    [Theory]
    [InlineData("model_info: {id: same}}\n  - {model_name: b, litellm_params: {model: groq/m}, model_info: {id: same}}")]
    [InlineData("model_info: {id: b-1}}\n  - {model_name: b, litellm_params: {model: groq/m}}")]
    public void Two_entries_of_one_id(string entries) => Refused(
        $"model_list:\n  - {{model_name: a, litellm_params: {{model: groq/m}}, {entries}", 3, "model_info.id must be unique, and another entry has this one.");

    [Theory]
    [InlineData("num_retries: many", "num_retries must be a whole number of at least 0.")]
    [InlineData("num_retries: -1", "num_retries must be a whole number of at least 0.")]
    [InlineData("allowed_fails: 1.5", "allowed_fails must be a whole number of at least 0.")]
    [InlineData("cooldown_time: -1", "cooldown_time must be a number from 0 to 86400.")]
    [InlineData("retry_after: soon", "retry_after must be a number from 0 to 86400.")]
    [InlineData("timeout: 0", "timeout must be more than 0 seconds.")]
    [InlineData("stream_idle_timeout: 0", "stream_idle_timeout must be more than 0 seconds.")]
    [InlineData("routing_strategy_args: {ttl: 0}", "ttl must be more than 0 seconds.")]
    [InlineData("routing_strategy_args: {lowest_latency_buffer: -1}", "lowest_latency_buffer must be a number from 0 to 100.")]
    [InlineData("routing_strategy: fastest", "routing_strategy must be one of LiteLLM's: latency-based-routing, simple-shuffle, least-busy, usage-based-routing, usage-based-routing-v2, cost-based-routing, provider-budget-routing.")]
    [InlineData("fallbacks: {a: [b]}", "fallbacks must be a list.")]
    [InlineData("fallbacks: [a]", "an entry of fallbacks must be a map.")]
    [InlineData("fallbacks: [{}]", "an entry of fallbacks must have exactly one key.")]
    [InlineData("fallbacks: [{a: [b], b: [c]}]", "an entry of fallbacks must have exactly one key.")]
    [InlineData("fallbacks: [{a: b}]", "fallbacks must be a list.")]
    [InlineData("fallbacks: [{d: [a]}]", "fallbacks names a model that is not in model_list.")]
    [InlineData("fallbacks: [{a: [b, d]}]", "an entry of fallbacks names a model that is not in model_list.")]
    [InlineData("fallbacks: [{a: [b, a]}]", "fallbacks must not lead from a model to itself.")]
    [InlineData("fallbacks: [{a: [b]}, {a: [c]}]", "fallbacks has this model twice.")]
    [InlineData("context_window_fallbacks: [{a: [d]}]", "an entry of context_window_fallbacks names a model that is not in model_list.")]
    [InlineData("default_fallbacks: [d]", "an entry of default_fallbacks names a model that is not in model_list.")]
    public void Router_settings_that_are_wrong(string setting, string reason)
    {
        var read = () => ConfigText.ReadRouter($"router_settings:\n  {setting}");

        read.Should().Throw<GatewayConfigException>().Which.Should().BeEquivalentTo(new { Line = 6, Reason = reason });
    }

    private static void Refused(string yaml, int line, string reason)
    {
        var refused = FluentActions.Invoking(() => ConfigText.Read(yaml)).Should().Throw<GatewayConfigException>().Which;

        refused.Reason.Should().Be(reason);
        refused.Line.Should().Be(line);
        refused.Message.Should().Be($"litellm.config.yaml, line {line}: {reason}");
    }
}

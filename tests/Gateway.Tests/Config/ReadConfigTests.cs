using FluentAssertions;
using TesslateLite.Hub.Gateway;
using TesslateLite.Hub.Gateway.Direct;
using Xunit;

namespace TesslateLite.Gateway.Tests.Config;

/// <summary>What a right file says.</summary>
public sealed class ReadConfigTests
{
    [Fact]
    public void Everything_that_an_entry_says_is_read()
    {
        var model = ConfigText.Read(
            """
            model_list:
              - model_name: chat-fast
                litellm_params:
                  model: groq/openai/gpt-oss-20b
                  api_base: https://groq.example/openai/v1
                  api_key: os.environ/TEST_KEY
                  max_tokens: 4_096
                  temperature: 0.7
                  timeout: 90
                  stream_timeout: 2.5
                  rpm: 600
                model_info:
                  id: fast-a
                  label: Fast
                  description: Quick answers.
                  system_prompt: coder
                  access_groups: [free, plus]
                  input_cost_per_token: 0.00000015
                  cache_read_input_token_cost: 7.5e-08
                  output_cost_per_token: 6e-7
                  max_input_tokens: 131072
                  max_output_tokens: 8192
                  max_tokens: 1
                  supports_vision: true
                  supports_assistant_prefill: true
                  mode: chat
            """,
            ("TEST_KEY", "gsk_1")).Models.Should().ContainSingle().Subject;

        model.Name.Should().Be("chat-fast");
        model.Deployments.Should().ContainSingle().Which.Should().BeEquivalentTo(
            new Deployment(
                "fast-a", "groq", "openai/gpt-oss-20b", new Uri("https://groq.example/openai/v1"), "gsk_1", Unavailable: null,
                new DeploymentInfo
                {
                    Label = "Fast",
                    Description = "Quick answers.",
                    SystemPrompt = "coder",
                    Groups = ["free", "plus"],
                    ContextTokens = 131_072,
                    OutputTokens = 8192,
                    Price = new ModelPrice(0.00000015m, 0.000000075m, 0.0000006m),
                    SeesImages = true,
                    Continues = true,
                })
            {
                MaxTokens = 4096,
                Temperature = 0.7f,
                FirstTokenTimeout = TimeSpan.FromSeconds(2.5),
            });
    }

    [Fact]
    public void Entries_of_one_name_are_one_model_with_numbered_ids_in_the_order_of_the_file()
    {
        var config = ConfigText.Read(
            """
            model_list:
              - {model_name: b, litellm_params: {model: groq/x}}
              - {model_name: a, litellm_params: {model: groq/x}}
              - {model_name: b, litellm_params: {model: together_ai/x}, model_info: {id: mine}}
              - {model_name: b, litellm_params: {model: openai/x}}
            """);

        config.Models.Select(m => m.Name).Should().Equal("b", "a");
        config.Models[0].Deployments.Select(d => d.Id).Should().Equal("b-1", "mine", "b-3");
    }

    [Theory]
    [InlineData("openai/m", "https://api.openai.com/v1", "OPENAI_API_KEY")]
    [InlineData("anthropic/m", "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY")]
    [InlineData("groq/m", "https://api.groq.com/openai/v1", "GROQ_API_KEY")]
    [InlineData("featherless_ai/m", "https://api.featherless.ai/v1", "FEATHERLESS_AI_API_KEY")]
    [InlineData("meta_llama/m", "https://api.llama.com/compat/v1", "LLAMA_API_KEY")]
    [InlineData("meta/m", "https://api.meta.ai/v1", "META_API_KEY")]
    [InlineData("Groq/m", "https://api.groq.com/openai/v1", "GROQ_API_KEY")]
    public void A_known_provider_has_its_address_and_the_variable_of_its_key(string model, string address, string variable)
    {
        var without = ConfigText.ReadOne($"model: {model}");
        without.ApiBase.Should().Be(new Uri(address));
        without.ApiKey.Should().BeNull();
        without.Unavailable.Should().Be($"{variable} is not set.");

        var with = ConfigText.ReadOne($"model: {model}", "", (variable, " key-1\n"));
        with.ApiKey.Should().Be("key-1");
        with.Unavailable.Should().BeNull();
    }

    [Theory]
    [InlineData("ollama/llama3.2")]
    [InlineData("ollama_chat/llama3.2")]
    public void Ollama_needs_no_key(string model)
    {
        var deployment = ConfigText.ReadOne($"model: {model}");

        deployment.ApiBase.Should().Be(new Uri("http://localhost:11434/v1"));
        deployment.ApiKey.Should().BeNull();
        deployment.Unavailable.Should().BeNull();
    }

    [Theory]
    [InlineData("ollama_chat/m", "http://box:11434", "http://box:11434/v1")]
    [InlineData("ollama_chat/m", "http://box:11434/", "http://box:11434/v1")]
    [InlineData("ollama_chat/m", "http://box:11434/proxy/v1", "http://box:11434/proxy/v1")]
    [InlineData("anthropic/m", "https://api.anthropic.com", "https://api.anthropic.com/v1")]
    [InlineData("openai/m", "http://box:8080", "http://box:8080/")]
    [InlineData("hosted_vllm/m", "http://box:8000/v1", "http://box:8000/v1")]
    [InlineData("somebody/m", "http://box:8000/v1", "http://box:8000/v1")]
    public void A_given_address_is_taken_and_a_bare_host_gets_the_path_where_LiteLLM_speaks_another_protocol(string model, string given, string address) =>
        ConfigText.ReadOne($"model: {model}, api_base: \"{given}\"").ApiBase.Should().Be(new Uri(address));

    [Fact]
    public void A_providers_key_is_not_handed_to_another_host()
    {
        var deployment = ConfigText.ReadOne("model: openai/m, api_base: \"http://box:8080/v1\"", "", ("OPENAI_API_KEY", "sk-1"));

        deployment.ApiKey.Should().BeNull();
        deployment.Unavailable.Should().BeNull();
        ConfigText.ReadOne("model: openai/m, api_base: \"https://api.openai.com/v1/\"", "", ("OPENAI_API_KEY", "sk-1")).ApiKey.Should().Be("sk-1");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void What_an_unset_variable_should_hold_makes_the_deployment_unavailable(string value)
    {
        (string, string)[] environment = [("TEST_KEY", value), ("TEST_BASE", value), ("GROQ_API_KEY", "gsk_1")];

        ConfigText.ReadOne("model: groq/m, api_key: os.environ/TEST_KEY", "", environment).Unavailable.Should().Be("TEST_KEY is not set.");
        ConfigText.ReadOne("model: groq/m, api_base: os.environ/TEST_BASE", "", environment).Unavailable.Should().Be("TEST_BASE is not set.");
        ConfigText.ReadOne("model: hosted_vllm/m, api_base: os.environ/TEST_BASE", "", environment).Unavailable.Should().Be("TEST_BASE is not set.");
    }

    [Fact]
    public void Any_scalar_may_stand_in_the_environment()
    {
        var deployment = ConfigText.ReadOne(
            "model: os.environ/TEST_MODEL, max_tokens: os.environ/TEST_TOKENS, temperature: os.environ/TEST_UNSET",
            "access_groups: [os.environ/TEST_GROUP], supports_vision: os.environ/TEST_VISION",
            ("TEST_MODEL", "groq/m"), ("TEST_TOKENS", "77"), ("TEST_GROUP", "free"), ("TEST_VISION", "True"));

        deployment.Should().BeEquivalentTo(
            new { Provider = "groq", UpstreamModel = "m", MaxTokens = 77, Temperature = (float?)null, Info = new { Groups = new[] { "free" }, SeesImages = true } });
    }

    [Fact]
    public void A_key_is_not_part_of_what_a_deployment_writes_of_itself() =>
        ConfigText.ReadOne("model: groq/m, api_key: gsk_secret").ToString().Should().Be("one-1");

    [Theory]
    [InlineData("max_input_tokens: 10, max_tokens: 20", 10)]
    [InlineData("max_tokens: 20", 20)]
    [InlineData("max_input_tokens: null", null)]
    public void The_window_is_max_input_tokens_or_else_max_tokens(string information, int? window) =>
        ConfigText.ReadOne("model: groq/m", information).Info.ContextTokens.Should().Be(window);

    [Theory]
    [InlineData("input_cost_per_token: 1.5e-07, output_cost_per_token: 0.0000006", "0.00000015", "0.00000015", "0.0000006")]
    [InlineData("input_cost_per_token: 1E-6, cache_read_input_token_cost: 0, output_cost_per_token: .000002", "0.000001", "0", "0.000002")]
    public void Costs_are_exact_in_every_notation(string information, string input, string cached, string output)
    {
        var expected = new ModelPrice(Parse(input), Parse(cached), Parse(output));

        ConfigText.ReadOne("model: groq/m", information).Info.Price.Should().Be(expected);
        ConfigText.ReadOne($"model: groq/m, {information}").Info.Price.Should().Be(expected, "LiteLLM takes them from there too");

        static decimal Parse(string number) => decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void A_price_of_which_one_side_is_missing_is_not_known() =>
        ConfigText.ReadOne("model: groq/m", "input_cost_per_token: 1.5e-07").Info.Price.Should().BeNull();

    [Fact]
    public void Anchors_and_merged_maps_are_read_and_a_key_of_ones_own_wins()
    {
        var config = ConfigText.Read(
            """
            defaults:
              - &first {temperature: 0.1, max_tokens: 10}
              - &second {max_tokens: 20, timeout: 5}
            model_list:
              - model_name: a
                litellm_params: &groq {<<: [*first, *second], model: groq/m}
              - model_name: b
                litellm_params: *groq
              - model_name: c
                litellm_params: {<<: *groq, max_tokens: 30}
            """);

        config.Models.Select(m => m.Deployments[0].MaxTokens).Should().Equal(10, 10, 30);
        config.Models.Should().OnlyContain(m => m.Deployments[0].Temperature == 0.1f && m.Deployments[0].FirstTokenTimeout == TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_map_that_merges_itself_ends() =>
        FluentActions.Invoking(() => ConfigText.Read("model_list: [&a {<<: *a, model_name: x}]"))
            .Should().Throw<GatewayConfigException>().Which.Reason.Should().Be("litellm_params is missing.");

    [Fact]
    public void Without_router_settings_LiteLLMs_defaults_hold() =>
        ConfigText.ReadRouter("general_settings: {master_key: os.environ/LITELLM_MASTER_KEY}").Should().BeEquivalentTo(new RouterSettings());

    [Fact]
    public void Everything_that_the_router_settings_say_is_read()
    {
        var router = ConfigText.ReadRouter(
            """
            router_settings:
              routing_strategy: latency-based-routing
              routing_strategy_args: {ttl: 60, lowest_latency_buffer: 0.1}
              num_retries: 4
              retry_after: 1
              allowed_fails: 5
              cooldown_time: 30
              timeout: 60
              stream_timeout: 20
              stream_idle_timeout: 15
              fallbacks: [{"a": ["b", "c"]}]
              context_window_fallbacks: [{"b": ["c"]}]
              redis_host: redis
            """);

        router.Should().BeEquivalentTo(new RouterSettings
        {
            LatencyBased = true,
            LatencyTtl = TimeSpan.FromSeconds(60),
            LatencyBuffer = 0.1,
            Retries = 4,
            RetryAfter = TimeSpan.FromSeconds(1),
            AllowedFails = 5,
            Cooldown = TimeSpan.FromSeconds(30),
            FirstTokenTimeout = TimeSpan.FromSeconds(20),
            IdleTimeout = TimeSpan.FromSeconds(15),
            Fallbacks = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["a"] = ["b", "c"] },
            ContextWindowFallbacks = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["b"] = ["c"] },
        });
    }

    [Fact]
    public void What_the_router_settings_leave_open_is_taken_from_the_litellm_settings()
    {
        var router = ConfigText.ReadRouter(
            """
            router_settings: {num_retries: 1}
            litellm_settings: {num_retries: 7, request_timeout: 33, allowed_fails: 9, fallbacks: [{a: [b]}], drop_params: true}
            """);

        router.Retries.Should().Be(1);
        router.FirstTokenTimeout.Should().Be(TimeSpan.FromSeconds(33));
        router.AllowedFails.Should().Be(9);
        router.Fallbacks["a"].Should().Equal("b");
    }

    [Fact]
    public void Default_fallbacks_are_for_models_without_their_own_and_never_lead_to_themselves()
    {
        var fallbacks = ConfigText.ReadRouter("router_settings: {fallbacks: [{a: [c]}], default_fallbacks: [b]}").Fallbacks;

        fallbacks["a"].Should().Equal("c");
        fallbacks["b"].Should().BeEmpty();
        fallbacks["c"].Should().Equal("b");
    }

    [Theory]
    [InlineData("latency-based-routing", true)]
    [InlineData("simple-shuffle", false)]
    [InlineData("usage-based-routing-v2", false)]
    public void Strategies_other_than_latency_choose_at_random(string strategy, bool latencyBased) =>
        ConfigText.ReadRouter($"router_settings: {{routing_strategy: {strategy}}}").LatencyBased.Should().Be(latencyBased);
}

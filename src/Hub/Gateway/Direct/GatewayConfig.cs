namespace TesslateLite.Hub.Gateway.Direct;

/// <summary>What <c>litellm.config.yaml</c> says, as far as calling providers directly needs it.</summary>
/// <param name="Models">The models in the order of the file, each with its deployments.</param>
/// <param name="Router">How to choose among deployments, and what to do when they fail.</param>
public sealed record GatewayConfig(IReadOnlyList<ModelGroup> Models, RouterSettings Router);

/// <summary>A model that can be chosen: all entries of <c>model_list</c> with the same <c>model_name</c>.</summary>
/// <param name="Name">The <c>model_name</c>.</param>
/// <param name="Deployments">One or more; what they say about the model itself is taken from the first.</param>
public sealed record ModelGroup(string Name, IReadOnlyList<Deployment> Deployments);

/// <summary>One way to reach a model: an entry of <c>model_list</c>.</summary>
/// <param name="Id"><c>model_info.id</c>, or the model's name with the number of the entry: <c>chat-fast-2</c>. Unique.</param>
/// <param name="Provider">The part before the slash in <c>litellm_params.model</c>, lower case: <c>groq</c>.</param>
/// <param name="UpstreamModel">The part behind it: what the provider calls the model.</param>
/// <param name="ApiBase">Address below which <c>chat/completions</c> is.</param>
/// <param name="ApiKey">The key; null for a provider that needs none, and for one whose key is missing.</param>
/// <param name="Unavailable">Why it cannot be called, for people, such as <c>GROQ_API_KEY is not set.</c>; null when it can.</param>
/// <param name="Info">What is known of the model.</param>
public sealed record Deployment(
    string Id, string Provider, string UpstreamModel, Uri ApiBase, string? ApiKey, string? Unavailable, DeploymentInfo Info)
{
    /// <summary><c>litellm_params.temperature</c>, if given.</summary>
    public float? Temperature { get; init; }

    /// <summary><c>litellm_params.max_tokens</c>: how many tokens to ask for at the most, if given.</summary>
    public int? MaxTokens { get; init; }

    /// <summary><c>litellm_params.stream_timeout</c>, else <c>timeout</c>: until the first token; null takes the router's.</summary>
    public TimeSpan? FirstTokenTimeout { get; init; }

    /// <summary>The id: what a record writes of itself would show the key.</summary>
    public override string ToString() => Id;
}

/// <summary><c>model_info</c>: what is known of a model at one deployment.</summary>
public sealed record DeploymentInfo
{
    /// <summary><c>label</c>, ours: what people see; the model's name without it.</summary>
    public string? Label { get; init; }

    /// <summary><c>description</c>, ours: one sentence.</summary>
    public string? Description { get; init; }

    /// <summary><c>system_prompt</c>, ours: name of a system prompt, such as <c>ui-designer</c>; null takes <c>general</c>.</summary>
    public string? SystemPrompt { get; init; }

    /// <summary><c>access_groups</c>.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary><c>max_input_tokens</c>, else <c>max_tokens</c>.</summary>
    public int? ContextTokens { get; init; }

    /// <summary><c>max_output_tokens</c>.</summary>
    public int? OutputTokens { get; init; }

    /// <summary>From <c>input_cost_per_token</c>, <c>cache_read_input_token_cost</c> (else the same) and <c>output_cost_per_token</c>.</summary>
    public ModelPrice? Price { get; init; }

    /// <summary><c>supports_vision</c>.</summary>
    public bool SeesImages { get; init; }

    /// <summary><c>supports_assistant_prefill</c>: goes on from a last message of its own.</summary>
    public bool Continues { get; init; }
}

/// <summary><c>router_settings</c>, with LiteLLM's defaults for what is not given.</summary>
public sealed record RouterSettings
{
    /// <summary><c>num_retries</c>: further attempts at the same model after the first.</summary>
    public int Retries { get; init; } = 2;

    /// <summary><c>retry_after</c>: shortest pause before a further attempt.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.Zero;

    /// <summary><c>allowed_fails</c>: failures within a minute after which a deployment rests.</summary>
    public int AllowedFails { get; init; } = 3;

    /// <summary><c>cooldown_time</c>: how long it rests.</summary>
    public TimeSpan Cooldown { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary><c>stream_timeout</c>, else <c>timeout</c>: until the first token.</summary>
    public TimeSpan FirstTokenTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary><c>stream_idle_timeout</c>, ours: between two tokens.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary><c>routing_strategy</c> is <c>latency-based-routing</c>; otherwise deployments are chosen at random.</summary>
    public bool LatencyBased { get; init; }

    /// <summary><c>routing_strategy_args.lowest_latency_buffer</c>: deployments this much slower than the fastest count as equal.</summary>
    public double LatencyBuffer { get; init; }

    /// <summary><c>routing_strategy_args.ttl</c>: how long a measured latency counts.</summary>
    public TimeSpan LatencyTtl { get; init; } = TimeSpan.FromHours(1);

    /// <summary><c>fallbacks</c>: models to ask, in order, when a model has failed.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Fallbacks { get; init; } = None;

    /// <summary><c>context_window_fallbacks</c>: models to ask when the conversation is too long for a model.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ContextWindowFallbacks { get; init; } = None;

    private static IReadOnlyDictionary<string, IReadOnlyList<string>> None { get; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
}

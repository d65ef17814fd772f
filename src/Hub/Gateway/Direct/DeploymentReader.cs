namespace TesslateLite.Hub.Gateway.Direct;

/// <summary>Reads an entry of <c>model_list</c>.</summary>
internal static class DeploymentReader
{
    private const string NoKey = "holds spaces or other characters that no key has";

    // Stands where an address would, for a deployment that is never called because its address is not set. No such host can exist.
    private static readonly Uri Nowhere = new("http://not-set.invalid/");

    /// <summary>Reads it.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="id">Its id, when the entry gives none.</param>
    /// <param name="environment">The value of an environment variable, or null.</param>
    /// <param name="systemPrompts">Names that <c>system_prompt</c> may have.</param>
    public static Deployment Read(ConfigMap entry, string id, Func<string, string?> environment, IReadOnlyCollection<string> systemPrompts)
    {
        var parameters = entry.Require("litellm_params").Map();
        var info = entry.Find("model_info")?.Map();
        var model = parameters.Require("model");
        if (model.Text().Split('/', 2) is not [{ Length: > 0 } prefix, { Length: > 0 } upstream])
            throw model.Wrong("must be provider/model, such as groq/openai/gpt-oss-20b");

        var provider = prefix.ToLowerInvariant();
        var known = Providers.Find(provider);
        var apiBase = AddressOf(parameters, known);
        var (key, missing) = KeyOf(parameters, known, apiBase, environment);
        missing = parameters.UnsetVariable("api_base") ?? missing;
        return new Deployment(
            info?.Find("id")?.Text() ?? id,
            provider,
            upstream,
            apiBase,
            key,
            missing is null ? null : $"{missing} is not set.",
            InfoOf(info, parameters, systemPrompts))
        {
            Temperature = (float?)parameters.Find("temperature")?.Number(0, 2),
            MaxTokens = parameters.Find("max_tokens")?.Whole(1),
            FirstTokenTimeout = (parameters.Find("stream_timeout") ?? parameters.Find("timeout"))?.Limit(),
        };
    }

    private static Uri AddressOf(ConfigMap parameters, Provider? known)
    {
        if (parameters.Find("api_base") is not { } given)
        {
            if (known?.ApiBase is null && parameters.UnsetVariable("api_base") is null)
                throw new GatewayConfigException(parameters.Line, "api_base is missing: the address of this provider is not known.");
            return known?.ApiBase ?? Nowhere;
        }

        if (!Uri.TryCreate(given.Text(), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw given.Wrong("must be an http or https address");
        return known is { HasProtocolOfItsOwn: true, ApiBase: { } usual } && address.AbsolutePath == "/"
            ? new Uri(address, usual.AbsolutePath)
            : address;
    }

    /// <summary>The key, or the environment variable that should hold it.</summary>
    private static (string? Key, string? Missing) KeyOf(
        ConfigMap parameters, Provider? known, Uri apiBase, Func<string, string?> environment)
    {
        if (parameters.UnsetVariable("api_key") is { } unset)
            return (null, unset);
        if (parameters.Find("api_key") is { } given)
            return IsKey(given.Text()) ? (given.Text(), null) : throw given.Wrong(NoKey);
        // The usual key is for the provider's own host: another one that speaks its protocol must not be handed it.
        if (known is not { KeyVariable: { } variable } || apiBase.Host != known.ApiBase?.Host)
            return (null, null);
        var key = environment(variable)?.Trim();
        if (string.IsNullOrEmpty(key))
            return (null, variable);
        return IsKey(key) ? (key, null) : throw new GatewayConfigException(parameters.Line, $"{variable} {NoKey}.");
    }

    // What an HTTP header takes. The client that sends it would quote one that does not fit.
    private static bool IsKey(string key) => key.All(c => c is > ' ' and <= '~');

    private static DeploymentInfo InfoOf(ConfigMap? info, ConfigMap parameters, IReadOnlyCollection<string> systemPrompts)
    {
        var prompt = info?.Find("system_prompt");
        if (prompt is not null && !systemPrompts.Contains(prompt.Text(), StringComparer.Ordinal))
            throw prompt.Wrong($"must be one of {string.Join(", ", systemPrompts)}");
        return new DeploymentInfo
        {
            Label = info?.Find("label")?.Text(),
            Description = info?.Find("description")?.Text(),
            SystemPrompt = prompt?.Text(),
            Groups = info?.Find("access_groups")?.Texts() ?? [],
            ContextTokens = (info?.Find("max_input_tokens") ?? info?.Find("max_tokens"))?.Whole(1),
            OutputTokens = info?.Find("max_output_tokens")?.Whole(1),
            Price = PriceOf(info, parameters),
            SeesImages = info?.Find("supports_vision")?.Flag() ?? false,
            Continues = info?.Find("supports_assistant_prefill")?.Flag() ?? false,
        };
    }

    /// <summary>
    /// A price is known when both sides of it are. LiteLLM takes it from <c>litellm_params</c> too. A cent for a token is far above any
    /// price there is: more is a price for a million, in the wrong place.
    /// </summary>
    private static ModelPrice? PriceOf(ConfigMap? info, ConfigMap parameters)
    {
        var input = Cost("input_cost_per_token");
        var output = Cost("output_cost_per_token");
        var cached = Cost("cache_read_input_token_cost");
        return input is null || output is null ? null : new ModelPrice(input.Value, cached ?? input.Value, output.Value);

        decimal? Cost(string key) => (info?.Find(key) ?? parameters.Find(key))?.Number(0, 0.01m);
    }
}

namespace TesslateLite.Hub.Gateway.Direct;

/// <summary>Reads <c>router_settings</c>, and what LiteLLM also takes from <c>litellm_settings</c>.</summary>
internal static class RouterSettingsReader
{
    private const string LatencyBased = "latency-based-routing";

    /// <summary>Strategies of LiteLLM that need what only its own server counts; here they choose at random.</summary>
    private static readonly string[] ChosenAtRandom =
    [
        "simple-shuffle", "least-busy", "usage-based-routing", "usage-based-routing-v2", "cost-based-routing", "provider-budget-routing",
    ];

    /// <summary>Reads it.</summary>
    /// <param name="root">The whole file.</param>
    /// <param name="models">Names of the models, which fallbacks refer to.</param>
    public static RouterSettings Read(ConfigMap root, IReadOnlyCollection<string> models)
    {
        var router = root.Find("router_settings")?.Map();
        var general = root.Find("litellm_settings")?.Map();
        var latency = router?.Find("routing_strategy_args")?.Map();
        var defaults = new RouterSettings();
        return new RouterSettings
        {
            Retries = Setting("num_retries")?.Whole(0) ?? defaults.Retries,
            RetryAfter = Setting("retry_after")?.Pause() ?? defaults.RetryAfter,
            AllowedFails = Setting("allowed_fails")?.Whole(0) ?? defaults.AllowedFails,
            Cooldown = Setting("cooldown_time")?.Pause() ?? defaults.Cooldown,
            FirstTokenTimeout = (Setting("stream_timeout") ?? Setting("timeout") ?? Setting("request_timeout"))?.Limit() ?? defaults.FirstTokenTimeout,
            IdleTimeout = Setting("stream_idle_timeout")?.Limit() ?? defaults.IdleTimeout,
            LatencyBased = IsLatencyBased(router?.Find("routing_strategy")),
            LatencyBuffer = (double?)latency?.Find("lowest_latency_buffer")?.Number(0, 100) ?? defaults.LatencyBuffer,
            LatencyTtl = latency?.Find("ttl")?.Limit() ?? defaults.LatencyTtl,
            Fallbacks = WithDefaults(Fallbacks("fallbacks"), Setting("default_fallbacks")),
            ContextWindowFallbacks = Fallbacks("context_window_fallbacks"),
        };

        ConfigValue? Setting(string key) => router?.Find(key) ?? general?.Find(key);

        Dictionary<string, IReadOnlyList<string>> Fallbacks(string key)
        {
            var fallbacks = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
            foreach (var entry in Setting(key)?.List() ?? [])
            {
                var (model, targets) = entry.Map().Single(key);
                var from = Known(model);
                var to = targets.List().Select(Known).ToList();
                if (to.Contains(from, StringComparer.Ordinal))
                    throw model.Wrong("must not lead from a model to itself");
                if (!fallbacks.TryAdd(from, to))
                    throw model.Wrong("has this model twice");
            }
            return fallbacks;
        }

        Dictionary<string, IReadOnlyList<string>> WithDefaults(Dictionary<string, IReadOnlyList<string>> fallbacks, ConfigValue? setting)
        {
            if (setting is null)
                return fallbacks;
            var always = setting.List().Select(Known).ToList();
            foreach (var model in models)
                fallbacks.TryAdd(model, [.. always.Where(target => target != model)]);
            return fallbacks;
        }

        string Known(ConfigValue model) => models.Contains(model.Text(), StringComparer.Ordinal)
            ? model.Text()
            : throw model.Wrong("names a model that is not in model_list");
    }

    private static bool IsLatencyBased(ConfigValue? strategy) => strategy?.Text() switch
    {
        null => false,
        LatencyBased => true,
        var name when ChosenAtRandom.Contains(name, StringComparer.Ordinal) => false,
        _ => throw strategy.Wrong($"must be one of LiteLLM's: {LatencyBased}, {string.Join(", ", ChosenAtRandom)}"),
    };
}

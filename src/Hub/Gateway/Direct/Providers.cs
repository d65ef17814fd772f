namespace TesslateLite.Hub.Gateway.Direct;

/// <summary>A provider that LiteLLM knows by the part of <c>litellm_params.model</c> before the slash.</summary>
/// <param name="Label">What people see.</param>
/// <param name="ApiBase">Its OpenAI-compatible address; null where each operator has their own.</param>
/// <param name="KeyVariable">Environment variable that LiteLLM takes its key from; null for one that needs no key.</param>
internal sealed record Provider(string Label, Uri? ApiBase, string? KeyVariable)
{
    /// <summary>
    /// True where LiteLLM speaks the provider's own protocol, so that <c>api_base</c> in a file for both is the bare host. Then
    /// the path of <see cref="ApiBase"/> is added to it.
    /// </summary>
    public bool HasProtocolOfItsOwn { get; init; }
}

/// <summary>The providers with LiteLLM's names, addresses and variables.</summary>
internal static class Providers
{
    private static readonly Dictionary<string, Provider> Known = new(StringComparer.Ordinal)
    {
        ["openai"] = new("OpenAI", new("https://api.openai.com/v1"), "OPENAI_API_KEY"),
        ["anthropic"] = new("Anthropic", new("https://api.anthropic.com/v1"), "ANTHROPIC_API_KEY") { HasProtocolOfItsOwn = true },
        ["groq"] = new("Groq", new("https://api.groq.com/openai/v1"), "GROQ_API_KEY"),
        ["featherless_ai"] = new("Featherless", new("https://api.featherless.ai/v1"), "FEATHERLESS_AI_API_KEY"),
        ["meta"] = new("Meta", new("https://api.meta.ai/v1"), "META_API_KEY"),
        ["meta_llama"] = new("Llama API", new("https://api.llama.com/compat/v1"), "LLAMA_API_KEY"),
        ["together_ai"] = new("Together AI", new("https://api.together.xyz/v1"), "TOGETHERAI_API_KEY"),
        ["fireworks_ai"] = new("Fireworks", new("https://api.fireworks.ai/inference/v1"), "FIREWORKS_AI_API_KEY"),
        ["openrouter"] = new("OpenRouter", new("https://openrouter.ai/api/v1"), "OPENROUTER_API_KEY"),
        ["mistral"] = new("Mistral", new("https://api.mistral.ai/v1"), "MISTRAL_API_KEY"),
        ["deepseek"] = new("DeepSeek", new("https://api.deepseek.com/v1"), "DEEPSEEK_API_KEY"),
        ["cerebras"] = new("Cerebras", new("https://api.cerebras.ai/v1"), "CEREBRAS_API_KEY"),
        ["xai"] = new("xAI", new("https://api.x.ai/v1"), "XAI_API_KEY"),
        ["gemini"] = new("Google", new("https://generativelanguage.googleapis.com/v1beta/openai"), "GEMINI_API_KEY")
        {
            HasProtocolOfItsOwn = true,
        },
        ["ollama"] = new("Ollama", new("http://localhost:11434/v1"), KeyVariable: null) { HasProtocolOfItsOwn = true },
        ["ollama_chat"] = new("Ollama", new("http://localhost:11434/v1"), KeyVariable: null) { HasProtocolOfItsOwn = true },
        ["hosted_vllm"] = new("vLLM", ApiBase: null, KeyVariable: null),
        ["lm_studio"] = new("LM Studio", ApiBase: null, KeyVariable: null),
        ["litellm_proxy"] = new("LiteLLM", ApiBase: null, KeyVariable: null),
    };

    /// <summary>The provider of a name in lower case; null for one that is not in the list.</summary>
    public static Provider? Find(string name) => Known.GetValueOrDefault(name);

    /// <summary>What people see of a provider.</summary>
    public static string LabelOf(string name) => Find(name)?.Label ?? name;
}

namespace TesslateLite.Hub.Gateway.Direct;

/// <summary>
/// Reads <c>litellm.config.yaml</c>: LiteLLM's own format, with <c>label</c>, <c>description</c> and <c>system_prompt</c> besides in
/// <c>model_info</c>. LiteLLM reads the same file, so keys that are not needed here are left alone.
/// </summary>
public static class GatewayConfigReader
{
    /// <summary>Reads and checks the text of the file.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="environment">The value of an environment variable, or null.</param>
    /// <param name="systemPrompts">Names that <c>system_prompt</c> may have.</param>
    /// <exception cref="GatewayConfigException">The file is wrong. The first mistake is told.</exception>
    public static GatewayConfig Read(string yaml, Func<string, string?> environment, IReadOnlyCollection<string> systemPrompts)
    {
        var root = ConfigDocument.Read(yaml, environment);
        var list = root.Require("model_list");
        var models = new OrderedDictionary<string, List<Deployment>>(StringComparer.Ordinal);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in list.List())
        {
            var entry = item.Map();
            var name = entry.Require("model_name").Text();
            // LiteLLM's wildcards stand for names that this file does not have; people choose from a list.
            if (name.Contains('*', StringComparison.Ordinal))
                throw entry.Require("model_name").Wrong("must be one model, without a wildcard");

            models.TryAdd(name, []);
            var deployment = DeploymentReader.Read(entry, $"{name}-{models[name].Count + 1}", environment, systemPrompts);
            if (!ids.Add(deployment.Id))
                throw new GatewayConfigException(entry.Line, "model_info.id must be unique, and another entry has this one.");
            models[name].Add(deployment);
        }

        return models.Count > 0
            ? new GatewayConfig([.. models.Select(m => new ModelGroup(m.Key, m.Value))], RouterSettingsReader.Read(root, [.. models.Keys]))
            : throw list.Wrong("is empty");
    }
}

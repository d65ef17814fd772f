using YamlDotNet.RepresentationModel;

namespace TesslateLite.Hub.Gateway.Direct;

/// <summary>A map of the file, read by key. Keys that nobody asks for are LiteLLM's own and are left alone.</summary>
internal sealed class ConfigMap(YamlMappingNode node, Func<string, string?> environment)
{
    /// <summary>Where it begins.</summary>
    public int Line => ConfigDocument.LineOf(node.Start);

    /// <summary>The value of a key; null when there is none, or it is null, or names an environment variable that is not set.</summary>
    public ConfigValue? Find(string key) =>
        Entry(node, key, []) is { } found && new ConfigValue(key, found, environment) is { IsNothing: false } value ? value : null;

    /// <summary>The value of a key that must be there.</summary>
    public ConfigValue Require(string key) => Find(key) ?? throw new GatewayConfigException(
        Line, UnsetVariable(key) is { } variable ? $"{key} is missing: {variable} is not set." : $"{key} is missing.");

    /// <summary>The environment variable that a key names and that is not set; null when the key says something else.</summary>
    public string? UnsetVariable(string key) =>
        Entry(node, key, []) is { } found && new ConfigValue(key, found, environment) is { IsNothing: true } value ? value.Variable : null;

    /// <summary>The key and value of a map that has exactly one.</summary>
    public (ConfigValue Key, ConfigValue Value) Single(string what)
    {
        if (node.Children is not [var (key, value)])
            throw new GatewayConfigException(Line, $"an entry of {what} must have exactly one key.");
        return (new ConfigValue(what, key, environment), new ConfigValue(what, value, environment));
    }

    /// <summary>Looks in the map itself, then in what it merges with <c>&lt;&lt;</c>. An anchor may contain itself.</summary>
    private static YamlNode? Entry(YamlNode map, string key, HashSet<YamlNode> seen)
    {
        if (map is not YamlMappingNode { Children: var children } || !seen.Add(map))
            return null;
        if (children.TryGetValue(new YamlScalarNode(key), out var value))
            return value;
        if (!children.TryGetValue(new YamlScalarNode("<<"), out var merged))
            return null;
        var maps = merged is YamlSequenceNode several ? several.Children : [merged];
        return maps.Select(other => Entry(other, key, seen)).FirstOrDefault(found => found is not null);
    }
}

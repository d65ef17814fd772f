using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TesslateLite.Hub.Gateway.Direct;

/// <summary>The text of the file as nodes that know their line.</summary>
internal static class ConfigDocument
{
    /// <summary>Reads the root, which is a map.</summary>
    /// <exception cref="GatewayConfigException">The text is not YAML, or its root is something else.</exception>
    public static ConfigMap Read(string yaml, Func<string, string?> environment)
    {
        var documents = Load(yaml);
        if (documents.Count > 1)
            throw new GatewayConfigException(LineOf(documents[1].RootNode.Start), "the file holds more than one YAML document.");
        if (documents is not [{ RootNode: YamlMappingNode root }])
            throw new GatewayConfigException(1, "the file must be a map with the key model_list.");
        return new ConfigMap(root, environment);
    }

    /// <summary>The line of a place in the text.</summary>
    public static int LineOf(Mark mark) => (int)Math.Max(1, mark.Line);

    private static IList<YamlDocument> Load(string yaml)
    {
        var stream = new YamlStream();
        try
        {
            using var text = new StringReader(yaml);
            stream.Load(text);
            return stream.Documents;
        }
        catch (YamlException e)
        {
            throw new GatewayConfigException(LineOf(e.Start), ReasonOf(e, yaml));
        }
    }

    /// <summary>In words of our own: the parser's may quote the text, and so a key.</summary>
    private static string ReasonOf(YamlException e, string yaml)
    {
        if (e.Message.StartsWith("Duplicate key", StringComparison.Ordinal))
            return "a key stands twice in the same map.";
        var line = yaml.Split('\n').ElementAtOrDefault(LineOf(e.Start) - 1) ?? "";
        var indent = line[..^line.TrimStart().Length];
        return indent.Contains('\t', StringComparison.Ordinal)
            ? "a tab cannot indent YAML, use spaces."
            : "this is not valid YAML; see the indentation, quotes and brackets here and in the line before.";
    }
}

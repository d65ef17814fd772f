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
        // The parser takes a NUL for the end and would leave out what is behind it.
        if (yaml.IndexOf('\0', StringComparison.Ordinal) is >= 0 and var nul)
            throw new GatewayConfigException(yaml.AsSpan(0, nul).Count('\n') + 1, "the file holds a character that is not text.");

        using var text = new StringReader(yaml);
        var scanner = new Scanner(text);
        var stream = new YamlStream();
        try
        {
            stream.Load(new Parser(scanner));
            return stream.Documents;
        }
        catch (YamlException e)
        {
            throw Wrong(e, yaml);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // What the library throws at some brackets that are not closed and some colons that have no key.
            throw NotYaml(LineOf(scanner.CurrentPosition));
        }
    }

    /// <summary>In words of our own: the parser's may quote the text, and so a key.</summary>
    private static GatewayConfigException Wrong(YamlException e, string yaml)
    {
        var line = LineOf(e.Start);
        if (e.Message.StartsWith("Duplicate key", StringComparison.Ordinal))
            return new GatewayConfigException(line, "a key stands twice in the same map.");
        if (e.Message.Contains("anchor", StringComparison.Ordinal))
            return new GatewayConfigException(line, "an alias names an anchor that is not above it.");
        if (!e.Message.Contains("tab", StringComparison.Ordinal))
            return NotYaml(line);
        // The parser tells where the map begins, not where the tab is.
        var tab = Array.FindIndex(yaml.Split('\n'), line - 1, IsIndentedByTab);
        return tab < 0 ? NotYaml(line) : new GatewayConfigException(tab + 1, "a tab cannot indent YAML, use spaces.");
    }

    private static bool IsIndentedByTab(string line) => line.TakeWhile(char.IsWhiteSpace).Contains('\t');

    private static GatewayConfigException NotYaml(int line) =>
        new(line, "this is not valid YAML; see the indentation, quotes and brackets here and in the lines around it.");
}

using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TesslateLite.Hub.Gateway.Direct;

/// <summary>
/// A value of the file with its name and line. Each way of reading it says what it must be when it is something else, and never
/// what it is. Any scalar may be <c>os.environ/NAME</c>: then it is what that environment variable holds.
/// </summary>
internal sealed partial class ConfigValue
{
    private const string VariablePrefix = "os.environ/";

    /// <summary>A day: longer waits are mistakes, such as milliseconds where seconds are meant.</summary>
    private const decimal LongestWait = 86_400;

    private readonly string _name;
    private readonly YamlNode _node;
    private readonly Func<string, string?> _environment;
    private readonly string? _text;

    public ConfigValue(string name, YamlNode node, Func<string, string?> environment)
    {
        (_name, _node, _environment) = (name, node, environment);
        if (node is not YamlScalarNode { Value: { } text } scalar)
            return;
        if (text.StartsWith("os.environ", StringComparison.Ordinal))
        {
            if (!VariableReference().IsMatch(text))
                throw Wrong($"must be {VariablePrefix} and the name of an environment variable");
            Variable = text[VariablePrefix.Length..];
            text = environment(Variable)?.Trim() ?? "";
            _text = text.Length > 0 ? text : null;
        }
        else if (scalar.Style != ScalarStyle.Plain || text is not ("" or "~" or "null" or "Null" or "NULL"))
        {
            _text = text;
        }
    }

    /// <summary>Where it stands.</summary>
    public int Line => ConfigDocument.LineOf(_node.Start);

    /// <summary>The environment variable that it names.</summary>
    public string? Variable { get; }

    /// <summary>True for null, and for an environment variable that is not set.</summary>
    public bool IsNothing => _node is YamlScalarNode && _text is null;

    /// <summary>What is wrong with it, at its line.</summary>
    public GatewayConfigException Wrong(string must) => new(Line, $"{_name} {must}.");

    public string Text() => _text is { } text && !string.IsNullOrWhiteSpace(text) ? text : throw Wrong("must be a text that is not empty");

    public ConfigMap Map() => _node is YamlMappingNode map ? new ConfigMap(map, _environment) : throw Wrong("must be a map");

    public IReadOnlyList<ConfigValue> List() => _node is YamlSequenceNode list
        ? [.. list.Children.Select(child => new ConfigValue($"an entry of {_name}", child, _environment))]
        : throw Wrong("must be a list");

    public IReadOnlyList<string> Texts() => [.. List().Select(entry => entry.Text())];

    public bool Flag() => _text?.ToUpperInvariant() switch
    {
        "TRUE" or "YES" or "ON" => true,
        "FALSE" or "NO" or "OFF" => false,
        _ => throw Wrong("must be true or false"),
    };

    public int Whole(int least) =>
        int.TryParse(Digits(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw Wrong(string.Create(CultureInfo.InvariantCulture, $"must be a whole number of at least {least}"));

    /// <summary>Exact, also when it is written with an exponent.</summary>
    public decimal Number(decimal least, decimal most) =>
        decimal.TryParse(Digits(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Wrong(string.Create(CultureInfo.InvariantCulture, $"must be a number from {least} to {most}"));

    /// <summary>Seconds; a wait of none is not what anybody means by a limit.</summary>
    public TimeSpan Limit() => Number(0, LongestWait) is > 0 and var seconds
        ? TimeSpan.FromSeconds((double)seconds)
        : throw Wrong("must be more than 0 seconds");

    public TimeSpan Pause() => TimeSpan.FromSeconds((double)Number(0, LongestWait));

    // As YAML 1.1, which LiteLLM reads, has it: 131_072.
    private string? Digits() => _text?.Replace("_", "", StringComparison.Ordinal);

    [GeneratedRegex("^os\\.environ/[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VariableReference();
}

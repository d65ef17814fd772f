using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace TesslateLite.Hub.Gateway.Demo;

/// <summary>
/// The texts in <c>Scripts/</c>: <c>name-1.md</c>, <c>name-2.md</c> … are variants of one text. In them <c>{{a|b}}</c> is a
/// choice, <c>{{name:a|b}}</c> a choice that is kept, <c>{{name}}</c> a kept or given value. A space after the braces
/// (<c>style={{ width }}</c>) makes it plain code.
/// </summary>
internal static partial class DemoTemplates
{
    private const string Folder = ".Gateway.Demo.Scripts.";

    private static readonly FrozenDictionary<string, string[]> Variants = Load();

    /// <summary>One variant of a text with its slots filled.</summary>
    public static string Fill(string name, DemoDice dice, params ReadOnlySpan<(string Name, string Value)> given)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in given)
            values[key] = value;
        return Slot().Replace(dice.Pick(Variants[name]), match => Value(match, values, dice));
    }

    private static string Value(Match slot, Dictionary<string, string> values, DemoDice dice)
    {
        var name = slot.Groups["name"].Value;
        var choices = slot.Groups["choices"].Value.Split('|');
        if (name.Length == 0)
            return choices.Length == 1 ? values[choices[0]] : dice.Pick(choices);
        return values[name] = dice.Pick(choices);
    }

    [GeneratedRegex(
        @"\{\{(?:(?<name>[a-z]+):)?(?<choices>[^\s{}][^{}]*)\}\}",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Slot();

    private static FrozenDictionary<string, string[]> Load() =>
        typeof(DemoTemplates).Assembly.GetManifestResourceNames()
            .Where(resource => resource.Contains(Folder, StringComparison.Ordinal))
            .Select(resource => (Resource: resource, File: FileOf(resource)))
            .GroupBy(entry => entry.File.Name, StringComparer.Ordinal)
            .ToFrozenDictionary(
                group => group.Key,
                group => group.OrderBy(entry => entry.File.Number).Select(entry => Read(entry.Resource)).ToArray(),
                StringComparer.Ordinal);

    private static (string Name, int Number) FileOf(string resource)
    {
        var from = resource.IndexOf(Folder, StringComparison.Ordinal) + Folder.Length;
        var file = resource[from..^".md".Length];
        var dash = file.LastIndexOf('-');
        return (file[..dash], int.Parse(file[(dash + 1)..], CultureInfo.InvariantCulture));
    }

    private static string Read(string resource)
    {
        using var stream = typeof(DemoTemplates).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        // The checkout may have given the file the line ends of its system.
        return reader.ReadToEnd().ReplaceLineEndings("\n").TrimEnd('\n');
    }
}

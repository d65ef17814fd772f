using System.Collections.Frozen;
using System.Globalization;

namespace TesslateLite.Hub.Gateway.Context;

/// <summary>A text that goes to models with every request.</summary>
/// <param name="Name">Its name: <c>coder</c>.</param>
/// <param name="Version">Counted from 1; a released version is never changed.</param>
/// <param name="Text">Markdown, line ends as LF.</param>
public sealed record SystemPrompt(string Name, int Version, string Text)
{
    private readonly Lazy<int> _tokens = new(() => TokenCounter.Of(Text));

    /// <summary>Name and version, as stored with a reply: <c>coder@1</c>.</summary>
    public string Id { get; } = string.Create(CultureInfo.InvariantCulture, $"{Name}@{Version}");

    /// <summary>Estimate of its tokens.</summary>
    public int Tokens => _tokens.Value;
}

/// <summary>
/// The texts in <c>Prompts/</c>: <c>coder.v1.md</c> is version 1 of <c>coder</c>. A better text is a new file with the next
/// version, so that it can always be told what a model was asked; a test holds what each released file says.
/// </summary>
public static class SystemPrompts
{
    /// <summary>The prompt of a model that names none.</summary>
    public const string Default = "general";

    private const string ContinueName = "continue";
    private const string Folder = ".Gateway.Context.Prompts.";

    /// <summary>Every version of every text, by name and then by version.</summary>
    public static IReadOnlyList<SystemPrompt> All { get; } = Load();

    private static readonly FrozenDictionary<string, SystemPrompt> NewestByName =
        All.GroupBy(prompt => prompt.Name, StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);

    /// <summary>Names that <c>system_prompt</c> of a model may have.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. NewestByName.Keys.Where(name => name != ContinueName).Order(StringComparer.Ordinal)];

    /// <summary>What a model is told that cannot go on from its own text.</summary>
    internal static SystemPrompt Continue { get; } = NewestByName[ContinueName];

    /// <summary>The newest version of a prompt; null takes <see cref="Default"/>.</summary>
    /// <exception cref="ArgumentException">None of <see cref="Names"/>.</exception>
    public static SystemPrompt Newest(string? name) =>
        Names.Contains(name ??= Default, StringComparer.Ordinal)
            ? NewestByName[name]
            : throw new ArgumentException($"There is no system prompt named {name}; there are {string.Join(", ", Names)}.", nameof(name));

    private static SystemPrompt[] Load() =>
    [
        .. typeof(SystemPrompts).Assembly.GetManifestResourceNames()
            .Where(resource => resource.Contains(Folder, StringComparison.Ordinal))
            .Select(Read)
            .OrderBy(prompt => prompt.Name, StringComparer.Ordinal)
            .ThenBy(prompt => prompt.Version),
    ];

    private static SystemPrompt Read(string resource)
    {
        var parts = resource[(resource.IndexOf(Folder, StringComparison.Ordinal) + Folder.Length)..].Split('.');
        using var stream = typeof(SystemPrompts).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        // The checkout may have given the file the line ends of its system.
        var text = reader.ReadToEnd().ReplaceLineEndings("\n").TrimEnd('\n');
        return new SystemPrompt(parts[0], int.Parse(parts[1].AsSpan(1), CultureInfo.InvariantCulture), text);
    }
}

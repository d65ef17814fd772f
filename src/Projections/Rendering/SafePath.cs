using System.Globalization;

namespace TesslateLite.Projections.Rendering;

/// <summary>
/// Paths that models give to files, made safe to put below a folder on any system: relative, forward slashes, no name that
/// leads elsewhere, deceives the eye or cannot be written.
/// </summary>
internal static class SafePath
{
    /// <summary>Longest path, in UTF-16 units.</summary>
    public const int MaxLength = 300;

    /// <summary>Endings of files by the name of their language, where the name is not the ending.</summary>
    private static readonly Dictionary<string, string> EndingOf = new(StringComparer.Ordinal)
    {
        ["bash"] = "sh",
        ["c#"] = "cs",
        ["c++"] = "cpp",
        ["csharp"] = "cs",
        ["golang"] = "go",
        ["javascript"] = "js",
        ["kotlin"] = "kt",
        ["markdown"] = "md",
        ["plaintext"] = "txt",
        ["python"] = "py",
        ["ruby"] = "rb",
        ["rust"] = "rs",
        ["shell"] = "sh",
        ["text"] = "txt",
        ["typescript"] = "ts",
        ["yaml"] = "yml",
    };

    /// <summary>Names that Windows takes for devices, whatever ending they have.</summary>
    private static readonly HashSet<string> Devices = new(
        ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", .. "123456789¹²³".SelectMany(n => new[] { $"COM{n}", $"LPT{n}" }), "COM0", "LPT0"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes a path safe.</summary>
    /// <param name="written">As the model wrote it.</param>
    /// <param name="language">What a file is named after of whose path nothing can stay.</param>
    /// <returns>The safe path, or null if there is none; and whether it is another than the one written.</returns>
    public static (string? Path, bool Changed) Of(string written, string? language)
    {
        var plain = written.Trim();
        while (plain.StartsWith("./", StringComparison.Ordinal))
        {
            plain = plain[2..];
        }

        if (plain.Length == 0)
        {
            return (null, false);
        }

        var names = plain.Split('/', '\\').Select(Name).Where(name => name.Length > 0).ToList();
        var path = names.Count == 0 ? Nameless(language) : Shorten(names);
        return (path, path is not null && path != plain);
    }

    /// <summary>One name of a path; empty when nothing of it can stay, as of <c>..</c> or <c>C:</c>.</summary>
    private static string Name(string written)
    {
        // A colon names a drive, a scheme or a second stream of a file.
        var colon = written.IndexOf(':', StringComparison.Ordinal);
        var drive = colon == 1 && char.IsAsciiLetter(written[0]);
        var name = string.Concat((drive ? written[2..] : written).Where(c => !IsForbidden(c))).Trim();
        var end = name.Length;
        while (end > 0 && (name[end - 1] == '.' || char.IsWhiteSpace(name[end - 1])))
        {
            end--;
        }

        name = name[..end];
        var stem = name.Split('.', 2)[0].TrimEnd();
        return name == "~" ? "" : Devices.Contains(stem) ? "_" + name : name;
    }

    /// <summary>
    /// What no name may have on one system or another; control characters, and format characters: an override of direction makes
    /// one ending look like another.
    /// </summary>
    private static bool IsForbidden(char c) =>
        c is '<' or '>' or ':' or '"' or '|' or '?' or '*'
        || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    /// <summary>Leaves out the outer folders of a long path, then the end of a long name, never the ending.</summary>
    private static string Shorten(List<string> names)
    {
        var name = names[^1];
        if (name.Length > MaxLength)
        {
            var ending = Path.GetExtension(name) is { Length: <= 20 } kept ? kept : "";
            var cut = MaxLength - ending.Length;
            cut -= char.IsHighSurrogate(name[cut - 1]) ? 1 : 0;
            return name[..cut].TrimEnd('.', ' ') + ending;
        }

        var first = names.Count - 1;
        for (var length = name.Length; first > 0 && length + 1 + names[first - 1].Length <= MaxLength; first--)
        {
            length += 1 + names[first - 1].Length;
        }

        return string.Join('/', names.Skip(first));
    }

    private static string? Nameless(string? language) =>
        language is null ? null
        : EndingOf.TryGetValue(language, out var ending) ? $"file.{ending}"
        : FileEndings.Known.Contains(language) ? $"file.{language}"
        : null;
}

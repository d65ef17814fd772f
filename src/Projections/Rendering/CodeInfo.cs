using System.Globalization;
using System.Text.RegularExpressions;

namespace TesslateLite.Projections.Rendering;

/// <summary>What the words behind an opening fence say about the code.</summary>
/// <param name="Language">As the writer named it, lower case, or null.</param>
/// <param name="Path">A relative path with forward slashes, or null. Never leaves the folder it is put in.</param>
public sealed partial record CodeInfo(string? Language, string? Path)
{
    private const int MaxPath = 200;

    /// <summary>
    /// A first word such as <c>App.tsx</c> is a file name and not a language only with one of these endings: languages have
    /// dots, too (<c>asp.net</c>).
    /// </summary>
    private static readonly HashSet<string> Endings = new(StringComparer.OrdinalIgnoreCase)
    {
        "astro", "bash", "bat", "c", "cc", "cfg", "cjs", "conf", "cpp", "cs", "cshtml", "csproj", "css", "csv", "cts", "cxx", "dart",
        "env", "ex", "exs", "fs", "go", "gradle", "graphql", "h", "hpp", "hs", "htm", "html", "ini", "ipynb", "java", "jl", "js",
        "json", "json5", "jsonc", "jsx", "kt", "kts", "less", "lua", "m", "md", "mdx", "mjs", "mts", "php", "pl", "prisma",
        "properties", "proto", "ps1", "py", "r", "razor", "rb", "rs", "sass", "scala", "scss", "sh", "sln", "sql", "svelte", "svg",
        "swift", "tex", "tf", "toml", "ts", "tsx", "txt", "vue", "xml", "yaml", "yml", "zig", "zsh",
    };

    /// <summary>Says nothing.</summary>
    public static CodeInfo None { get; } = new(null, null);

    /// <summary>Reads the info string of a fence.</summary>
    public static CodeInfo Parse(string info)
    {
        ArgumentNullException.ThrowIfNull(info);
        var words = info.Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
        {
            return None;
        }

        var first = words[0];
        var named = NamedPath(info);
        if (first.Contains('=', StringComparison.Ordinal))
        {
            return new CodeInfo(null, named);
        }

        if (first.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon)
        {
            return new CodeInfo(SafeLanguage(first[..colon]), named ?? SafePath(first[(colon + 1)..]));
        }

        if (IsFileName(first))
        {
            return new CodeInfo(SafeLanguage(Ending(first)), named ?? SafePath(first));
        }

        var second = words.Length > 1 && !words[1].Contains('=', StringComparison.Ordinal) && Ending(words[1]).Length > 0
            ? SafePath(words[1])
            : null;
        return new CodeInfo(SafeLanguage(first), named ?? second);
    }

    private static string? NamedPath(string info)
    {
        foreach (Match match in Attribute().Matches(info))
        {
            var value = match.Groups["quoted"].Success ? match.Groups["quoted"].Value : match.Groups["bare"].Value;

            // A title is as often a heading ("Before", "The whole change") as it is a file name.
            var heading = match.Groups["name"].ValueSpan.Equals("title", StringComparison.OrdinalIgnoreCase)
                && Ending(value).Length == 0
                && value is not ("Dockerfile" or "Makefile");
            if (!heading && SafePath(value) is { } path)
            {
                return path;
            }
        }

        return null;
    }

    private static bool IsFileName(string word) =>
        Ending(word) is { Length: > 0 } ending && (Endings.Contains(ending) || word.Contains('/', StringComparison.Ordinal));

    /// <summary>What stands behind the last dot, when it looks like the ending of a file name and not of a number.</summary>
    private static string Ending(string name)
    {
        var ending = name[(name.LastIndexOf('.') + 1)..];
        return ending.Length is > 0 and <= 10 && ending.Length < name.Length
            && char.IsAsciiLetter(ending[0])
            && ending.All(char.IsAsciiLetterOrDigit)
            ? ending
            : "";
    }

    private static string? SafeLanguage(string word)
    {
        // Lower case is what highlighters call their languages.
#pragma warning disable CA1308
        var language = word.ToLowerInvariant();
#pragma warning restore CA1308
        return language.Length is > 0 and <= 40 && language.All(IsOfLanguage) ? language : null;
    }

    private static bool IsOfLanguage(char c) =>
        char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '+' or '#' or '.' or '_' or '-';

    private static string? SafePath(string value)
    {
        var path = value.Trim().Replace('\\', '/');
        while (path.StartsWith("./", StringComparison.Ordinal))
        {
            path = path[2..];
        }

        // A colon would name a drive, a scheme or a second stream of the file.
        var bad = path.Length is 0 or > MaxPath
            || path.Split('/').Any(name => name is "" or ".")
            || path.Contains("..", StringComparison.Ordinal)
            || path.Contains(':', StringComparison.Ordinal)
            || path.Any(IsInvisible);
        return bad ? null : path;
    }

    /// <summary>Control characters, and format characters: an override of direction makes one ending look like another.</summary>
    private static bool IsInvisible(char c) =>
        CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    [GeneratedRegex(
        """(?<![^\s{,])(?<name>title|path|file|filename)=(?:"(?<quoted>[^"]*)"|'(?<quoted>[^']*)'|(?<bare>[^\s"'{},]+))""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Attribute();
}

using System.Text.RegularExpressions;

namespace TesslateLite.Projections.Rendering;

/// <summary>What is said about a code piece where it opens.</summary>
/// <param name="Language">As the writer named it, lower case, or null.</param>
/// <param name="Path">A relative path with forward slashes, or null. Never leaves the folder it is put in.</param>
/// <param name="PathMadeSafe">True when the writer's path was not safe and <paramref name="Path"/> is what could stay of it.</param>
public sealed partial record CodeInfo(string? Language, string? Path, bool PathMadeSafe = false)
{
    /// <summary>Says nothing.</summary>
    public static CodeInfo None { get; } = new(null, null);

    /// <summary>True for Markdown, in which a fence is text like any other.</summary>
    internal bool IsMarkdown => Language is "md" or "mdx" or "markdown" || (Path is not null && FileEndings.Of(Path) is "md" or "mdx" or "markdown");

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
            return Of(null, named);
        }

        if (first.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon)
        {
            return Of(first[..colon], named ?? first[(colon + 1)..]);
        }

        if (IsFileName(first))
        {
            return Of(FileEndings.Of(first), named ?? first);
        }

        var second = words.Length > 1 && IsPath(words[1]) ? words[1] : null;
        return Of(first, named ?? second);
    }

    /// <summary>Reads the attributes of a file tag; without a language the ending of the path tells it.</summary>
    internal static CodeInfo OfFile(string path, string? language) =>
        Of(SafeLanguage(language ?? "") ?? FileEndings.Of(path.TrimEnd()), path);

    private static CodeInfo Of(string? language, string? path)
    {
        var safe = language is null ? null : SafeLanguage(language);
        var (safePath, changed) = path is null ? (null, false) : SafePath.Of(path, safe);
        return new CodeInfo(safe, safePath, changed);
    }

    private static string? NamedPath(string info)
    {
        foreach (Match match in Attribute().Matches(info))
        {
            var value = match.Groups["quoted"].Success ? match.Groups["quoted"].Value : match.Groups["bare"].Value;

            // A title is as often a heading ("Before", "The whole change") as it is a file name.
            var heading = match.Groups["name"].ValueSpan.Equals("title", StringComparison.OrdinalIgnoreCase)
                && FileEndings.Of(value).Length == 0
                && !FileEndings.NamesWithout.Contains(value);
            if (!heading && value.Trim().Length > 0)
            {
                return value;
            }
        }

        return null;
    }

    private static bool IsFileName(string word) =>
        FileEndings.Of(word) is { Length: > 0 } ending && (FileEndings.Known.Contains(ending) || word.Contains('/', StringComparison.Ordinal));

    /// <summary>A word behind the language; a file in a folder needs no ending, nor does one with a well-known name.</summary>
    private static bool IsPath(string word) =>
        !word.Contains('=', StringComparison.Ordinal)
        && (FileEndings.Of(word).Length > 0
            || FileEndings.NamesWithout.Contains(word)
            || (word.AsSpan().ContainsAny('/', '\\') && !word.Contains("//", StringComparison.Ordinal)));

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

    [GeneratedRegex(
        """(?<![^\s{,])(?<name>title|path|file|filename)=(?:"(?<quoted>[^"]*)"|'(?<quoted>[^']*)'|(?<bare>[^\s"'{},]+))""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Attribute();
}

using System.Text.RegularExpressions;
using TesslateLite.Projections.Rendering;

namespace TesslateLite.Projections.Tests.Rendering;

/// <summary>A second reading of the rules by which code opens and closes, of a whole text and by other means than the first.</summary>
internal static partial class CodeReading
{
    /// <summary>The code piece that begins with the line at an offset; null when none does.</summary>
    public static RenderedCode? At(string text, int at) => Fence(text, at) ?? File(text, at) ?? Html(text, at);

    /// <summary>Where a tag around files ends that stands in prose; null when none begins at the offset.</summary>
    public static int? LoneTagAt(string text, int at) =>
        LoneTag().Match(text, at) is { Success: true } tag ? tag.Index + tag.Length : null;

    private static RenderedCode? Fence(string text, int at)
    {
        var open = OpeningFence().Match(text, at);
        if (!open.Success)
        {
            return null;
        }

        var (start, info) = (open.Index + open.Length, CodeInfo.Parse(open.Groups["info"].Value));
        var close = End($"{ClosingFence(open.Groups["mark"].Value)}(?:\n|\\z)", text, start);
        return close.Success
            ? new RenderedCode(start, close.Index, close.Index + close.Length, info.Language, info.Path, info.PathMadeSafe)
            : new RenderedCode(start, text.Length, text.Length, info.Language, info.Path, info.PathMadeSafe);
    }

    private static RenderedCode? File(string text, int at)
    {
        var open = OpeningTag().Match(text, at);
        var path = open.Groups["path"];
        if (!open.Success || !path.Success)
        {
            return null;
        }

        var info = CodeInfo.OfFile(path.Value, open.Groups["lang"].Success ? open.Groups["lang"].Value : null);
        var (start, trailer) = (open.Index + open.Length, "");
        var data = open.Groups["data"].Success;
        if (!open.Groups["eol"].Success)
        {
            var line = text[start..(text.IndexOf('\n', start) is >= 0 and var lf ? lf : text.Length)];
            var end = line.IndexOf("</file>", StringComparison.Ordinal);
            if (end >= 0)
            {
                var codeEnd = start + (data && line[..end].EndsWith("]]>", StringComparison.Ordinal) ? end - 3 : end);
                return new RenderedCode(start, codeEnd, BehindGroup(text, start + end + 7), info.Language, info.Path, info.PathMadeSafe);
            }
        }
        else if (!data && DataLine().Match(text, start) is { Success: true } section)
        {
            (start, data) = (section.Index + section.Length, true);
        }
        else if (!data && !IsMarkdown(info) && OpeningFence().Match(text, start) is { Success: true } fence)
        {
            start = fence.Index + fence.Length;
            trailer = $"(?:{ClosingFence(fence.Groups["mark"].Value)}\n)?";
            info = info with { Language = info.Language ?? CodeInfo.Parse(fence.Groups["info"].Value).Language };
        }

        var close = End($"{(data ? "(?:]]>(?:[ \t\v\f\r]*\n)?)?" : trailer)}</file>", text, start);
        return close.Success
            ? new RenderedCode(start, close.Index, BehindGroup(text, close.Index + close.Length), info.Language, info.Path, info.PathMadeSafe)
            : new RenderedCode(start, text.Length, text.Length, info.Language, info.Path, info.PathMadeSafe);
    }

    private static RenderedCode? Html(string text, int at)
    {
        if (!DocumentStart().IsMatch(text, at))
        {
            return null;
        }

        var close = DocumentEnd().Match(text, at);
        var end = close.Success ? close.Index + close.Length : text.Length;
        return new RenderedCode(at, end, end, "html", "index.html");
    }

    private static bool IsMarkdown(CodeInfo info) =>
        info.Language is "md" or "mdx" or "markdown" || Regex.IsMatch(info.Path ?? "", "[.](md|mdx|markdown)$", RegexOptions.None, TimeSpan.FromSeconds(10));

    private static Match End(string closing, string text, int start) =>
        new Regex($"(?<=\n){closing}", RegexOptions.None, TimeSpan.FromSeconds(10)).Match(text, start);

    private static string ClosingFence(string mark) => $"[{mark[0]}]{{{mark.Length},}}[ \t\v\f\r]*";

    private static int BehindGroup(string text, int end) =>
        GroupEnd().Match(text, end) is { Success: true } group ? group.Index + group.Length : end;

    [GeneratedRegex("\\G(?:(?<mark>`{3,})(?<info>[^`\n]*)|(?<mark>~{3,})(?<info>[^\n]*))(?:\n|\\z)", RegexOptions.None, 10_000)]
    private static partial Regex OpeningFence();

    [GeneratedRegex("""
        \G(?:</?files>[ \t\n\v\f\r]*)?<file(?=[ \t])
        (?:[ \t]+(?:(?:path|name|filename)[ \t]*=[ \t]*(?:"(?<path>[^"\n]*)"|'(?<path>[^'\n]*)'|(?<path>[^\s"'<>=`]+))
        |lang(?:uage)?[ \t]*=[ \t]*(?:"(?<lang>[^"\n]*)"|'(?<lang>[^'\n]*)'|(?<lang>[^\s"'<>=`]+))))*[ \t]*>
        (?<data><!\[CDATA\[)?(?<eol>[ \t\v\f\r]*(?:\n|\z))?
        """, RegexOptions.IgnorePatternWhitespace, 10_000)]
    private static partial Regex OpeningTag();

    [GeneratedRegex("\\G<!\\[CDATA\\[[ \t\v\f\r]*(?:\n|\\z)", RegexOptions.None, 10_000)]
    private static partial Regex DataLine();

    [GeneratedRegex("\\G[ \t\n\v\f\r]*</files>", RegexOptions.None, 10_000)]
    private static partial Regex GroupEnd();

    [GeneratedRegex("\\G</?files>(?=[ \t\v\f\r]*(?:\n|\\z|<))", RegexOptions.None, 10_000)]
    private static partial Regex LoneTag();

    [GeneratedRegex("\\G(?:<!doctype html|<html)(?=[>/ \t\n]|\\z)", RegexOptions.IgnoreCase, 10_000)]
    private static partial Regex DocumentStart();

    [GeneratedRegex("</html>[^\n]*(?:\n|\\z)", RegexOptions.IgnoreCase, 10_000)]
    private static partial Regex DocumentEnd();
}

using System.Buffers;

namespace TesslateLite.Projections.Rendering;

/// <summary>
/// The tag that opens a file: <c>&lt;file path="src/App.tsx"&gt;</c>, on one line, its attributes in any order. Without a
/// <c>path</c>, a <c>name</c> or <c>filename</c> is the path; <c>language</c> or <c>lang</c> may be there; others do not count.
/// </summary>
/// <param name="Info">What its attributes say about the code.</param>
/// <param name="End">Offset behind the tag.</param>
internal sealed record FileTag(CodeInfo Info, int End)
{
    private const string Name = "<file";

    private static readonly SearchValues<char> Gap = SearchValues.Create(" \t");
    private static readonly SearchValues<char> NameEnd = SearchValues.Create(" \t\n=>/\"'<`");
    private static readonly SearchValues<char> ValueEnd = SearchValues.Create(" \t\n>\"'<=`");

    /// <summary>Reads the tag at the beginning of a text.</summary>
    /// <param name="text">All that has come.</param>
    /// <param name="complete">True when no more comes.</param>
    /// <param name="tag">The tag; null when there is none, or none yet.</param>
    /// <returns>True when there is a tag, false when there is none, null while only what comes next tells.</returns>
    public static bool? Read(ReadOnlySpan<char> text, bool complete, out FileTag? tag)
    {
        tag = null;
        var begins = LineReading.BeginsWith(text, Name, complete);
        if (begins != true)
        {
            return begins;
        }

        var head = text[..Math.Min(text.Length, LineReading.MaxLine)];
        bool? cutOff = complete || head.Length < text.Length || head.Length == LineReading.MaxLine ? false : null;
        string? path = null, name = null, language = null;
        var at = Name.Length;
        for (var apart = SkipGap(head, ref at); at < head.Length;)
        {
            if (head[at] == '>')
            {
                tag = (path ?? name) is { } written ? new FileTag(CodeInfo.OfFile(written, language), at + 1) : null;
                return tag is not null;
            }

            var attribute = Take(head, ref at, NameEnd);
            if (!apart || attribute.IsEmpty)
            {
                return false;
            }

            apart = SkipGap(head, ref at);
            if (at < head.Length && head[at] == '=')
            {
                at++;
                SkipGap(head, ref at);
                var read = ReadValue(head, ref at, out var value);
                if (read != true)
                {
                    return read is null ? cutOff : false;
                }

                path ??= IsOneOf(attribute, "path") ? value : null;
                name ??= IsOneOf(attribute, "name", "filename") ? value : null;
                language ??= IsOneOf(attribute, "language", "lang") ? value : null;
                apart = SkipGap(head, ref at);
            }
        }

        return cutOff;
    }

    private static bool? ReadValue(ReadOnlySpan<char> head, ref int at, out string value)
    {
        value = "";
        if (at == head.Length)
        {
            return null;
        }

        if (head[at] is not ('"' or '\''))
        {
            value = Take(head, ref at, ValueEnd).ToString();
            return at == head.Length ? null : value.Length > 0;
        }

        var rest = head[(at + 1)..];
        var end = rest.IndexOfAny(head[at], '\n');
        if (end < 0)
        {
            return null;
        }

        value = rest[..end].ToString();
        at += end + 2;
        return rest[end] != '\n';
    }

    /// <summary>Goes on to what stands behind the white space; tells whether there was any.</summary>
    private static bool SkipGap(ReadOnlySpan<char> head, ref int at)
    {
        var start = at;
        var other = head[at..].IndexOfAnyExcept(Gap);
        at = other < 0 ? head.Length : at + other;
        return at > start;
    }

    private static ReadOnlySpan<char> Take(ReadOnlySpan<char> head, ref int at, SearchValues<char> ends)
    {
        var start = at;
        var end = head[at..].IndexOfAny(ends);
        at = end < 0 ? head.Length : at + end;
        return head[start..at];
    }

    private static bool IsOneOf(ReadOnlySpan<char> attribute, params ReadOnlySpan<string> names)
    {
        foreach (var each in names)
        {
            if (attribute.Equals(each, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}

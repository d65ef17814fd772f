using CsCheck;

namespace TesslateLite.Support;

/// <summary>Random texts of the kind that models write, and of the kind that nobody should write.</summary>
public static class MarkdownSoup
{
    private static readonly string[] Words =
    [
        "one", "two", "*three*", "**four**", "`five`", "[six][r1]", "[r2]", "[seven](https://example.org)", "~~eight~~", "😀", "👩‍💻", "`",
        "**", "_", "https://a.example", "<b>", "&amp;", "x^2", "a | b", "[R 1]", "!", "[", "]", "\\",
    ];

    private static readonly string[] Lines =
    [
        "", "", "", "", "   ", "text", "text *em* [r1]", "# heading", "## [r2]", "===", "---", "- item", "* item", "+ item", "1. one", "2. two",
        "3) three", "  - nested", "    - deeper", "   text", "  text", "    code", "\tcode", "> quote", "> - in quote", ">", "> ```", "```",
        "```js", "````", "``` a`b", "~~~", "~~~~ ts path=src/a.ts", "   ```", "   ```js", "  ~~~", "- ```", "  ```", "``", "`", "`open",
        "~~struck~~", "| a | b |", "|---|:-:|", "| 1 | 2 |", "a | b", "--|--", "[r1]: https://one.example", "[r2]:", "/two \"T\"",
        "[r 1]: <u v> 'x", "[r2]: /late", "text with\\", "two spaces  ", "😀 emoji", "- [ ] task", "- [x] done", "***", "-", "1.", "<div>", "\u00A0",
        "``` \t", "<files>", "</files>", "<file path=\"src/a.ts\">", "<file lang='md' name='b.md' >", "<file path=\"c.js\">one line</file> and on",
        "<file path=\"d.js\"><![CDATA[", "<file path=\"e.js\">begins", "<file>", "<file path=\"", "</file>", "</file>", "</file></files>", "</file> on",
        "<![CDATA[", "]]>", "]]></file>", "<files><file filename=../f.css>", "<files> in a sentence", "<!DOCTYPE html>", "<html lang=\"en\">",
        "<HTML>all</HTML> of it", "</body></html>", "<htmlx>",
    ];

    private static readonly string[] LineEnds = ["\n", "\n", "\n", "\n", "\r\n", "\r", "\n\n"];

    private static readonly Gen<string> Sentence = Gen.OneOf(Words).Array[1, 8].Select(w => string.Join(' ', w));

    private static readonly Gen<string> Paragraph = Sentence.Array[1, 3].Select(l => string.Join('\n', l));

    private static readonly Gen<string> List = Gen.Select(
        Gen.OneOf("- ", "* ", "1. ", "3) "), Gen.OneOf("\n", "\n\n"), Gen.Select(Sentence, Gen.Int[0, 2]).Array[1, 6],
        (mark, gap, items) => string.Join(gap, items.Select(i => new string(' ', i.Item2 * mark.Length) + mark + i.Item1)));

    private static readonly Gen<string> Table = Sentence.Array[1, 3].Select(rows =>
        "| a | b |\n|---|--:|\n" + string.Join('\n', rows.Select(r => $"| {r} | x |")));

    private static readonly Gen<string> Fence = Gen.Select(
        Gen.OneOf("```", "````", "~~~", "~~~~~"), Gen.OneOf("", "js", "tsx title=\"src/App.tsx\"", "src/a.cs", " py "),
        Gen.OneOf("", "   ", "  "), Gen.OneOf(Lines).Array[0, 6], Gen.Bool,
        (mark, info, indent, code, closed) =>
            $"{indent}{mark}{info}\n{string.Concat(code.Select(l => indent + l + "\n"))}{(closed ? indent + mark : "")}");

    private static readonly Gen<string> File = Gen.Select(
        Gen.OneOf("path=\"src/App.tsx\"", "name='style.css' language=\"css\"", "lang=md filename=\"README.md\"", "path=\"../../etc/passwd\""),
        Gen.OneOf("\n", "\n", "\n", "\n```tsx\n", "<![CDATA[\n", "\n<![CDATA[\n", ""), Gen.OneOf(Lines).Array[0, 6],
        Gen.OneOf("\n</file>", "\n</file>", "\n```\n</file>", "\n]]>\n</file>", "\n]]></file>", "</file>", ""),
        (attributes, start, code, end) => $"<file {attributes}>{start}{string.Join('\n', code)}{end}");

    private static readonly Gen<string> Files = Gen.Select(
        File.Array[0, 3], Gen.OneOf("\n", "\n\n", "", "\nand then\n"), Gen.OneOf("<files>\n", "<files>\n\n", "<files>", ""),
        Gen.OneOf("\n</files>", "\n\n</files>", "</files>", ""),
        (files, gap, start, end) => start + string.Join(gap, files) + end);

    private static readonly Gen<string> Html = Gen.Select(
        Gen.OneOf("<!DOCTYPE html>\n<html>", "<!doctype HTML>", "<html>", "<HTML lang=\"en\">"), Gen.OneOf(Lines).Array[0, 6],
        Gen.OneOf("\n</html>", "\n  </body></html>", "</html> text", ""),
        (start, lines, end) => start + string.Join('\n', lines) + end);

    private static readonly Gen<string> Block = Gen.OneOf(
        Paragraph, Paragraph, List, List, Table, Fence, Fence, File, Files, Html,
        Sentence.Select(s => "## " + s),
        Paragraph.Select(p => "> " + p.Replace("\n", "\n> ", StringComparison.Ordinal)),
        List.Select(l => "> " + l.Replace("\n", "\n> ", StringComparison.Ordinal)),
        Gen.OneOf("[r1]: https://one.example", "[r2]: /two 'T'", "---", "    code\n\n    more"));

    private static readonly Gen<string> Document = Gen.Select(Block, Gen.OneOf("\n", "\n\n", "\n\n", "\n\n\n")).Array[0, 12]
        .Select(parts => string.Concat(parts.Select(p => p.Item1 + p.Item2)));

    private static readonly Gen<string> Chaos = Gen.Select(Gen.OneOf(Lines), Gen.OneOf(LineEnds)).Array[0, 40]
        .Select(lines => string.Concat(lines.Select(l => l.Item1 + l.Item2)));

    /// <summary>A text as it comes from outside: any line ends, also NUL and broken pairs.</summary>
    public static Gen<string> Raw { get; } = Gen.Select(
            Gen.OneOf(Document, Chaos), Gen.Int[0, 9], Gen.OneOf("", "", "tail", "```", "<file", "<fil", "</file", "<!doctype html", "<html", "\n<files>\n", "\n</file>\n ", "\r", "\uD83D", "\0", "\uDE00x"))
        .Select((text, ends, tail) => (ends < 3 ? text.Replace("\n", "\r\n", StringComparison.Ordinal) : text) + tail);

    /// <summary>A text and places to cut it at, which may fall anywhere: inside a CRLF, inside a pair.</summary>
    public static Gen<string[]> Deltas { get; } = Gen.Select(Raw, Gen.Int[1, 20].Array[1, 30], Cut);

    private static string[] Cut(string text, int[] lengths)
    {
        var deltas = new List<string>();
        for (var (at, i) = (0, 0); at < text.Length; i++)
        {
            var length = Math.Min(lengths[i % lengths.Length], text.Length - at);
            deltas.Add(text.Substring(at, length));
            at += length;
        }

        return [.. deltas];
    }
}

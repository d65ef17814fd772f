using Markdig.Syntax;

namespace TesslateLite.Projections.Rendering;

/// <summary>Where the top-level blocks of a parsed stretch of prose end.</summary>
internal static class BlockSpans
{
    /// <summary>
    /// The blocks, each with the offset behind its last line. Blocks that share lines stay together: Markdig makes a
    /// paragraph and a table from lines that stand directly below each other.
    /// </summary>
    public static IEnumerable<(IReadOnlyList<Block> Blocks, int End)> Of(MarkdownDocument document, string prose)
    {
        var group = new List<Block>();
        var (groupStart, groupEnd) = (-1, -1);
        foreach (var block in document)
        {
            if (block is LinkReferenceDefinitionGroup)
            {
                continue;
            }

            var start = LineStart(prose, Math.Clamp(block.Span.Start, 0, prose.Length));
            if (group.Count > 0 && start > groupStart && block.Span.Start > groupEnd)
            {
                yield return (group, EndOfText(prose, start));
                group = [];
                groupStart = start;
            }

            group.Add(block);
            groupStart = Math.Max(groupStart, start);
            groupEnd = Math.Max(groupEnd, block.Span.End);
        }

        if (group.Count > 0)
        {
            yield return (group, EndOfText(prose, prose.Length));
        }
    }

    /// <summary>The offset behind the last line before <paramref name="end"/> that is not blank.</summary>
    public static int EndOfText(string prose, int end)
    {
        var text = prose.AsSpan(0, end).TrimEnd(BlankLine.Characters).Length;
        if (text == 0)
        {
            return 0;
        }

        var lf = prose.IndexOf('\n', text, end - text);
        return lf < 0 ? end : lf + 1;
    }

    private static int LineStart(string prose, int at) => at == 0 ? 0 : prose.LastIndexOf('\n', at - 1) + 1;
}

namespace TesslateLite.Projections.Rendering;

/// <summary>
/// Texts for which the packages take far more time or memory than the text is long. Nobody writes them to be read, so they
/// are shown as written.
/// </summary>
internal static class Overload
{
    private const int MaxLength = 128 * 1024;
    private const int MaxCells = 100_000;
    private const int MaxLinks = 5_000;
    private const int MaxLines = 2_000;

    /// <summary>Tells whether to leave a stretch of prose alone.</summary>
    public static bool Is(ReadOnlySpan<char> prose)
    {
        if (prose.Length > MaxLength)
        {
            return true;
        }

        // Counted over lines without a blank one between, which is the most that one paragraph or table can hold.
        var (lines, widest, links) = (0, 0, 0);
        foreach (var line in prose.EnumerateLines())
        {
            if (BlankLine.Is(line))
            {
                (lines, widest, links) = (0, 0, 0);
                continue;
            }

            // Every row of a table is filled up to the widest one; for every link, all that follows is searched for its end;
            // the sanitiser's cost grows with the square of the line breaks in one paragraph.
            lines++;
            widest = Math.Max(widest, line.Count('|'));
            links += line.Count("](");
            if (lines > MaxLines || (long)lines * widest > MaxCells || links > MaxLinks)
            {
                return true;
            }
        }

        return false;
    }
}

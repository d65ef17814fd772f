namespace TesslateLite.Projections.Rendering;

/// <summary>
/// The line that opened a code piece, and the rules for such lines. Only a fence in column 0 counts, so that each line
/// alone tells what it is and code shown inside a list stays in the list.
/// </summary>
/// <param name="Mark">The backtick or the tilde.</param>
/// <param name="Count">How many of it.</param>
internal readonly record struct CodeFence(char Mark, int Count)
{
    /// <summary>
    /// A longer line is no fence. It bounds for how long a line is kept from the screen, and how often it is looked at
    /// while it grows unit by unit.
    /// </summary>
    private const int MaxLine = 1000;

    /// <summary>Tells whether a whole line, without its LF, opens a code piece.</summary>
    public static bool Opens(ReadOnlySpan<char> line, out CodeFence fence, out CodeInfo info)
    {
        fence = default;
        info = CodeInfo.None;
        var count = Run(line);
        if (count < 3 || !MayOpen(line))
        {
            return false;
        }

        fence = new CodeFence(line[0], count);
        info = CodeInfo.Parse(line[count..].ToString());
        return true;
    }

    /// <summary>Tells whether a line that is still growing could turn out to open a code piece.</summary>
    public static bool MayOpen(ReadOnlySpan<char> line)
    {
        var count = Run(line);
        if (count == 0 || line.Length > MaxLine)
        {
            return false;
        }

        // One or two marks with anything behind them are inline code or struck text; so is a backtick behind three backticks.
        return count < 3 ? count == line.Length : line[0] == '~' || !line[count..].Contains('`');
    }

    /// <summary>Tells whether a whole line, without its LF, closes this piece.</summary>
    public bool ClosedBy(ReadOnlySpan<char> line) => MayBeClosedBy(line) && Run(line) >= Count;

    /// <summary>Tells whether a line that is still growing could turn out to close this piece.</summary>
    public bool MayBeClosedBy(ReadOnlySpan<char> line)
    {
        var count = Run(line);
        return count > 0
            && line[0] == Mark
            && line.Length <= MaxLine
            && (count == line.Length || (count >= Count && BlankLine.Is(line[count..])));
    }

    private static int Run(ReadOnlySpan<char> line)
    {
        if (line.IsEmpty || line[0] is not ('`' or '~'))
        {
            return 0;
        }

        var other = line.IndexOfAnyExcept(line[0]);
        return other < 0 ? line.Length : other;
    }
}

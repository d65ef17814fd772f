namespace TesslateLite.Projections.Rendering;

/// <summary>Code between two lines of backticks or tildes.</summary>
/// <param name="Mark">The backtick or the tilde.</param>
/// <param name="Count">How many of it opened the code.</param>
internal sealed record CodeFence(char Mark, int Count) : CodeBlock
{
    /// <summary>Tells whether the line at the beginning of a text opens code; undecided until the line has ended.</summary>
    public static LineReading ReadOpening(ReadOnlySpan<char> text, bool complete)
    {
        var line = new TextLine(text, complete);
        if (line.IsTooLong || !MayOpen(line.Text))
        {
            return LineReading.Ordinary;
        }

        if (!line.IsWhole)
        {
            return LineReading.Undecided;
        }

        var count = Run(line.Text);
        return count < 3
            ? LineReading.Ordinary
            : new LineReading.Opens(new CodeFence(text[0], count), CodeInfo.Parse(line.Text[count..].ToString()), line.Next);
    }

    /// <inheritdoc />
    public override LineReading ReadCode(ReadOnlySpan<char> text, bool isFirst, bool complete)
    {
        var line = new TextLine(text, complete);
        if (line.IsTooLong || !MayBeClosedBy(line.Text))
        {
            return LineReading.Ordinary;
        }

        if (!line.IsWhole)
        {
            return LineReading.Undecided;
        }

        return Run(line.Text) >= Count ? new LineReading.Closes(0, line.Next) : LineReading.Ordinary;
    }

    /// <summary>One or two marks with anything behind them are inline code or struck text; so is a backtick behind three backticks.</summary>
    private static bool MayOpen(ReadOnlySpan<char> line)
    {
        var count = Run(line);
        return count > 0 && (count < 3 ? count == line.Length : line[0] == '~' || !line[count..].Contains('`'));
    }

    private bool MayBeClosedBy(ReadOnlySpan<char> line)
    {
        var count = Run(line);
        return count > 0
            && line[0] == Mark
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

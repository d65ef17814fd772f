namespace TesslateLite.Projections.Rendering;

/// <summary>
/// What the text from the beginning of a line on says about code. Offsets count from there. Once it is not
/// <see cref="Undecided"/>, no further text changes it: so it does not matter how much had come when it was asked for.
/// </summary>
internal abstract record LineReading
{
    /// <summary>
    /// A longer line neither opens nor closes anything. It bounds for how long text is kept from the screen, and how often it is
    /// looked at while it grows unit by unit.
    /// </summary>
    public const int MaxLine = 1000;

    private LineReading()
    {
    }

    /// <summary>The line belongs to what is open, prose or code.</summary>
    public static LineReading Ordinary { get; } = new OrdinaryLine();

    /// <summary>Only what comes next tells.</summary>
    public static LineReading Undecided { get; } = new UndecidedLine();

    /// <summary>Tells whether the text begins with a word, in any case; undecided while it may still become it.</summary>
    public static bool? BeginsWith(ReadOnlySpan<char> text, string word, bool complete)
    {
        if (text.Length >= word.Length)
        {
            return text.StartsWith(word, StringComparison.OrdinalIgnoreCase);
        }

        return !complete && word.AsSpan().StartsWith(text, StringComparison.OrdinalIgnoreCase) ? null : false;
    }

    /// <summary>A code piece begins.</summary>
    /// <param name="Block">What it is and how it ends.</param>
    /// <param name="Info">What is said about the code.</param>
    /// <param name="CodeStart">Offset of the first unit of code.</param>
    public sealed record Opens(CodeBlock Block, CodeInfo Info, int CodeStart) : LineReading
    {
        /// <summary>The same, seen from a place further up.</summary>
        public Opens After(int units) => this with { CodeStart = CodeStart + units };
    }

    /// <summary>The open code piece ends.</summary>
    /// <param name="CodeEnd">Offset behind the last unit of code.</param>
    /// <param name="End">Offset behind the piece.</param>
    public sealed record Closes(int CodeEnd, int End) : LineReading;

    /// <summary>A tag that shows nothing ends a stretch of prose; behind it begins a line.</summary>
    /// <param name="End">Offset behind the tag.</param>
    public sealed record Vanishes(int End) : LineReading;

    private sealed record OrdinaryLine : LineReading;

    private sealed record UndecidedLine : LineReading;
}

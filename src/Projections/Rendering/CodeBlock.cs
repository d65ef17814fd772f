namespace TesslateLite.Projections.Rendering;

/// <summary>
/// What made a code piece, and so what ends it: a fence, a file tag, a bare HTML document. All of them count in column 0 only,
/// so that code shown inside a list or a quote stays there.
/// </summary>
internal abstract record CodeBlock
{
    /// <summary>What the text from the beginning of a line of prose says.</summary>
    /// <param name="text">All that has come from there on.</param>
    /// <param name="complete">True when no more comes.</param>
    public static LineReading ReadProse(ReadOnlySpan<char> text, bool complete)
    {
        switch (text[0])
        {
            case '`' or '~':
                return CodeFence.ReadOpening(text, complete);
            case '<':
                var file = FileBlock.ReadOpening(text, complete);
                return file == LineReading.Ordinary ? HtmlDocument.ReadOpening(text, complete) : file;
            default:
                return LineReading.Ordinary;
        }
    }

    /// <summary>What the text from the beginning of a line of this code says.</summary>
    /// <param name="text">All that has come from there on.</param>
    /// <param name="isFirst">True when the code begins there.</param>
    /// <param name="complete">True when no more comes.</param>
    public abstract LineReading ReadCode(ReadOnlySpan<char> text, bool isFirst, bool complete);

    /// <summary>Tells whether the code ends behind a whole line that is part of it.</summary>
    public virtual bool EndsBehind(ReadOnlySpan<char> line) => false;
}

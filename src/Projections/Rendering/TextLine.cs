namespace TesslateLite.Projections.Rendering;

/// <summary>The first line of a text that may still grow.</summary>
internal readonly ref struct TextLine
{
    /// <summary>Looks at no more than decides: of a line that is too long only so much that this shows.</summary>
    public TextLine(ReadOnlySpan<char> text, bool complete)
    {
        var head = text[..Math.Min(text.Length, LineReading.MaxLine + 1)];
        var lf = head.IndexOf('\n');
        Text = lf < 0 ? head : head[..lf];
        IsWhole = lf >= 0 || (complete && head.Length == text.Length);
        Next = lf < 0 ? Text.Length : lf + 1;
    }

    /// <summary>The line without its LF.</summary>
    public ReadOnlySpan<char> Text { get; }

    /// <summary>True when nothing more of it can come.</summary>
    public bool IsWhole { get; }

    /// <summary>Offset of the line behind, once this one is whole.</summary>
    public int Next { get; }

    /// <summary>True when it is longer than any line that opens or closes code.</summary>
    public bool IsTooLong => Text.Length > LineReading.MaxLine;
}

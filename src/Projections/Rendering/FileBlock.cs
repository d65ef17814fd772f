namespace TesslateLite.Projections.Rendering;

/// <summary>
/// A file as models write it: <c>&lt;file path="…"&gt;</c>, its content as it is, <c>&lt;/file&gt;</c> at the beginning of a line;
/// or all on one line. Tags <c>&lt;files&gt;</c> around files show nothing. Of what models put around the content, these
/// do not count as content: a line end right behind the tag; a CDATA section that begins right behind the tag or alone on
/// the first line, and ends right before the closing tag; and a fence on the first line, unless the file is Markdown,
/// with the closing fence on the line before the closing tag.
/// </summary>
/// <param name="OnTagLine">True when the content begins on the line of the tag.</param>
/// <param name="InData">True when the content is in a CDATA section.</param>
/// <param name="Fence">The fence that the content is in.</param>
internal sealed record FileBlock(bool OnTagLine, bool InData, CodeFence? Fence) : CodeBlock
{
    private const string End = "</file>";
    private const string GroupStart = "<files>";
    private const string GroupEnd = "</files>";
    private const string DataStart = "<![CDATA[";
    private const string DataEnd = "]]>";

    /// <summary>Tells whether a text begins with a file, or with a tag around files.</summary>
    public static LineReading ReadOpening(ReadOnlySpan<char> text, bool complete)
    {
        var tag = FileTag.Read(text, complete, out var file);
        if (tag == true)
        {
            return ReadContentStart(text, file!, complete);
        }

        var start = LineReading.BeginsWith(text, GroupStart, complete);
        if (start == true)
        {
            return ReadGroup(text, GroupStart.Length, complete);
        }

        var end = LineReading.BeginsWith(text, GroupEnd, complete);
        if (end == true)
        {
            return ReadGroup(text, GroupEnd.Length, complete);
        }

        return tag is null || start is null || end is null ? LineReading.Undecided : LineReading.Ordinary;
    }

    /// <inheritdoc />
    public override LineReading ReadCode(ReadOnlySpan<char> text, bool isFirst, bool complete)
    {
        if (OnTagLine && isFirst)
        {
            return ReadOneLine(text, complete);
        }

        var at = 0;
        if (InData)
        {
            var data = LineReading.BeginsWith(text, DataEnd, complete);
            var behind = data == true ? AfterLineEnd(text, DataEnd.Length, complete) : 0;
            if (data is null || behind is null)
            {
                return LineReading.Undecided;
            }

            at = behind.Value;
        }
        else if (Fence is not null)
        {
            var fence = Fence.ReadCode(text, isFirst, complete);
            if (fence == LineReading.Undecided)
            {
                return fence;
            }

            at = fence is LineReading.Closes closes ? closes.End : 0;
        }

        return LineReading.BeginsWith(text[at..], End, complete) switch
        {
            null => LineReading.Undecided,
            false => LineReading.Ordinary,
            true => ReadEnd(text, 0, at + End.Length, complete),
        };
    }

    /// <summary>
    /// The tag around the files belongs to the file next to it, so that it is on no screen, not even for a moment. Behind a tag
    /// that stands alone, prose goes on.
    /// </summary>
    private static LineReading ReadGroup(ReadOnlySpan<char> text, int end, bool complete)
    {
        if (AfterSpace(text, end, complete) is not { } next)
        {
            return LineReading.Undecided;
        }

        if (next == text.Length)
        {
            return new LineReading.Vanishes(end);
        }

        // "<files> is the tag" is a sentence.
        if (text[next] != '<' && !text[end..next].Contains('\n'))
        {
            return LineReading.Ordinary;
        }

        return FileTag.Read(text[next..], complete, out var file) switch
        {
            null => LineReading.Undecided,
            true => ReadContentStart(text[next..], file!, complete) is var reading && reading is LineReading.Opens opens ? opens.After(next) : reading,
            false => new LineReading.Vanishes(end),
        };
    }

    private static LineReading ReadContentStart(ReadOnlySpan<char> text, FileTag tag, bool complete)
    {
        var start = tag.End;
        var data = LineReading.BeginsWith(text[start..], DataStart, complete);
        if (data is null)
        {
            return LineReading.Undecided;
        }

        start += data == true ? DataStart.Length : 0;
        if (AfterLineEnd(text, start, complete) is not { } content)
        {
            return LineReading.Undecided;
        }

        if (content == start)
        {
            return new LineReading.Opens(new FileBlock(OnTagLine: true, data == true, Fence: null), tag.Info, start);
        }

        return data == true
            ? new LineReading.Opens(new FileBlock(OnTagLine: false, InData: true, Fence: null), tag.Info, content)
            : ReadFirstLine(text, content, tag.Info, complete);
    }

    private static LineReading ReadFirstLine(ReadOnlySpan<char> text, int content, CodeInfo info, bool complete)
    {
        var plain = new LineReading.Opens(new FileBlock(OnTagLine: false, InData: false, Fence: null), info, content);
        if (content == text.Length)
        {
            return complete ? plain : LineReading.Undecided;
        }

        var data = LineReading.BeginsWith(text[content..], DataStart, complete);
        if (data == true)
        {
            var inside = content + DataStart.Length;
            var behind = AfterLineEnd(text, inside, complete);
            return behind is null ? LineReading.Undecided
                : behind == inside && inside < text.Length ? plain
                : plain with { Block = new FileBlock(OnTagLine: false, InData: true, Fence: null), CodeStart = behind.Value };
        }

        if (data is null)
        {
            return LineReading.Undecided;
        }

        // The first line of a Markdown file may well be a fence of its own.
        var fence = info.IsMarkdown ? LineReading.Ordinary : CodeFence.ReadOpening(text[content..], complete);
        return fence switch
        {
            LineReading.Opens opens => new LineReading.Opens(
                new FileBlock(OnTagLine: false, InData: false, (CodeFence)opens.Block),
                info with { Language = info.Language ?? opens.Info.Language },
                content + opens.CodeStart),
            _ => fence == LineReading.Undecided ? fence : plain,
        };
    }

    /// <summary>What begins on the line of the tag may also end there; where the line is too long, only on a line further down.</summary>
    private LineReading ReadOneLine(ReadOnlySpan<char> text, bool complete)
    {
        var line = new TextLine(text, complete);
        var end = line.Text.IndexOf(End, StringComparison.OrdinalIgnoreCase);
        if (end < 0)
        {
            return line.IsWhole || line.IsTooLong ? LineReading.Ordinary : LineReading.Undecided;
        }

        var codeEnd = InData && line.Text[..end].EndsWith(DataEnd, StringComparison.Ordinal) ? end - DataEnd.Length : end;
        return ReadEnd(text, codeEnd, end + End.Length, complete);
    }

    private static LineReading ReadEnd(ReadOnlySpan<char> text, int codeEnd, int end, bool complete)
    {
        if (AfterSpace(text, end, complete) is not { } next)
        {
            return LineReading.Undecided;
        }

        return LineReading.BeginsWith(text[next..], GroupEnd, complete) switch
        {
            null => LineReading.Undecided,
            true => new LineReading.Closes(codeEnd, next + GroupEnd.Length),
            false => new LineReading.Closes(codeEnd, end),
        };
    }

    /// <summary>Where the next line begins if nothing stands on this one behind an offset, else the offset; null while that is open.</summary>
    private static int? AfterLineEnd(ReadOnlySpan<char> text, int at, bool complete)
    {
        var line = new TextLine(text[at..], complete);
        return line.IsTooLong || !BlankLine.Is(line.Text) ? at
            : line.IsWhole ? at + line.Next
            : null;
    }

    /// <summary>Where text goes on behind white space and line ends, if not too far away, else the offset; null while that is open.</summary>
    private static int? AfterSpace(ReadOnlySpan<char> text, int at, bool complete)
    {
        var space = text[at..Math.Min(text.Length, at + LineReading.MaxLine)];
        var other = BlankLine.EndOf(space);
        return other >= 0 ? at + other
            : space.Length == LineReading.MaxLine ? at
            : complete ? text.Length
            : null;
    }
}

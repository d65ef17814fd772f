using System.Buffers;

namespace TesslateLite.Projections.Rendering;

/// <summary>The code piece that is open at the end of a text.</summary>
/// <param name="CodeStart">Offset of the first unit of code.</param>
/// <param name="Language">As in <see cref="RenderedCode"/>.</param>
/// <param name="Path">As in <see cref="RenderedCode"/>.</param>
/// <param name="PathMadeSafe">As in <see cref="RenderedCode"/>.</param>
public sealed record OpenCode(int CodeStart, string? Language, string? Path, bool PathMadeSafe = false);

/// <summary>
/// Cuts a growing text into pieces and renders each as soon as it is final. The result depends on the text alone, never on
/// how it was split: prose is cut at the first unit of a line or at its end, and code opens and closes where
/// <see cref="LineReading"/> says so, which no later text changes. Prose is parsed only where a block may have begun, so the
/// whole costs linear time.
/// Not thread-safe. Expects text as <see cref="NormalText"/> makes it.
/// </summary>
public sealed class PieceScanner(LineBreaks breaks)
{
    private readonly ArrayBufferWriter<char> _text = new();
    private readonly LinkDefinitions _definitions = new();
    private readonly List<Stretch> _bracketed = [];
    private int _pieces;
    private int _lineStart;
    private int _searched;
    private LineState _line;
    private int _proseStart;
    private bool _afterBlank;
    private int _retryAtStart;
    private int _retryAtEnd;
    private CodeBlock? _block;
    private bool _complete;

    /// <summary>How much is known of the line that grows.</summary>
    private enum LineState
    {
        /// <summary>Nothing of it has come.</summary>
        Empty,

        /// <summary>It may still open or close code.</summary>
        Begun,

        /// <summary>It belongs to what is open.</summary>
        Ordinary,
    }

    /// <summary>A rendered stretch of prose with a bracket, which a definition further down may turn into a link.</summary>
    private sealed record Stretch(int Start, int End, int FirstPiece, int Pieces, int Definitions);

    /// <summary>How much text has come.</summary>
    public int Length => _text.WrittenCount;

    /// <summary>The code piece that is open now.</summary>
    public OpenCode? Code { get; private set; }

    /// <summary>Up to where text may be shown: what could still turn out to open or close code is kept back.</summary>
    public int Visible => _line == LineState.Ordinary ? Length : _lineStart;

    /// <summary>How many units were handed to the parser, again and again: what the cost depends on.</summary>
    internal long Parsed { get; private set; }

    /// <summary>All text so far. Makes a copy.</summary>
    public override string ToString() => Span(0, Length).ToString();

    /// <summary>More text; pieces that it closes are added to <paramref name="closed"/>.</summary>
    public void Append(ReadOnlySpan<char> text, IList<RenderedPiece> closed)
    {
        RequireOpen();
        _text.Write(text);
        Scan(complete: false, closed);
    }

    /// <summary>No more text comes: closes what is open.</summary>
    public void Complete(IList<RenderedPiece> closed)
    {
        RequireOpen();
        Scan(complete: true, closed);
        if (_lineStart < Length)
        {
            EndLine(Length, Length, closed);
        }

        if (Code is not null)
        {
            CloseCode(Length, Length, closed);
        }

        Flush(Length, closed);
        BeginLineAt(Length);
        _complete = true;
    }

    /// <summary>Renders again what a definition further down changes. <paramref name="pieces"/> are all that were closed.</summary>
    internal void ResolveLateDefinitions(List<RenderedPiece> pieces)
    {
        // From the end, so that the indices before stay right whatever becomes of a stretch.
        for (var i = _bracketed.Count - 1; i >= 0; i--)
        {
            var stretch = _bracketed[i];
            if (stretch.Definitions < _definitions.Count)
            {
                var again = new List<RenderedPiece>();
                MarkdownRenderer.Render(Span(stretch.Start, stretch.End).ToString(), stretch.Start, _definitions, breaks, again);
                pieces.RemoveRange(stretch.FirstPiece, stretch.Pieces);
                pieces.InsertRange(stretch.FirstPiece, again);
            }
        }
    }

    private void RequireOpen()
    {
        if (_complete)
        {
            throw new InvalidOperationException("The text is complete.");
        }
    }

    private ReadOnlySpan<char> Span(int start, int end) => _text.WrittenSpan[start..end];

    /// <summary>Takes in what has come, line by line, as far as it is decided.</summary>
    private void Scan(bool complete, IList<RenderedPiece> closed)
    {
        while (_lineStart < Length)
        {
            if (_line == LineState.Empty)
            {
                _line = LineState.Begun;
                CutAtFirstUnit(closed);
            }

            if (_line == LineState.Begun && !TryRead(complete, closed))
            {
                return;
            }

            if (_line == LineState.Ordinary)
            {
                var lf = Span(_searched, Length).IndexOf('\n');
                if (lf < 0)
                {
                    _searched = Length;
                    return;
                }

                var end = _searched + lf + 1;
                EndLine(end - 1, end, closed);
                BeginLineAt(end);
            }
        }
    }

    private void BeginLineAt(int start)
    {
        _lineStart = _searched = start;
        _line = LineState.Empty;
    }

    /// <summary>Does what the line says about code; false while only what comes next tells.</summary>
    private bool TryRead(bool complete, IList<RenderedPiece> closed)
    {
        var text = Span(_lineStart, Length);
        var reading = Code is null
            ? CodeBlock.ReadProse(text, complete)
            : _block!.ReadCode(text, isFirst: _lineStart == Code.CodeStart, complete);
        switch (reading)
        {
            case LineReading.Opens opens:
                Flush(_lineStart, closed);
                _block = opens.Block;
                var (language, path, madeSafe) = opens.Info;
                Code = new OpenCode(_lineStart + opens.CodeStart, language, path, madeSafe);
                BeginLineAt(Code.CodeStart);
                return true;
            case LineReading.Closes closes:
                CloseCode(_lineStart + closes.CodeEnd, _lineStart + closes.End, closed);
                BeginLineAt(_proseStart);
                return true;
            case LineReading.Vanishes vanishes:
                Flush(_lineStart, closed);
                _proseStart += vanishes.End;
                BeginLineAt(_proseStart);
                return true;
            default:
                _line = reading == LineReading.Ordinary ? LineState.Ordinary : _line;
                return _line == LineState.Ordinary;
        }
    }

    /// <summary>The first unit of a line behind a blank one often tells enough: then the block before need not wait for the line.</summary>
    private void CutAtFirstUnit(IList<RenderedPiece> closed)
    {
        if (Code is null && _afterBlank && Span(_lineStart, Length)[0] is var first && !IsIndent(first) && !ShowsAtItsEnd(first))
        {
            CutBefore(_lineStart + 1, ref _retryAtStart, closed);
        }
    }

    private void EndLine(int textEnd, int end, IList<RenderedPiece> closed)
    {
        var line = Span(_lineStart, textEnd);
        if (Code is not null)
        {
            if (_block!.EndsBehind(line))
            {
                CloseCode(end, end, closed);
            }
        }
        else if (!BlankLine.Is(line))
        {
            if (_afterBlank && ShowsAtItsEnd(line[0]))
            {
                CutBefore(end, ref _retryAtEnd, closed);
            }

            _afterBlank = false;
        }
        else if (_proseStart == _lineStart)
        {
            _proseStart = end;
        }
        else
        {
            _afterBlank = true;
        }
    }

    /// <summary>
    /// No cut is made before an indented line: mostly it goes on with the block before, and how deep an item may be indented
    /// depends on the list before.
    /// </summary>
    private static bool IsIndent(char first) => BlankLine.Characters.Contains(first, StringComparison.Ordinal);

    /// <summary>The line may be an item of the list before, or a fence: its first unit does not tell.</summary>
    private static bool ShowsAtItsEnd(char first) => char.IsAsciiDigit(first) || first is '-' or '+' or '*' or '`' or '~';

    /// <summary>
    /// Renders all before the current line if the line begins a block. When it does not, as in a long list or in an indented
    /// fence, the next try waits until twice as much has come: so the tries together cost no more than a few parses of it all.
    /// </summary>
    private void CutBefore(int seen, ref int retryAt, IList<RenderedPiece> closed)
    {
        var length = _lineStart - _proseStart;
        if (length < retryAt)
        {
            return;
        }

        Parsed += seen - _proseStart;
        if (MarkdownRenderer.BeginsBlock(Span(_proseStart, seen).ToString(), length))
        {
            Flush(_lineStart, closed);
        }
        else
        {
            retryAt = 2 * length;
        }
    }

    private void Flush(int end, IList<RenderedPiece> closed)
    {
        if (_proseStart < end)
        {
            Parsed += end - _proseStart;
            var prose = Span(_proseStart, end).ToString();
            var rendered = new List<RenderedPiece>();
            MarkdownRenderer.Render(prose, _proseStart, _definitions, breaks, rendered);
            if (prose.Contains('[', StringComparison.Ordinal))
            {
                _bracketed.Add(new Stretch(_proseStart, end, _pieces, rendered.Count, _definitions.Count));
            }

            rendered.ForEach(closed.Add);
            _pieces += rendered.Count;
        }

        _proseStart = end;
        _afterBlank = false;
        _retryAtStart = _retryAtEnd = 0;
    }

    private void CloseCode(int codeEnd, int end, IList<RenderedPiece> closed)
    {
        closed.Add(new RenderedCode(Code!.CodeStart, codeEnd, end, Code.Language, Code.Path, Code.PathMadeSafe));
        _pieces++;
        Code = null;
        _proseStart = end;
    }
}

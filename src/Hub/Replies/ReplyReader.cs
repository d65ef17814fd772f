using System.Text;
using TesslateLite.Projections.Rendering;

namespace TesslateLite.Hub.Replies;

/// <summary>
/// Reads a reply as the model writes it. The same text gives the same pieces however it was split into deltas, and the
/// pieces that <see cref="MessageRenderer"/> gives for the whole, except where a link is defined behind its use. Pure; used
/// by one worker at a time.
/// </summary>
public sealed class ReplyReader
{
    private readonly NormalText _normal = new();
    private readonly NormalText _normalReasoning = new();
    private readonly StringBuilder _reasoning = new();
    private readonly PieceScanner _scanner = new(LineBreaks.Soft);

    /// <summary>All text so far, as <see cref="NormalText"/> makes it. Makes a copy; use <see cref="Length"/> for the length.</summary>
    public string Text => _scanner.ToString();

    /// <summary>How long <see cref="Text"/> is.</summary>
    public int Length => _scanner.Length;

    /// <summary>All reasoning so far. Makes a copy; use <see cref="ReasoningLength"/> for the length.</summary>
    public string Reasoning => _reasoning.ToString();

    /// <summary>How long <see cref="Reasoning"/> is.</summary>
    public int ReasoningLength => _reasoning.Length;

    /// <summary>More from the model, split anywhere.</summary>
    /// <param name="delta">More of the answer.</param>
    /// <param name="reasoning">More of what it thinks.</param>
    public ReplyProgress Append(string delta, string reasoning = "") => Read(_normal.Append(delta), _normalReasoning.Append(reasoning));

    /// <summary>The model has ended, or was ended: closes all that is open. Nothing can be appended afterwards.</summary>
    public ReplyProgress Complete()
    {
        var last = Read(_normal.Complete(), _normalReasoning.Complete());
        var closed = new List<RenderedPiece>(last.Closed);
        _scanner.Complete(closed);
        return last with { Closed = closed, Code = _scanner.Code, Visible = _scanner.Visible };
    }

    private ReplyProgress Read(string text, string reasoning)
    {
        var closed = new List<RenderedPiece>();
        _scanner.Append(text, closed);
        _reasoning.Append(reasoning);
        return new ReplyProgress(text, closed, _scanner.Code, _scanner.Visible) { Reasoning = reasoning };
    }
}

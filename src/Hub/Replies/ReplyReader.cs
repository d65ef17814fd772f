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
    private readonly PieceScanner _scanner = new(LineBreaks.Soft);

    /// <summary>All text so far, as <see cref="NormalText"/> makes it. Makes a copy; use <see cref="Length"/> for the length.</summary>
    public string Text => _scanner.ToString();

    /// <summary>How long <see cref="Text"/> is.</summary>
    public int Length => _scanner.Length;

    /// <summary>More from the model, split anywhere.</summary>
    public ReplyProgress Append(string delta)
    {
        var closed = new List<RenderedPiece>();
        var text = _normal.Append(delta);
        _scanner.Append(text, closed);
        return new ReplyProgress(text, closed, _scanner.Code, _scanner.Visible);
    }

    /// <summary>The model has ended, or was ended: closes all that is open. Nothing can be appended afterwards.</summary>
    public ReplyProgress Complete()
    {
        var closed = new List<RenderedPiece>();
        var text = _normal.Complete();
        _scanner.Append(text, closed);
        _scanner.Complete(closed);
        return new ReplyProgress(text, closed, _scanner.Code, _scanner.Visible);
    }
}

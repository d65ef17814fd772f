using TesslateLite.Projections.Rendering;

namespace TesslateLite.Hub.Replies;

/// <summary>What a <see cref="ReplyReader"/> has learnt from one delta.</summary>
/// <param name="Text">The text that is new; follows directly what came before.</param>
/// <param name="Closed">
/// Pieces that became final, in order. A code piece may be here without having been <paramref name="Code"/> before, when one
/// delta held all of it.
/// </param>
/// <param name="Code">The code piece that is open now.</param>
/// <param name="Visible">Offset up to which text may be shown. What lies behind could still turn out to be a fence or a tag.</param>
public sealed record ReplyProgress(string Text, IReadOnlyList<RenderedPiece> Closed, OpenCode? Code, int Visible)
{
    /// <summary>Reasoning that is new; follows directly what came before.</summary>
    public string Reasoning { get; init; } = "";
}

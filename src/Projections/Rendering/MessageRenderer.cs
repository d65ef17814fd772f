using System.Runtime.CompilerServices;

namespace TesslateLite.Projections.Rendering;

/// <summary>A whole message to its pieces.</summary>
public static class MessageRenderer
{
    private static readonly ConditionalWeakTable<string, IReadOnlyList<RenderedPiece>> Replies = [];

    /// <summary>
    /// Renders a reply; once for all who ask with the same string, while it lives. Several views need it in the commit that ends
    /// a reply, and a long one takes longer than a transaction may be idle: whoever commits asks before.
    /// </summary>
    public static IReadOnlyList<RenderedPiece> RenderReply(string text) => Replies.GetValue(text, static t => Render(t, LineBreaks.Soft));

    /// <summary>
    /// Renders a text, as <see cref="NormalText"/> makes it, in linear time. Gives what a <see cref="PieceScanner"/> gives for
    /// the same text, except that link definitions count also for the blocks before them. Never throws: what is too
    /// deeply nested for Markdown is shown as written.
    /// </summary>
    public static IReadOnlyList<RenderedPiece> Render(string text, LineBreaks breaks)
    {
        ArgumentNullException.ThrowIfNull(text);
        var pieces = new List<RenderedPiece>();
        var scanner = new PieceScanner(breaks);
        scanner.Append(text, pieces);
        scanner.Complete(pieces);
        scanner.ResolveLateDefinitions(pieces);
        return pieces;
    }
}

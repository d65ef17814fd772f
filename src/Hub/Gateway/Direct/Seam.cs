namespace TesslateLite.Hub.Gateway.Direct;

/// <summary>
/// Joins what a model writes to what it is to go on from. White space at the end of that is not sent, since several providers
/// refuse it; a model then mostly begins with it, and it would stand there twice. Fed in pieces, with the same result for any
/// split.
/// </summary>
/// <param name="written">What the reply has already.</param>
internal sealed class Seam(string written)
{
    private string _known = written[written.TrimEnd().Length..];

    /// <summary>The text without what stands there already; may be empty.</summary>
    public string Join(string text)
    {
        var same = text.AsSpan().CommonPrefixLength(_known);
        // Behind the first other character nothing is a repetition any more.
        _known = same == text.Length ? _known[same..] : "";
        return text[same..];
    }
}

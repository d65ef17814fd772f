namespace TesslateLite.Projections.Rendering;

/// <summary>
/// An HTML document that stands in the prose as it is, without a fence: from a line that begins with <c>&lt;!DOCTYPE html</c> or
/// <c>&lt;html</c> to the line with <c>&lt;/html&gt;</c>. All of it is code.
/// </summary>
internal sealed record HtmlDocument : CodeBlock
{
    private static readonly HtmlDocument Instance = new();
    private static readonly CodeInfo Info = new("html", "index.html");

    /// <summary>Tells whether a text begins with a document; undecided for a few units at the most.</summary>
    public static LineReading ReadOpening(ReadOnlySpan<char> text, bool complete)
    {
        var (doctype, root) = (BeginsWith(text, "<!doctype html", complete), BeginsWith(text, "<html", complete));
        if (doctype == true || root == true)
        {
            return new LineReading.Opens(Instance, Info, 0);
        }

        return doctype is null || root is null ? LineReading.Undecided : LineReading.Ordinary;
    }

    /// <inheritdoc />
    public override LineReading ReadCode(ReadOnlySpan<char> text, bool isFirst, bool complete) => LineReading.Ordinary;

    /// <inheritdoc />
    public override bool EndsBehind(ReadOnlySpan<char> line) => line.Contains("</html>", StringComparison.OrdinalIgnoreCase);

    /// <summary>The word, and behind it something that ends it: <c>&lt;htmlx</c> is another word.</summary>
    private static bool? BeginsWith(ReadOnlySpan<char> text, string word, bool complete)
    {
        var begins = LineReading.BeginsWith(text, word, complete);
        if (begins != true)
        {
            return begins;
        }

        return text.Length == word.Length ? complete ? true : null : text[word.Length] is '>' or '/' or ' ' or '\t' or '\n';
    }
}

using CsCheck;
using FluentAssertions;
using TesslateLite.Projections.Rendering;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Projections.Tests.Rendering;

public sealed class SplitTests
{
    private const int Documents = 10_000;

    /// <summary>A failure prints the seed that makes its document again, and the smallest document that fails.</summary>
    [Fact]
    public void any_split_of_a_document_gives_the_pieces_of_the_whole()
    {
        var tried = 0;
        MarkdownSoup.Deltas.Sample(
            deltas =>
            {
                Interlocked.Increment(ref tried);
                var normal = new NormalText();
                var parts = deltas.Select(normal.Append).ToList();
                parts.Add(normal.Complete());
                var text = string.Concat(parts);

                var (live, final) = Stream(parts);

                var whole = MessageRenderer.Render(text, LineBreaks.Soft);
                final.Should().Equal(whole);
                live.Select(WithoutHtml).Should().Equal(whole.Select(WithoutHtml));
                if (!text.Contains("]:", StringComparison.Ordinal))
                {
                    live.Should().Equal(whole, "only a link that is defined further down changes what was rendered");
                }

                whole.OfType<RenderedCode>().All(code => code.CodeStart <= code.CodeEnd && code.CodeEnd <= code.End).Should().BeTrue();
            },
            iter: Documents);
        tried.Should().BeGreaterThanOrEqualTo(Documents);
    }

    [Fact]
    public void unit_by_unit_a_document_gives_the_pieces_of_the_whole() =>
        MarkdownSoup.Raw.Select(NormalText.From).Sample(
            text => Stream(text.Select(unit => unit.ToString())).Final.Should().Equal(MessageRenderer.Render(text, LineBreaks.Soft)),
            iter: Documents / 5);

    /// <summary>Where a line becomes too long to open or to close code, it must not matter in which part the last unit came.</summary>
    [Theory]
    [InlineData("```", "x", "\ncode\n```\nprose")]
    [InlineData("```\n```", " ", "\nprose")]
    [InlineData("<file path=\"", "a", "\">\nx\n</file>\nprose")]
    [InlineData("<file path=\"a\"", " ", ">\nx\n</file>\nprose")]
    [InlineData("<file path=a", "a", ">\nx\n</file>\nprose")]
    [InlineData("<file path=\"a\">", " ", "\nx\n</file>\nprose")]
    [InlineData("<file path=\"a\">", "x", "</file>\nprose")]
    [InlineData("<file path=\"a\"><![CDATA[", "]", "]]></file>\nprose")]
    [InlineData("<file path=\"a\">\n```", "x", "\ny\n```\n</file>\nprose")]
    [InlineData("<file path=\"a\">\n```\ny\n```", " ", "\n</file>\nprose")]
    [InlineData("<file path=\"a\">\n<![CDATA[", " ", "\ny\n]]></file>")]
    [InlineData("<file path=\"a\">\nx\n</file>", " ", "</files>prose")]
    [InlineData("<files>", "\n", "<file path=\"a\">\nx\n</file>")]
    public void a_line_about_as_long_as_may_be_reads_the_same_in_any_two_parts(string start, string unit, string end)
    {
        for (var times = LineReading.MaxLine - 40; times <= LineReading.MaxLine + 2; times++)
        {
            var text = start + string.Concat(Enumerable.Repeat(unit, times)) + end;
            var whole = MessageRenderer.Render(text, LineBreaks.Soft);
            for (var cut = LineReading.MaxLine - 5; cut < text.Length; cut++)
            {
                Stream([text[..cut], text[cut..]]).Final.Should().Equal(whole);
            }
        }
    }

    private static (IReadOnlyList<RenderedPiece> Live, List<RenderedPiece> Final) Stream(IEnumerable<string> parts)
    {
        var scanner = new PieceScanner(LineBreaks.Soft);
        var pieces = new List<RenderedPiece>();
        foreach (var part in parts)
        {
            scanner.Append(part, pieces);
        }

        scanner.Complete(pieces);
        IReadOnlyList<RenderedPiece> live = [.. pieces];
        scanner.ResolveLateDefinitions(pieces);
        return (live, pieces);
    }

    private static RenderedPiece WithoutHtml(RenderedPiece piece) => piece is RenderedBlock block ? block with { Html = "" } : piece;
}

using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using FluentAssertions;
using TesslateLite.Projections.Rendering;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Projections.Tests.Rendering;

public sealed partial class PieceScannerTests
{
    private static readonly Gen<string> Unambiguous = MarkdownSoup.Raw.Select(raw =>
    {
        var undefined = NormalText.From(raw).Replace("]:", "] :", StringComparison.Ordinal);
        return BreakBeforeTable().Replace(RuleOrItem().Replace(undefined, "$1 item"), "");
    });

    /// <summary>
    /// The scanner parses prose in parts, as it grows. This parses each stretch between two code pieces in one go, found by
    /// a second reading of the rule, so that a cut which changes the meaning of what follows shows. Link definitions are left
    /// out: a line of dashes right behind one is a heading's text to Markdig as long as it reads both in one go, and a rule by
    /// itself; either reading is right. So are lines like <c>* **</c>, which Markdig takes for an item while a list is open, and for
    /// a rule otherwise, and a backslash at the end of a paragraph, which is a break that leads nowhere when a table comes behind.
    /// </summary>
    [Fact]
    public void cutting_the_prose_gives_the_blocks_of_the_whole() =>
        Unambiguous.Sample(
            text => Describe(MessageRenderer.Render(text, LineBreaks.Soft)).Should().Equal(Describe(InOneGo(text))),
            iter: 10_000);

    /// <summary>This is what makes an End right: neither a line too early nor one too late.</summary>
    [Fact]
    public void the_text_up_to_the_end_of_a_piece_gives_the_pieces_up_to_it() =>
        Unambiguous.Sample(
            text =>
            {
                var pieces = MessageRenderer.Render(text, LineBreaks.Soft);
                for (var i = 0; i < pieces.Count; i++)
                {
                    pieces[i].End.Should().BeGreaterThan(i == 0 ? 0 : pieces[i - 1].End);
                    var upTo = MessageRenderer.Render(text[..pieces[i].End], LineBreaks.Soft);
                    Describe(upTo).Select(WithoutSpace).Should().Equal(Describe(pieces.Take(i + 1)).Select(WithoutSpace));
                }

                // An indented fence that is not closed takes in the blank lines behind it; an End never does.
                static object WithoutSpace(object piece) =>
                    piece is string html ? string.Concat(html.Where(c => !char.IsWhiteSpace(c))) : piece;
            },
            iter: 1000);

    [Theory]
    [InlineData("- item of a loose list\n\n", 4000)]
    [InlineData("one line of a paragraph\n", 4000)]
    [InlineData("a paragraph\n\n", 8000)]
    [InlineData("- a\n\n* b\n\n", 8000)]
    [InlineData("  ```\nindented fence\n\nopen\n\n", 3000)]
    [InlineData("> quoted\n\n", 8000)]
    [InlineData("```\ncode\n```\nprose\n", 4000)]
    [InlineData("    code\n\n", 8000)]
    [InlineData("[x]: /u\n\n", 8000)]
    [InlineData("<file path=\"a.ts\">\nlet a;\n</file>\nprose\n", 3000)]
    [InlineData("<files>\n\nprose\n\n</files>\n\n", 3000)]
    [InlineData("<html>\nx\n</html>\nprose\n", 4000)]
    public void each_unit_is_parsed_a_few_times_at_most(string unit, int times)
    {
        var text = Repeat(unit, times);
        var scanner = new PieceScanner(LineBreaks.Soft);

        scanner.Append(text, []);
        scanner.Complete([]);

        scanner.Parsed.Should().BeInRange(times, 5L * text.Length);
    }

    /// <summary>Counted in units handed to the parser, so that the speed of a machine does not matter.</summary>
    [Theory]
    [InlineData("a paragraph with *words*\n\n")]
    [InlineData("```ts\nlet a;\n```\n")]
    [InlineData("<file path=\"a.ts\">\nlet a;\n</file>\nprose\n\n")]
    [InlineData("<html>\nx\n</html>\n# heading\n\n")]
    public void closing_a_block_costs_the_same_however_long_the_reply_is(string unit)
    {
        var scanner = new PieceScanner(LineBreaks.Soft);
        var costs = new List<long>();
        for (var i = 0; i < 3000; i++)
        {
            var before = scanner.Parsed;
            foreach (var c in unit)
            {
                scanner.Append([c], []);
            }

            costs.Add(scanner.Parsed - before);
        }

        costs.Skip(1).Distinct().Should().ContainSingle("the first has nothing before it, all others have the same");
    }

    [Fact]
    public void how_much_is_parsed_does_not_depend_on_the_split() =>
        MarkdownSoup.Raw.Select(NormalText.From).Sample(
            text =>
            {
                var (whole, bits) = (new PieceScanner(LineBreaks.Soft), new PieceScanner(LineBreaks.Soft));
                whole.Append(text, []);
                foreach (var unit in text)
                {
                    bits.Append([unit], []);
                }

                bits.Parsed.Should().Be(whole.Parsed);
            },
            iter: 1000);

    [Fact]
    public void a_definition_counts_for_the_blocks_before_it_and_behind_code()
    {
        const string Text = "see [docs]\n\n```\ncode\n```\n\n> [docs]: https://docs.example\n\nsee [DOCS]\n\n[docs]: https://second.example\n";

        var html = MessageRenderer.Render(Text, LineBreaks.Soft).OfType<RenderedBlock>().Select(b => b.Html).ToList();

        html.Should().HaveCount(3);
        html[0].Should().Contain("href=\"https://docs.example\"");
        html[2].Should().Contain("href=\"https://docs.example\"");
    }

    [Fact]
    public void a_definition_in_code_counts_nowhere() =>
        MessageRenderer.Render("see [docs]\n\n```\n[docs]: https://docs.example\n```\n", LineBreaks.Soft)
            .OfType<RenderedBlock>().Single().Html.Should().Be("<p>see [docs]</p>");

    [Fact]
    public void a_complete_text_takes_no_more()
    {
        var scanner = new PieceScanner(LineBreaks.Soft);
        scanner.Complete([]);

        scanner.Invoking(s => s.Append("more", [])).Should().Throw<InvalidOperationException>();
        scanner.Invoking(s => s.Complete([])).Should().Throw<InvalidOperationException>();
    }

    private static IEnumerable<object> Describe(IEnumerable<RenderedPiece> pieces) =>
        pieces.Select(p => p is RenderedBlock block ? (object)block.Html : p);

    private static List<RenderedPiece> InOneGo(string text)
    {
        var definitions = new LinkDefinitions();
        Sections(text, definitions);
        return Sections(text, definitions);
    }

    private static List<RenderedPiece> Sections(string text, LinkDefinitions definitions)
    {
        var pieces = new List<RenderedPiece>();
        var proseStart = 0;
        for (var at = 0; at < text.Length;)
        {
            if (CodeReading.At(text, at) is { } code)
            {
                Prose(at);
                pieces.Add(code);
                at = proseStart = code.End;
            }
            else if (CodeReading.LoneTagAt(text, at) is { } end)
            {
                Prose(at);
                at = proseStart = end;
            }
            else
            {
                at = text.IndexOf('\n', at) is >= 0 and var lf ? lf + 1 : text.Length;
            }
        }

        Prose(text.Length);
        return pieces;

        void Prose(int end) => MarkdownRenderer.Render(text[proseStart..end], proseStart, definitions, LineBreaks.Soft, pieces);
    }

    [GeneratedRegex(@"^([ >]*([-*])[ \t]+(?:\2[ \t]*){2,})$", RegexOptions.Multiline)]
    private static partial Regex RuleOrItem();

    [GeneratedRegex(@"\\+(?=\n[^\n]*\|)")]
    private static partial Regex BreakBeforeTable();

    private static string Repeat(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();
}

using System.Text;
using FluentAssertions;
using TesslateLite.Projections.Rendering;
using Xunit;

namespace TesslateLite.Projections.Tests.Rendering;

public sealed class MessageRendererTests
{
    [Fact]
    public void a_message_is_blocks_and_code_in_order()
    {
        const string Text = "# Title\nHello\n\n- a\n- b\n\n```ts title=\"src/a.ts\"\nlet a;\n```\n\nBye\n";

        MessageRenderer.Render(Text, LineBreaks.Soft).Should().Equal(
            new RenderedBlock(8, "<h1>Title</h1>"),
            new RenderedBlock(14, "<p>Hello</p>"),
            new RenderedBlock(23, "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
            new RenderedCode(47, 54, 58, "ts", "src/a.ts"),
            new RenderedBlock(63, "<p>Bye</p>"));
    }

    [Fact]
    public void a_line_break_shows_in_a_persons_message_only()
    {
        Html("one\ntwo", LineBreaks.Soft).Should().Be("<p>one\ntwo</p>");
        Html("one\ntwo", LineBreaks.Hard).Should().Be("<p>one<br>\ntwo</p>");
    }

    [Fact]
    public void a_table_keeps_its_alignment_without_styles() =>
        Html("| a | b | c | d |\n|---|:--|:-:|--:|\n| 1 | 2 | 3 | 4 |").Should()
            .Contain("<th>a</th>").And.Contain("<th class=\"align-left\">b</th>")
            .And.Contain("<td class=\"align-center\">3</td>").And.Contain("<td class=\"align-right\">4</td>").And.NotContain("style");

    [Fact]
    public void a_paragraph_and_the_table_right_below_it_are_one_piece() =>
        MessageRenderer.Render("Numbers:\n| a |\n|---|\n| 1 |\n\nend", LineBreaks.Soft).Cast<RenderedBlock>().Select(b => b.Html).Should()
            .SatisfyRespectively(both => both.Should().StartWith("<p>Numbers:</p>").And.Contain("<table>"), end => end.Should().Be("<p>end</p>"));

    [Fact]
    public void tasks_are_shown_without_form_controls() =>
        Html("- [ ] open\n- [x] done").Should().Be(
            "<ul class=\"contains-task-list\">\n<li class=\"task-list-item\"><span class=\"task\">☐</span> open</li>\n"
            + "<li class=\"task-list-item\"><span class=\"task\">☑</span> done</li>\n</ul>");

    [Theory]
    [InlineData("x^2 + y^2 = z^2", "<p>x^2 + y^2 = z^2</p>")]
    [InlineData("a==b and c==d, i++ and j++", "<p>a==b and c==d, i++ and j++</p>")]
    [InlineData("about ~5 or ~6~", "<p>about ~5 or ~6~</p>")]
    [InlineData("~~gone~~", "<p><del>gone</del></p>")]
    public void of_the_extra_emphasis_only_struck_text_counts(string text, string html) => Html(text).Should().Be(html);

    [Theory]
    [InlineData("1. one\n   ```js\n   inner\n   ```\n2. two")]
    [InlineData("> ```js\n> inner\n> ```")]
    [InlineData("  ```js\n  inner\n  ```")]
    public void a_fence_that_is_indented_or_inside_something_stays_prose(string text) =>
        Html(text).Should().Contain("<pre><code class=\"language-js\">inner\n</code></pre>");

    [Theory]
    [InlineData("```\na\n``\nb\n```\n", 4, 11)]
    [InlineData("````\n```\n````\n", 5, 9)]
    [InlineData("~~~\n```\n~~~  \n", 4, 8)]
    [InlineData("```\na\n ```\n", 4, 11)]
    [InlineData("```\na\n```js\n", 4, 12)]
    [InlineData("```", 3, 3)]
    public void code_ends_at_its_own_fence_or_with_the_text(string text, int start, int end) =>
        MessageRenderer.Render(text, LineBreaks.Soft).Should().Equal(new RenderedCode(start, end, text.Length, null, null));

    [Fact]
    public void what_shows_nothing_is_no_piece()
    {
        MessageRenderer.Render("", LineBreaks.Soft).Should().BeEmpty();
        MessageRenderer.Render(" \n\n\t\n", LineBreaks.Soft).Should().BeEmpty();
        MessageRenderer.Render("[a]: https://a.example\n\n[b]: /b 'B'\n", LineBreaks.Soft).Should().BeEmpty();
    }

    [Theory]
    [InlineData(">", 50_000)]
    [InlineData("> ", 50_000)]
    [InlineData("*a ", 40_000)]
    [InlineData("**a _b ", 20_000)]
    [InlineData("- ", 30_000)]
    public void what_is_nested_too_deeply_is_shown_as_written(string unit, int times)
    {
        var text = "before\n\n" + Repeat(unit, times) + "x";

        var pieces = MessageRenderer.Render(text, LineBreaks.Soft).Cast<RenderedBlock>().ToList();

        pieces.Should().HaveCount(2);
        pieces[0].Html.Should().Be("<p>before</p>", "the damage stays in the block that is to blame");
        pieces[1].Html.Should().Be($"<p>{(Repeat(unit, times) + "x").Replace(">", "&gt;", StringComparison.Ordinal)}</p>");
    }

    /// <summary>Each of these once took minutes or gigabytes, or might with a new version of a package; they end, in linear memory.</summary>
    [Theory]
    [InlineData("", "word and some words ", 5_000)]
    [InlineData("", "- item\n", 14_000)]
    [InlineData("", "- item\n\n", 12_000)]
    [InlineData("", "[", 50_000)]
    [InlineData("", "![", 50_000)]
    [InlineData("", "[a](", 25_000)]
    [InlineData("", "*", 50_000)]
    [InlineData("", "`a``b", 20_000)]
    [InlineData("", "<", 50_000)]
    [InlineData("", "```js\nlet a;\n```\ntext\n\n", 1_000)]
    [InlineData("|||||||||||||||||||||||||||||||||||||||||||||||||||\n|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|\n", "|\n", 20_000)]
    [InlineData("", "[a]: /u\n\n[a]\n\n", 7_000)]
    [InlineData("", "<file path=\"a\">\n</file>\n", 8_000)]
    [InlineData("", "<file path=\"a\">x</file>", 8_000)]
    [InlineData("", "<files></files>\nx\n", 8_000)]
    [InlineData("<file path=\"a\"><![CDATA[\n", "]]>\n", 40_000)]
    [InlineData("<file ", "path=\"a\" ", 20_000)]
    [InlineData("", "<html></html>\n", 8_000)]
    [InlineData("<html>\n", "</htm", 30_000)]
    public void no_text_costs_more_than_it_is_worth(string start, string unit, int times)
    {
        var pieces = new List<RenderedPiece>();

        // A small stack: recursion as deep as the text is long would end the process, not only the test.
        var thread = new Thread(() => pieces.AddRange(MessageRenderer.Render(start + Repeat(unit, times), LineBreaks.Hard)), 256 * 1024);
        thread.Start();

        thread.Join(TimeSpan.FromSeconds(60)).Should().BeTrue();
        pieces.OfType<RenderedBlock>().Sum(b => (long)b.Html.Length).Should().BeLessThan(3_000_000);
        pieces.Should().NotBeEmpty();
    }

    [Fact]
    public void warming_up_does_not_fail() => FluentActions.Invoking(MarkdownRenderer.WarmUp).Should().NotThrow();

    private static string Html(string text, LineBreaks breaks = LineBreaks.Soft) =>
        MessageRenderer.Render(text, breaks).Should().ContainSingle().Which.Should().BeOfType<RenderedBlock>().Which.Html;

    private static string Repeat(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();
}

using System.Text.RegularExpressions;
using CsCheck;
using FluentAssertions;
using TesslateLite.Hub.Replies;
using TesslateLite.Projections.Rendering;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Hub.Tests.Replies;

public sealed partial class ReplyReaderTests
{
    [Fact]
    public void the_split_into_deltas_changes_nothing() =>
        MarkdownSoup.Deltas.Sample(
            deltas =>
            {
                var whole = Read([string.Concat(deltas)]);
                var split = Read(deltas);

                split.Text.Should().Be(whole.Text);
                split.Pieces.Should().Equal(whole.Pieces);
            },
            iter: 3000);

    [Fact]
    public void the_text_is_what_the_deltas_gave_and_is_normal() =>
        MarkdownSoup.Deltas.Sample(
            deltas =>
            {
                var read = Read(deltas);

                string.Concat(read.Steps.Select(s => s.Text)).Should().Be(read.Text).And.Be(NormalText.From(string.Concat(deltas)));
                read.Text.Should().NotContainAny("\r", "\0");
                read.Text.IsNormalized().Should().BeTrue("halves of pairs make this throw");
            },
            iter: 1000);

    /// <summary>Late definitions change what stands before them, so this text has none that comes behind its use.</summary>
    [Fact]
    public void the_pieces_are_those_of_the_finished_message() =>
        MarkdownSoup.Deltas.Sample(
            deltas =>
            {
                var early = new[] { "[r1]: https://one.example\n[r2]: /two\n[r 1]: /three\n\n" };
                var read = Read([.. early, .. deltas]);

                read.Pieces.Should().Equal(MessageRenderer.Render(read.Text, LineBreaks.Soft));
            },
            iter: 3000);

    [Fact]
    public void a_late_definition_changes_html_and_nothing_else() =>
        MarkdownSoup.Deltas.Sample(
            deltas =>
            {
                var read = Read(deltas);
                var final = MessageRenderer.Render(read.Text, LineBreaks.Soft);

                read.Pieces.Select(WithoutHtml).Should().Equal(final.Select(WithoutHtml));
                foreach (var (live, _) in read.Pieces.Zip(final).Where(p => p.First != p.Second))
                {
                    ((RenderedBlock)live).Html.Should().Contain("[");
                }
            },
            iter: 3000);

    [Fact]
    public void ends_rise_and_lie_in_what_is_visible() =>
        MarkdownSoup.Deltas.Sample(
            deltas =>
            {
                var (end, visible, length) = (0, 0, 0);
                foreach (var step in Read(deltas).Steps)
                {
                    length += step.Text.Length;
                    step.Visible.Should().BeInRange(visible, length);
                    visible = step.Visible;
                    foreach (var piece in step.Closed)
                    {
                        piece.End.Should().BeGreaterThan(end).And.BeLessOrEqualTo(visible);
                        end = piece.End;
                    }

                    (step.Code?.CodeStart ?? 0).Should().BeLessOrEqualTo(visible);
                }

                visible.Should().Be(length, "at the end all is visible");
            },
            iter: 2000);

    [Fact]
    public void what_is_visible_never_turns_from_prose_to_code_or_back() =>
        MarkdownSoup.Deltas.Sample(
            deltas =>
            {
                var read = Read(deltas);
                var (shown, visible) = (new List<char>(), 0);
                var closed = new List<RenderedPiece>();
                foreach (var step in read.Steps)
                {
                    closed.AddRange(step.Closed);
                    if (step.Visible > visible)
                    {
                        shown.AddRange(Meaning(read.Text[..step.Visible], closed, step.Code)[visible..]);
                        visible = step.Visible;
                    }
                }

                new string([.. shown]).Should().Be(Meaning(read.Text, read.Pieces, null));
            },
            iter: 3000);

    [Fact]
    public void a_paragraph_closes_as_soon_as_the_next_one_begins()
    {
        var reader = new ReplyReader();
        reader.Append("one *two*\n").Closed.Should().BeEmpty();
        reader.Append("\n").Closed.Should().BeEmpty();

        reader.Append("T").Closed.Should().Equal(new RenderedBlock(10, "<p>one <em>two</em></p>"));
    }

    [Fact]
    public void a_list_waits_for_the_line_that_ends_it()
    {
        var reader = new ReplyReader();
        reader.Append("- a\n\n- b\n\n  more of b\n\n").Closed.Should().BeEmpty();

        reader.Append("Done").Closed.Should().ContainSingle().Which.Should().BeOfType<RenderedBlock>()
            .Which.Html.Should().Contain("more of b").And.NotContain("Done");
    }

    [Fact]
    public void a_code_piece_opens_grows_and_closes()
    {
        var reader = new ReplyReader();
        reader.Append("Look:\n").Visible.Should().Be(6);
        reader.Append("```tsx src/").Visible.Should().Be(6, "this line may be a fence");

        var opened = reader.Append("App.tsx\nlet a");
        opened.Closed.Should().Equal(new RenderedBlock(6, "<p>Look:</p>"));
        opened.Code.Should().Be(new OpenCode(25, "tsx", "src/App.tsx"));
        opened.Visible.Should().Be(30);

        reader.Append(" = 1;\n``").Visible.Should().Be(36, "this line may close the code");
        var closed = reader.Append("`\nAnd");
        closed.Closed.Should().Equal(new RenderedCode(25, 36, 40, "tsx", "src/App.tsx"));
        closed.Code.Should().BeNull();
        closed.Visible.Should().Be(43);
    }

    [Theory]
    [InlineData("`", 0)]
    [InlineData("``", 0)]
    [InlineData("```", 0)]
    [InlineData("~~", 0)]
    [InlineData("~~~ a`b", 0)]
    [InlineData("`a", 2)]
    [InlineData("~~struck", 8)]
    [InlineData("``` a`", 6)]
    [InlineData(" ```", 4)]
    [InlineData("```js\n`", 6)]
    [InlineData("```js\n``` ", 6)]
    [InlineData("```js\n`` ", 9)]
    [InlineData("````\n```", 5)]
    [InlineData("````\n``` ", 9)]
    [InlineData("```\n~~~", 7)]
    [InlineData("```\n```x", 8)]
    public void a_line_is_kept_back_only_while_it_may_be_a_fence(string text, int visible) =>
        new ReplyReader().Append(text).Visible.Should().Be(visible);

    [Fact]
    public void a_line_that_goes_on_for_ever_is_not_kept_back_for_ever() =>
        new ReplyReader().Append("```" + new string('x', 2000)).Visible.Should().Be(2003);

    [Fact]
    public void code_that_is_never_closed_ends_with_the_text()
    {
        var reader = new ReplyReader();
        reader.Append("```py\nprint(1)").Code.Should().Be(new OpenCode(6, "py", null));

        var done = reader.Complete();

        done.Closed.Should().Equal(new RenderedCode(6, 14, 14, "py", null));
        done.Code.Should().BeNull();
    }

    [Fact]
    public void what_only_the_next_delta_decides_is_held_back()
    {
        var reader = new ReplyReader();
        reader.Append("a\r").Text.Should().Be("a");
        reader.Append("\nb\r").Text.Should().Be("\nb");
        reader.Append("c\uD83D").Text.Should().Be("\nc");
        reader.Append("\uDE00\uD83D").Text.Should().Be("😀");
        reader.Append("d\0").Text.Should().Be("\uFFFDd\uFFFD");
        reader.Append("\r").Text.Should().BeEmpty();
        reader.Length.Should().Be(10);

        reader.Complete().Text.Should().Be("\n");
        reader.Text.Should().Be("a\nb\nc😀\uFFFDd\uFFFD\n");
    }

    private static ReadReply Read(IEnumerable<string> deltas)
    {
        var reader = new ReplyReader();
        var steps = deltas.Select(delta => reader.Append(delta)).ToList();
        steps.Add(reader.Complete());
        return new ReadReply(reader.Text, [.. steps.SelectMany(s => s.Closed)], steps);
    }

    /// <summary>What each unit of a text is: p in prose, f in a fence or a tag, c in code.</summary>
    private static string Meaning(string text, IEnumerable<RenderedPiece> pieces, OpenCode? open)
    {
        var meaning = new string('p', text.Length).ToCharArray();
        var behind = 0;
        foreach (var code in pieces.OfType<RenderedCode>())
        {
            Mark(code.Path, code.CodeStart, code.CodeEnd, code.End);
        }

        if (open is not null)
        {
            Mark(open.Path, open.CodeStart, text.Length, text.Length);
        }

        return new string(meaning);

        void Mark(string? path, int start, int codeEnd, int end)
        {
            // Nothing opens a bare document but its own first line.
            var opening = path == "index.html" ? 0 : Opening().Match(text[behind..start]).Length;
            meaning.AsSpan(start - opening, opening).Fill('f');
            meaning.AsSpan(start, codeEnd - start).Fill('c');
            meaning.AsSpan(codeEnd, end - codeEnd).Fill('f');
            behind = end;
        }
    }

    private static RenderedPiece WithoutHtml(RenderedPiece piece) => piece is RenderedBlock block ? block with { Html = "" } : piece;

    /// <summary>The fence or the tags that opened code, right before it.</summary>
    [GeneratedRegex("""
        (?<=\A|\n|(?:\A|\n)(?:</?files>)+)(?:
        (?:</?files>[ \t\n\v\f\r]*)?<file[ \t](?:"[^"\n]*"|'[^'\n]*'|[^\n>"'])*>(?:<!\[CDATA\[)?(?:[ \t]*\n(?:<!\[CDATA\[[ \t]*\n|[`~]{3,}[^\n]*\n)?)?
        |`{3,}[^`\n]*\n?|~{3,}[^\n]*\n?)\z
        """, RegexOptions.IgnorePatternWhitespace, 10_000)]
    private static partial Regex Opening();

    private sealed record ReadReply(string Text, IReadOnlyList<RenderedPiece> Pieces, IReadOnlyList<ReplyProgress> Steps);
}

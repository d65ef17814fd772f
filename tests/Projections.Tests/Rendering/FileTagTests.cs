using FluentAssertions;
using TesslateLite.Projections.Rendering;
using Xunit;

namespace TesslateLite.Projections.Tests.Rendering;

/// <summary>Files between tags, and HTML documents without a fence, as models write them.</summary>
public sealed class FileTagTests
{
    [Fact]
    public void files_become_code_their_tags_vanish_and_prose_between_stays_prose()
    {
        const string Text =
            "Here you are:\n\n<files>\n<file path=\"src/App.tsx\">\nlet a;\n</file>\n\nAnd *styles*:\n\n<file path='app.css'>\nb {}\n</file>\n</files>\n\nDone.";

        Read(Text).Should().Equal(
            "<p>Here you are:</p>", "tsx src/App.tsx: let a;\n", "<p>And <em>styles</em>:</p>", "css app.css: b {}\n", "<p>Done.</p>");
    }

    [Theory]
    [InlineData("<file path=\"a.ts\">\nx\n</file>", "ts a.ts: x\n")]
    [InlineData("<file name='a.ts'>\nx\n</file>", "ts a.ts: x\n")]
    [InlineData("<file filename=a.ts>\nx\n</file>", "ts a.ts: x\n")]
    [InlineData("<FILE Path = \"a.ts\" >\nx\n</FILE>", "ts a.ts: x\n")]
    [InlineData("<file language=\"TSX\" path=\"a.ts\">\nx\n</file>", "tsx a.ts: x\n")]
    [InlineData("<file path=\"a.ts\" id=1 new lang='tsx'>\nx\n</file>", "tsx a.ts: x\n")]
    [InlineData("<file path=\"a > b.ts\">\nx\n</file>", "ts a  b.ts!: x\n")]
    [InlineData("<file name=\"The app\" path='src/a.ts'>\nx\n</file>", "ts src/a.ts: x\n")]
    [InlineData("<file path=\"Dockerfile\">\nx\n</file>", "- Dockerfile: x\n")]
    [InlineData("<file path=\"C:\\src\\..\\a.ts\">\nx\n</file>", "ts src/a.ts!: x\n")]
    [InlineData("<file path=\"../../etc/passwd\">\nx\n</file>", "- etc/passwd!: x\n")]
    [InlineData("<file path=\"..\" lang=\"js\">\nx\n</file>", "js file.js!: x\n")]
    [InlineData("<file path=\"\">\nx\n</file>", "- -: x\n")]
    public void a_file_has_the_path_and_the_language_of_its_tag(string text, string piece) => Read(text).Should().Equal(piece);

    [Theory]
    [InlineData("<file path=\"a\">\n\n  x\n\n</file>", "\n  x\n\n", "one line end is dropped and nothing else")]
    [InlineData("<file path=\"a\">  \nx\n</file>", "x\n", "white space behind the tag is part of the tag")]
    [InlineData("<file path=\"a\">\n</file>", "", "a file may be empty")]
    [InlineData("<file path=\"a\"></file>", "", "a file may be empty")]
    [InlineData("<file path=\"a\">20.1</file>", "20.1", "all on one line")]
    [InlineData("<file path=\"a\">x\ny</file>\n</file>", "x\ny</file>\n", "beyond the line of the tag, only column 0 counts")]
    [InlineData("<file path=\"a\">\n  </file>\n</file>", "  </file>\n", "only column 0 counts")]
    [InlineData("<file path=\"a\">\n```js\nx\n```\n</file>", "x\n", "a fence around all of it is dropped")]
    [InlineData("<file path=\"a\">\n~~~~\nx\n```\n~~~~ \n</file>", "x\n```\n", "a fence around all of it is dropped")]
    [InlineData("<file path=\"a\">\n```js\nx\n```\ny\n</file>", "x\n```\ny\n", "only what stands at the very end closes it")]
    [InlineData("<file path=\"a\">\nx\n```\n</file>", "x\n```\n", "no fence opened")]
    [InlineData("<file path=\"README.md\">\n```sh\nnpm i\n```\n</file>", "```sh\nnpm i\n```\n", "Markdown has fences of its own")]
    [InlineData("<file path=\"a\"><![CDATA[\nx\n]]></file>", "x\n", "CDATA right at the tags")]
    [InlineData("<file path=\"a\">\n<![CDATA[\nx\n]]>\n</file>", "x\n", "CDATA on lines of its own")]
    [InlineData("<file path=\"a\"><![CDATA[x]]></file>", "x", "CDATA on one line")]
    [InlineData("<file path=\"a\">\n<![CDATA[ x\n]]>\n</file>", "<![CDATA[ x\n]]>\n", "it neither stands alone nor at the tag")]
    [InlineData("<file path=\"a\"><![CDATA[\na[b[0]]>1\n]]>\ny\n]]>\n</file>", "a[b[0]]>1\n]]>\ny\n", "only the last one closes")]
    [InlineData("<file path=\"a\">\n<file path=\"b\">\n</file>", "<file path=\"b\">\n", "inside a file a tag is text")]
    [InlineData("<file path=\"a\">\n<html>\n</html>\n</file>", "<html>\n</html>\n", "inside a file a document is text")]
    [InlineData("<file path=\"a\">\nx\n", "x\n", "unfinished, it ends with the text")]
    [InlineData("<file path=\"a\">\nx\n]]", "x\n]]", "unfinished, it ends with the text")]
    [InlineData("<file path=\"a\">", "", "unfinished, it ends with the text")]
    public void the_content_is_raw_but_for_what_models_put_around_it(string text, string code, string because) =>
        Pieces(text).Should().ContainSingle().Which.Should().BeOfType<RenderedCode>()
            .Which.Invoking(c => text[c.CodeStart..c.CodeEnd]).Invoke().Should().Be(code, because);

    [Theory]
    [InlineData("a <file path=\"a\">")]
    [InlineData(" <file path=\"a\">")]
    [InlineData("<file>")]
    [InlineData("<file lang=\"js\">")]
    [InlineData("<file path=\"a\"")]
    [InlineData("<file path=\"a\n\">")]
    [InlineData("<file path=\"a\"/>")]
    [InlineData("<filepath=\"a\">")]
    [InlineData("<file \"a\">")]
    [InlineData("</file>")]
    [InlineData("<files> is the tag around them")]
    [InlineData("- <html>")]
    [InlineData("<htmlx>")]
    [InlineData("<!DOCTYPE svg>")]
    public void what_is_not_quite_a_tag_is_prose(string text) =>
        Pieces(text).Should().NotBeEmpty().And.AllBeOfType<RenderedBlock>();

    [Fact]
    public void inside_a_fence_tags_and_documents_are_code() =>
        Read("```xml\n<files>\n<file path=\"a\">\n</file>\n<html>\n```\n").Should().Equal("xml -: <files>\n<file path=\"a\">\n</file>\n<html>\n");

    [Theory]
    [InlineData("<files>", "")]
    [InlineData("<files>\nprose\n</files>\n", "<p>prose</p>")]
    [InlineData("<files><file path=\"a\">x</file><file path=\"b\">y</file></files>on", "- a: x|- b: y|<p>on</p>")]
    [InlineData("<files>\n\n<file path=\"a\">\n</file>\n\n\n</files>\n\n", "- a: ")]
    [InlineData("<file path=\"a\">\n</file> on we go", "- a: |<p>on we go</p>")]
    public void tags_around_files_show_nothing(string text, string pieces) => string.Join('|', Read(text)).Should().Be(pieces);

    [Theory]
    [InlineData("<!DOCTYPE html>\n<html>\n<p>x</p>\n</html>\n\nThat is all.", "html index.html: <!DOCTYPE html>\n<html>\n<p>x</p>\n</html>\n|<p>That is all.</p>")]
    [InlineData("Look:\n<HTML lang=\"en\">\n</body></HTML> <!-- x -->\nok", "<p>Look:</p>|html index.html: <HTML lang=\"en\">\n</body></HTML> <!-- x -->\n|<p>ok</p>")]
    [InlineData("<html></html>\n# x", "html index.html: <html></html>\n|<h1>x</h1>")]
    [InlineData("<!doctype html>\n<p>", "html index.html: <!doctype html>\n<p>")]
    public void a_bare_document_is_code_to_the_line_of_its_end(string text, string pieces) => string.Join('|', Read(text)).Should().Be(pieces);

    [Theory]
    [InlineData("<", 0)]
    [InlineData("<fi", 0)]
    [InlineData("<fix", 4)]
    [InlineData("<file path=\"a", 0)]
    [InlineData("<file path=\"a\">\n", 0)]
    [InlineData("<file path=\"a\">x", 15)]
    [InlineData("<file path=\"a\">\nx", 17)]
    [InlineData("<file path=\"a\">\n``", 0)]
    [InlineData("<file path=\"a\">\n``x", 19)]
    [InlineData("<file path=\"a\">\n```\nx", 21)]
    [InlineData("<file path=\"a\">\n```\nx\n```\n<", 22)]
    [InlineData("<file path=\"a\">\nx\n<", 18)]
    [InlineData("<file path=\"a\">\nx\n</fil", 18)]
    [InlineData("<file path=\"a\">\nx\n</film", 24)]
    [InlineData("<file path=\"a\">\nx\n</file>\n", 18)]
    [InlineData("<file path=\"a\">\nx\n</file>\n<", 18)]
    [InlineData("<file path=\"a\">\nx\n</file>\nT", 27)]
    [InlineData("<files>\n", 0)]
    [InlineData("<files>\nT", 9)]
    [InlineData("a\n<!DOC", 2)]
    [InlineData("a\n<!DOCTYPE html>", 17)]
    [InlineData("<html>\n</htm", 12)]
    [InlineData("<div>", 5)]
    public void text_is_kept_back_only_while_it_may_be_a_tag(string text, int visible)
    {
        var scanner = new PieceScanner(LineBreaks.Soft);
        scanner.Append(text, []);
        scanner.Visible.Should().Be(visible);
    }

    [Theory]
    [InlineData("<file path=\"", "a")]
    [InlineData("<file path=\"a\">", " ")]
    [InlineData("<file path=\"a\">\n```", "x")]
    [InlineData("<file path=\"a\">x", "y")]
    [InlineData("<file path=\"a\">\nx\n</file>", "\n")]
    [InlineData("<files>", "\n")]
    [InlineData("<files>\n<file path=\"a\">\n~~~", " ")]
    public void nothing_is_kept_back_for_ever(string start, string unit)
    {
        var scanner = new PieceScanner(LineBreaks.Soft);
        scanner.Append(start, []);
        for (var i = 0; i < 3 * LineReading.MaxLine; i++)
        {
            scanner.Append(unit, []);
            (scanner.Length - scanner.Visible).Should().BeLessThan(2 * LineReading.MaxLine + start.Length);
        }

        scanner.Visible.Should().Be(scanner.Length);
    }

    [Fact]
    public void an_open_file_grows_and_tells_at_once_that_its_path_was_made_safe()
    {
        var scanner = new PieceScanner(LineBreaks.Soft);
        var closed = new List<RenderedPiece>();

        scanner.Append("Here:\n<file path=\"/etc/a.ts\">\nlet", closed);
        closed.Should().Equal(new RenderedBlock(6, "<p>Here:</p>"));
        scanner.Code.Should().Be(new OpenCode(30, "ts", "etc/a.ts", PathMadeSafe: true));

        scanner.Append(" a;\n</file>\n\nDone", closed);
        closed[1..].Should().Equal(new RenderedCode(30, 37, 44, "ts", "etc/a.ts", PathMadeSafe: true));
        scanner.Code.Should().BeNull();
    }

    private static IReadOnlyList<RenderedPiece> Pieces(string text) => MessageRenderer.Render(text, LineBreaks.Soft);

    private static IEnumerable<string> Read(string text) => Pieces(text).Select(piece => piece switch
    {
        RenderedCode code => $"{code.Language ?? "-"} {code.Path ?? "-"}{(code.PathMadeSafe ? "!" : "")}: {text[code.CodeStart..code.CodeEnd]}",
        RenderedBlock block => block.Html,
        _ => throw new InvalidOperationException(),
    });
}

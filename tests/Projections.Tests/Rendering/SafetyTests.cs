using System.Text.RegularExpressions;
using CsCheck;
using FluentAssertions;
using TesslateLite.Projections.Rendering;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Projections.Tests.Rendering;

public sealed partial class SafetyTests
{
    [Theory]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](&#106;avascript:alert(1))")]
    [InlineData("[x](&#x6A;avascript&colon;alert(1))")]
    [InlineData("[x](java&#10;script:alert(1))")]
    [InlineData("[x](<java\tscript:alert(1)>)")]
    [InlineData("[x](\u0001javascript:alert(1))")]
    [InlineData("[x](vbscript:msgbox(1))")]
    [InlineData("[x](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("[x](file:///etc/passwd)")]
    [InlineData("[x](//evil.example)")]
    [InlineData("[x](/\\evil.example)")]
    [InlineData("[x](</\t/evil.example>)")]
    [InlineData("[x](relative/page)")]
    [InlineData("[x]()")]
    [InlineData("[x][r]\n\n[r]: javascript:alert(1)")]
    [InlineData("![x](javascript:alert(1))")]
    [InlineData("![x](data:image/svg+xml,<svg/onload=alert(1)>)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("<data:text/html,x>")]
    [InlineData("tel:123 and ftp://host.example/x")]
    public void an_address_that_could_act_is_no_link(string text) =>
        Html(text).Should().NotContain("<a").And.NotContain("href").And.NotContain("<img").And.StartWith("<p>");

    [Theory]
    [InlineData("[x](https://a.example/p?q=1&r=2)", "https://a.example/p?q=1&amp;r=2")]
    [InlineData("[x](HTTP://a.example)", "HTTP://a.example")]
    [InlineData("[x](mailto:a@b.example)", "mailto:a@b.example")]
    [InlineData("[x](#part)", "#part")]
    [InlineData("[x](/path)", "/path")]
    [InlineData("[x](/)", "/")]
    [InlineData("<https://a.example>", "https://a.example")]
    [InlineData("<a@b.example>", "mailto:a@b.example")]
    [InlineData("see https://a.example.", "https://a.example")]
    [InlineData("see www.a.example", "https://www.a.example")]
    [InlineData("[x][r]\n\n[r]: https://a.example", "https://a.example")]
    [InlineData("![x](https://a.example/i.png)", "https://a.example/i.png")]
    public void an_address_that_is_safe_is_a_link_that_tells_its_target_nothing(string text, string address) =>
        Html(text).Should().Contain($"<a href=\"{address}\" rel=\"noopener noreferrer nofollow\" target=\"_blank\">");

    [Theory]
    [InlineData("<script>alert(1)</script>", "&lt;script&gt;")]
    [InlineData("a <img src=x onerror=alert(1)> b", "&lt;img src=x onerror=alert(1)&gt;")]
    [InlineData("<div style=\"position:fixed\">\nx\n</div>", "&lt;div style=")]
    [InlineData("<form action=/api><button>x</button></form>", "&lt;form action=/api&gt;&lt;button&gt;")]
    [InlineData("<!-- x -->", "&lt;!-- x --&gt;")]
    [InlineData("<svg/onload=alert(1)>", "&lt;svg/onload=alert(1)&gt;")]
    [InlineData("# Head {onclick=alert(1)}", "{onclick=alert(1)}")]
    [InlineData("para\n{#id .fixed style=\"position:fixed\"}", "{#id .fixed style=")]
    [InlineData("&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("`<b onclick=x>`", "<code>&lt;b onclick=x&gt;</code>")]
    [InlineData("    <iframe src=x>", "&lt;iframe src=x&gt;")]
    [InlineData("[x](/p \"\\\"><script>alert(1)</script>\")", "title=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\"")]
    public void markup_is_shown_and_not_obeyed(string text, string shown)
    {
        var html = Html(text);

        html.Should().Contain(shown);
        Tags(html).Should().BeEmpty();
    }

    [Fact]
    public void only_the_elements_and_attributes_of_our_markdown_come_out_of_anything() =>
        Gen.Select(MarkdownSoup.Raw, Gen.OneOf(
            "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "{onclick=alert(1)}", "<a href='javascript:x'>", "\"><script>",
            "&#60;script>", "<style>*{}</style>", "![p](https://a.example/p.png)", "``` {onclick=x} <b>", "   ``` x\" onclick=y"),
            Gen.Int[0, 400])
        .Select((raw, evil, at) => NormalText.From(raw.Insert(Math.Min(at, raw.Length), evil))).Sample(
            text =>
            {
                foreach (var block in MessageRenderer.Render(text, LineBreaks.Hard).OfType<RenderedBlock>())
                {
                    Tags(block.Html).Should().BeEmpty();
                }
            },
            iter: 2000);

    [Fact]
    public void the_sanitiser_alone_stops_what_the_renderer_should_not_have_made() =>
        SafeHtml.Sanitize(
            """<p class="fixed task" style="color:red" id="x" onclick="x">a<script>b</script><input><img src="x"><a href="javascript:x">c</a></p><form>d</form>""")
            .Should().Be("""<p class="task">a<a>c</a></p>""");

    [Fact]
    public void a_picture_is_a_link_because_loading_it_would_tell_who_reads() =>
        Html("![a *chart*](https://a.example/c.png) ![](https://a.example/d.png)").Should()
            .Contain(">a <em>chart</em></a>").And.Contain(">https://a.example/d.png</a>").And.NotContain("<img");

    [Fact]
    public void a_badge_is_the_link_around_it() =>
        Html("[![build](https://a.example/b.svg)](https://b.example)").Should().Be(
            "<p><a href=\"https://b.example\" rel=\"noopener noreferrer nofollow\" target=\"_blank\">build</a></p>");

    private static string Html(string text) =>
        string.Concat(MessageRenderer.Render(text, LineBreaks.Soft).Cast<RenderedBlock>().Select(b => b.Html));

    /// <summary>Tags that our Markdown does not make. Quoted values come off first: a bracket in them opens nothing.</summary>
    private static IEnumerable<string> Tags(string html)
    {
        foreach (Match tag in AnyTag().Matches(html))
        {
            if (!KnownTag().IsMatch(tag.Value))
            {
                yield return tag.Value;
            }
        }
    }

    [GeneratedRegex("""<(?:[^"'<>]|"[^"]*"|'[^']*')*>?""", RegexOptions.None, 1000)]
    private static partial Regex AnyTag();

    [GeneratedRegex(
        """^</?(?:p|br|hr|h[1-6]|strong|em|del|code|pre|blockquote|ul|ol|li|table|thead|tbody|tr|th|td|a|span)(?: (?:href="(?:https?://|mailto:|#|/)[^"]*"|title="[^"]*"|rel="noopener noreferrer nofollow"|target="_blank"|start="\d+"|class="(?:contains-task-list|task-list-item|task|align-\w+|language-[^" ]*)"))*>$""",
        RegexOptions.IgnoreCase, 1000)]
    private static partial Regex KnownTag();
}

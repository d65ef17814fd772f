using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using FluentAssertions;
using TesslateLite.Projections.Rendering;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Projections.Tests.Rendering;

/// <summary>
/// What nobody should write, rendered and then parsed as a browser would: whatever elements and attributes come out must be on
/// a list that is written here anew, and every address must be harmless.
/// </summary>
public sealed class HostileMarkdownTests
{
    /// <summary>Each element with the attributes that it may have.</summary>
    private static readonly Dictionary<string, string[]> s_allowed =
        """
        p|br|hr|h1|h2|h3|h4|h5|h6|strong|em|del|pre|blockquote|table|thead|tbody|tr
        code class|ul class|li class|th class|td class|span class|ol start|a href title rel target
        """
        .Split(['|', '\n']).Select(row => row.Split(' ')).ToDictionary(row => row[0], row => row[1..], StringComparer.Ordinal);

    /// <summary>The lines of <c>HostileMarkdown.txt</c> that are payloads.</summary>
    public static TheoryData<string> Payloads =>
    [
        .. File.ReadLines(RepositoryRoot.Combine("tests", "Projections.Tests", "Rendering", "HostileMarkdown.txt"))
            .Where(line => line.Length > 0 && !IsHeading(line))
            .Select(Unescaped),
    ];

    [Fact]
    public void the_list_is_long_and_has_each_payload_once() =>
        ((IEnumerable<object[]>)Payloads).Select(row => (string)row[0]).Should().OnlyHaveUniqueItems().And.HaveCountGreaterThanOrEqualTo(150);

    [Theory]
    [MemberData(nameof(Payloads))]
    public void nothing_acts_loads_or_pretends(string payload)
    {
        foreach (var text in (string[])[payload, $"before\n\n{payload}\n\nafter", $"- item\n  {payload}"])
        {
            foreach (var breaks in (LineBreaks[])[LineBreaks.Soft, LineBreaks.Hard])
            {
                Harm(MessageRenderer.Render(NormalText.From(text), breaks)).Should().BeEmpty();
                Harm(UnitByUnit(NormalText.From(text), breaks)).Should().BeEmpty();
            }
        }
    }

    /// <summary>Else the test above would pass with a check that sees nothing.</summary>
    [Theory]
    [InlineData("<p onclick=\"x\">a</p>", "p onclick")]
    [InlineData("<script>x</script>", "script")]
    [InlineData("<p style=\"x\">a</p>", "p style")]
    [InlineData("<img src=\"https://a.example/p.png\">", "img")]
    [InlineData("<a href=\"javascript:x\">a</a>", "javascript:x")]
    [InlineData("<a href=\"java\tscript:x\">a</a>", "java\tscript:x")]
    [InlineData("<a href=\"//evil.example\">a</a>", "//evil.example")]
    [InlineData("<a href=\"/\t/evil.example\">a</a>", "/\t/evil.example")]
    [InlineData("<svg></svg>", "svg")]
    [InlineData("<p class=\"fixed\">a</p>", "p class")]
    [InlineData("<code class=\"language-js fixed\">a</code>", "fixed")]
    [InlineData("<!-- x -->", "comment")]
    public void the_check_sees_what_is_harmful(string html, string harm) =>
        Harm([new RenderedBlock(1, html)]).Should().Contain(harm);

    [Fact]
    public void the_check_lets_our_own_markdown_through() =>
        Harm(MessageRenderer.Render("# a\n\n1. *b* [c](https://a.example 't')\n\n   ```js\n   d\n   ```\n\n- [x] e\n\n| f |\n|:-:|\n| g |", LineBreaks.Hard))
            .Should().BeEmpty();

    /// <summary>All that is in rendered blocks and should not be.</summary>
    private static IEnumerable<string> Harm(IEnumerable<RenderedPiece> pieces)
    {
        foreach (var block in pieces.OfType<RenderedBlock>())
        {
            var body = new HtmlParser().ParseDocument("<!DOCTYPE html><body>" + block.Html).Body!;
            foreach (var comment in body.Descendants().OfType<IComment>())
            {
                yield return "comment";
            }

            foreach (var harm in body.QuerySelectorAll("*").SelectMany(Harm).Concat(body.Attributes.Select(a => $"body {a.Name}")))
            {
                yield return harm;
            }
        }
    }

    private static IEnumerable<string> Harm(IElement element)
    {
        if (element.NamespaceUri != "http://www.w3.org/1999/xhtml" || !s_allowed.TryGetValue(element.LocalName, out var attributes))
        {
            yield return element.LocalName;
            yield break;
        }

        foreach (var name in element.Attributes.Select(a => a.Name).Except(attributes, StringComparer.Ordinal))
        {
            yield return $"{element.LocalName} {name}";
        }

        foreach (var name in element.ClassList.Where(c => !Regex.IsMatch(c, @"\A(contains-task-list|task-list-item|task|align-(left|center|right)|language-.*)\z")))
        {
            yield return name;
        }

        var address = element.GetAttribute("href");
        if (address is not null && !Regex.IsMatch(address, @"\A(https?://|mailto:|#|/(?![/\\]))[^\x00-\x20\x7F]*\z", RegexOptions.IgnoreCase))
        {
            yield return address;
        }

        if (address is not null && (element.GetAttribute("rel") != "noopener noreferrer nofollow" || element.GetAttribute("target") != "_blank"))
        {
            yield return "a link that tells its target";
        }
    }

    private static List<RenderedPiece> UnitByUnit(string text, LineBreaks breaks)
    {
        var scanner = new PieceScanner(breaks);
        var pieces = new List<RenderedPiece>();
        foreach (var unit in text)
        {
            scanner.Append([unit], pieces);
        }

        scanner.Complete(pieces);
        return pieces;
    }

    private static bool IsHeading(string line) =>
        line.StartsWith("# ", StringComparison.Ordinal) && !line.Contains('{', StringComparison.Ordinal) && !line.Contains('<', StringComparison.Ordinal);

    private static string Unescaped(string line) =>
        Regex.Replace(line, @"\\(?:u(?<unit>[0-9A-F]{4})|(?<letter>[nt\\""]))", match => match.Groups["letter"].Value switch
        {
            "n" => "\n",
            "t" => "\t",
            "" => ((char)Convert.ToInt32(match.Groups["unit"].Value, 16)).ToString(),
            var letter => letter,
        });
}

using AngleSharp.Dom;
using Ganss.Xss;

namespace TesslateLite.Projections.Rendering;

/// <summary>
/// The last gate before HTML reaches a screen: only the elements, attributes and classes that our own Markdown makes. The
/// renderer already makes nothing else; this stands even if it, or a new version of its package, does.
/// </summary>
internal static class SafeHtml
{
    private static readonly HashSet<string> Classes = new(StringComparer.Ordinal)
    {
        "contains-task-list", "task-list-item", "task", "align-left", "align-center", "align-right",
    };

    private static readonly HtmlSanitizer Sanitizer = Create();

    /// <summary>Removes all that could act, load or pretend. Thread-safe.</summary>
    public static string Sanitize(string html) => Sanitizer.Sanitize(html);

    private static HtmlSanitizer Create()
    {
        // Everything is named here, so that the defaults of the package (which let forms and styles through) do not count.
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
            {
                "p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "em", "del", "code", "pre", "blockquote",
                "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "a", "span",
            },
            AllowedAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href", "title", "rel", "target", "class", "start" },
            UriAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href" },
            AllowedSchemes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "http", "https", "mailto" },
        });
        sanitizer.AllowDataAttributes = false;
        sanitizer.PostProcessNode += (_, e) => KeepKnownClasses(e.Node);
        return sanitizer;
    }

    /// <summary>A class of the client's style sheet could lay an element over the page: none gets through but these.</summary>
    private static void KeepKnownClasses(INode node)
    {
        if (node is not IElement element || element.ClassName is not { Length: > 0 })
        {
            return;
        }

        var known = element.ClassList.Where(c => Classes.Contains(c) || c.StartsWith("language-", StringComparison.Ordinal)).ToArray();
        if (known.Length == 0)
        {
            element.RemoveAttribute("class");
        }
        else
        {
            element.ClassName = string.Join(' ', known);
        }
    }
}

using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace TesslateLite.Projections.Rendering;

/// <summary>
/// What is done to a parsed text before it is written as HTML. Markdig writes every address that it finds, also
/// <c>javascript:</c>; here only known schemes stay links, and pictures become links, because to load one tells its server
/// who reads the message.
/// </summary>
internal static class SafeTree
{
    /// <summary>Writing, and what a browser does with the result, is recursive: deeper texts are not written as Markdown.</summary>
    private const int MaxDepth = 60;

    /// <summary>Makes a block safe to write, or tells that it is nested too deeply.</summary>
    public static bool TryMakeSafe(Block root)
    {
        var inlines = new List<Inline>();
        if (!TryCollect(root, inlines))
        {
            return false;
        }

        foreach (var inline in inlines)
        {
            switch (inline)
            {
                case LinkInline link:
                    MakeSafe(link);
                    break;
                case AutolinkInline { IsEmail: false } link when !IsSafe(link.Url):
                    link.ReplaceBy(new LiteralInline(link.Url));
                    break;
                case AutolinkInline link:
                    Outbound(link);
                    break;
                case TaskList task:
                    // A character instead of a form control: read aloud in the reader's language, and no forms in messages.
                    task.ReplaceBy(new HtmlInline(task.Checked ? """<span class="task">☑</span>""" : """<span class="task">☐</span>"""));
                    break;
            }
        }

        return true;
    }

    /// <summary>Tells whether an address may stand in a link: http, https, mailto, a fragment, or a path on this server.</summary>
    public static bool IsSafe(string? url)
    {
        // Browsers drop tabs and line ends from addresses and take \ for /: "/\t/host" is another server.
        if (string.IsNullOrEmpty(url) || url.Any(char.IsControl))
        {
            return false;
        }

        return url[0] == '#'
            || (url[0] == '/' && (url.Length == 1 || url[1] is not ('/' or '\\')))
            || url.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            || url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || url.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Finds all inlines, outermost first, without recursion; false when the tree is too deep.</summary>
    private static bool TryCollect(Block root, List<Inline> inlines)
    {
        var open = new Stack<(MarkdownObject Node, int Depth)>();
        open.Push((root, 0));
        while (open.TryPop(out var next))
        {
            var (node, depth) = next;
            if (depth > MaxDepth)
            {
                return false;
            }

            if (node is Table table)
            {
                AlignByClass(table);
            }

            if (node is Inline inline)
            {
                inlines.Add(inline);
            }

            switch (node)
            {
                case ContainerBlock container:
                    foreach (var child in container)
                    {
                        open.Push((child, depth + 1));
                    }

                    break;
                case LeafBlock { Inline: { } content }:
                    open.Push((content, depth + 1));
                    break;
                case ContainerInline container:
                    foreach (var child in container)
                    {
                        open.Push((child, depth + 1));
                    }

                    break;
            }
        }

        return true;
    }

    private static void MakeSafe(LinkInline link)
    {
        var url = link.GetDynamicUrl?.Invoke() ?? link.Url;
        var inLink = link.FindParentOfType<LinkInline>().Any(outer => outer != link);
        if (inLink || !IsSafe(url))
        {
            // What it says stays, as text.
            link.ReplaceBy(new ContainerInline(), copyChildren: true);
            return;
        }

        if (link is { IsImage: true, FirstChild: null })
        {
            link.AppendChild(new LiteralInline(url!));
        }

        link.IsImage = false;
        Outbound(link);
    }

    private static void Outbound(Inline link)
    {
        var attributes = link.GetAttributes();
        attributes.AddPropertyIfNotExist("rel", "noopener noreferrer nofollow");
        attributes.AddPropertyIfNotExist("target", "_blank");
    }

    /// <summary>Markdig aligns columns by a style attribute, which neither the sanitiser nor the content policy lets through.</summary>
    private static void AlignByClass(Table table)
    {
        foreach (var row in table.OfType<TableRow>())
        {
            for (var i = 0; i < row.Count && i < table.ColumnDefinitions.Count; i++)
            {
                var name = table.ColumnDefinitions[i].Alignment switch
                {
                    TableColumnAlign.Left => "align-left",
                    TableColumnAlign.Center => "align-center",
                    TableColumnAlign.Right => "align-right",
                    _ => null,
                };
                if (name is not null)
                {
                    row[i].GetAttributes().AddClass(name);
                }
            }
        }

        foreach (var column in table.ColumnDefinitions)
        {
            column.Alignment = null;
        }
    }
}

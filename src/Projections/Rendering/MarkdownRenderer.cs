using System.Net;
using Markdig;
using Markdig.Extensions.AutoLinks;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Renderers;
using Markdig.Syntax;

namespace TesslateLite.Projections.Rendering;

/// <summary>Markdown to safe HTML. Thread-safe, no I/O.</summary>
public static class MarkdownRenderer
{
    /// <summary>
    /// Stored with every rendered document. Raise it when the same text gives other HTML or other pieces: what was stored
    /// with a lower one is rendered again.
    /// </summary>
    public const int Version = 2;

    private static readonly MarkdownPipeline Soft = Build(LineBreaks.Soft);
    private static readonly MarkdownPipeline Hard = Build(LineBreaks.Hard);
    private static readonly MarkdownPipeline Outline = BuildOutline();

    /// <summary>Loads and compiles what the first message would otherwise wait for, about a quarter of a second. Call it at start.</summary>
    public static void WarmUp()
    {
        const string Sample = "# A\n\nb *c* **d** `e` [f](https://example.org) ~~g~~\n\n- [x] h\n\n| i | j |\n|--|:-:|\n| k | l |\n\n```js\nm\n```\n";
        MessageRenderer.Render(Sample, LineBreaks.Soft);
        MessageRenderer.Render(Sample, LineBreaks.Hard);
    }

    /// <summary>Renders a stretch of prose that stands between boundaries of top-level blocks.</summary>
    /// <param name="prose">The stretch.</param>
    /// <param name="offset">Where it begins in the message.</param>
    /// <param name="definitions">Those known so far; takes up those found here.</param>
    /// <param name="breaks">What line breaks become.</param>
    /// <param name="pieces">Where the blocks go.</param>
    internal static void Render(string prose, int offset, LinkDefinitions definitions, LineBreaks breaks, List<RenderedPiece> pieces)
    {
        var before = pieces.Count;
        if (!Overload.Is(prose) && TryRender(prose, offset, definitions, breaks, pieces))
        {
            return;
        }

        pieces.RemoveRange(before, pieces.Count - before);
        var end = BlockSpans.EndOfText(prose, prose.Length);
        if (end > 0)
        {
            var text = WebUtility.HtmlEncode(prose[..end].Trim()).Replace("\n", "<br>\n", StringComparison.Ordinal);
            pieces.Add(new RenderedBlock(offset + end, $"<p>{text}</p>"));
        }
    }

    /// <summary>Tells whether a line of the prose begins a top-level block, so that all before it is final.</summary>
    /// <param name="prose">Prose up to and with the line, or up to its first unit.</param>
    /// <param name="line">Where the line begins.</param>
    internal static bool BeginsBlock(string prose, int line)
    {
        try
        {
            var document = Markdown.Parse(prose, Outline);
            return document.LastOrDefault(b => b is not LinkReferenceDefinitionGroup) is { } last && last.Span.Start >= line;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Nested beyond what Markdig takes. To cut here keeps the damage to the lines before.
            return true;
        }
    }

    private static bool TryRender(string prose, int offset, LinkDefinitions definitions, LineBreaks breaks, List<RenderedPiece> pieces)
    {
        try
        {
            var pipeline = breaks == LineBreaks.Hard ? Hard : Soft;
            var document = Markdown.Parse(prose, pipeline, definitions.Context());
            using var writer = new StringWriter();
            var renderer = new HtmlRenderer(writer);
            pipeline.Setup(renderer);
            foreach (var (blocks, end) in BlockSpans.Of(document, prose))
            {
                writer.GetStringBuilder().Clear();
                foreach (var block in blocks)
                {
                    if (!SafeTree.TryMakeSafe(block))
                    {
                        return false;
                    }

                    renderer.Render(block);
                }

                var html = SafeHtml.Sanitize(writer.ToString()).Trim();
                if (html is not ("" or "<p></p>"))
                {
                    pieces.Add(new RenderedBlock(offset + end, html));
                }
            }

            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Markdig throws on deep nesting. No text that a model or a person writes may end a reply or hide a message.
            return false;
        }
    }

    private static MarkdownPipeline Build(LineBreaks breaks)
    {
        // Named one by one: the "advanced" bundle lets {onclick=…} through. Of the emphasis extras only ~~struck~~, since
        // x^2 + y^2 and a==b are more often meant as they stand.
        var builder = new MarkdownPipelineBuilder()
            .UsePipeTables()
            .UseTaskLists()
            .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough)
            .UseAutoLinks(new AutoLinkOptions { UseHttpsForWWWLinks = true })
            .DisableHtml();
        if (breaks == LineBreaks.Hard)
        {
            builder.UseSoftlineBreakAsHardlineBreak();
        }

        LinkDefinitions.Hook.AddTo(builder);
        return builder.Build();
    }

    /// <summary>The same blocks without a look inside them.</summary>
    private static MarkdownPipeline BuildOutline()
    {
        var builder = new MarkdownPipelineBuilder().DisableHtml();
        builder.InlineParsers.Clear();
        return builder.Build();
    }
}

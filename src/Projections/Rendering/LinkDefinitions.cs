using Markdig;
using Markdig.Parsers;
using Markdig.Syntax;

namespace TesslateLite.Projections.Rendering;

/// <summary>
/// The link definitions of one message. Its prose is parsed in parts, and a definition in one part counts in all: every
/// parse finds here what earlier ones found, and leaves here what it finds. As in Markdown, the first of a name counts.
/// </summary>
internal sealed class LinkDefinitions
{
    private readonly LinkReferenceDefinitionGroup _group = [];

    /// <summary>How many names are defined.</summary>
    public int Count => _group.Links.Count;

    /// <summary>Gives a parse these definitions.</summary>
    public MarkdownParserContext Context()
    {
        var context = new MarkdownParserContext();
        context.Properties[typeof(LinkDefinitions)] = _group;
        return context;
    }

    /// <summary>
    /// Parses nothing: hands the definitions to the document before its first block. Markdig keeps them as data of the
    /// document, which only a parser gets hold of in time. Two are needed: parsers that name the first character of their
    /// lines are asked before those that take any.
    /// </summary>
    internal sealed class Hook : BlockParser
    {
        private Hook(char[]? openingCharacters) => OpeningCharacters = openingCharacters;

        /// <summary>Puts itself before all other parsers.</summary>
        public static void AddTo(MarkdownPipelineBuilder builder)
        {
            builder.BlockParsers.Insert(0, new Hook(null));
            builder.BlockParsers.Insert(0, new Hook([.. Enumerable.Range(' ' + 1, '~' - ' ').Select(c => (char)c)]));
        }

        /// <inheritdoc />
        public override BlockState TryOpen(BlockProcessor processor)
        {
            if (processor.Context?.Properties.TryGetValue(typeof(LinkDefinitions), out var group) == true
                && processor.Document.GetData(typeof(LinkReferenceDefinitionGroup)) is null)
            {
                processor.Document.SetData(typeof(LinkReferenceDefinitionGroup), group);
            }

            return BlockState.None;
        }
    }
}

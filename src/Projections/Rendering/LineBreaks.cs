namespace TesslateLite.Projections.Rendering;

/// <summary>What a single line break inside a paragraph becomes.</summary>
public enum LineBreaks
{
    /// <summary>White space, as Markdown has it: for replies, which models wrap as they like.</summary>
    Soft,

    /// <summary>A break: for people, who press Enter to see one.</summary>
    Hard,
}

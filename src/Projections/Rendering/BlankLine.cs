using System.Buffers;

namespace TesslateLite.Projections.Rendering;

/// <summary>A line of nothing but what Markdown calls white space; a no-break space is text.</summary>
internal static class BlankLine
{
    /// <summary>White space as Markdown has it.</summary>
    public const string Characters = " \t\n\v\f\r";

    private static readonly SearchValues<char> Set = SearchValues.Create(Characters);

    /// <summary>Tells whether a line, or a part of one, is blank.</summary>
    public static bool Is(ReadOnlySpan<char> line) => !line.ContainsAnyExcept(Set);

    /// <summary>Where something other than white space begins; negative when nothing does.</summary>
    public static int EndOf(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(Set);
}

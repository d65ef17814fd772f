using System.Text.Json.Serialization;

namespace TesslateLite.Projections.Rendering;

/// <summary>
/// A part of a message's text, rendered. Pieces follow each other; between two of them stand only lines that show nothing:
/// blank ones, link definitions, and tags around files. Offsets count UTF-16 units of the text.
/// </summary>
/// <param name="End">Offset behind the piece.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(RenderedBlock), "block")]
[JsonDerivedType(typeof(RenderedCode), "code")]
public abstract record RenderedPiece(int End);

/// <summary>One top-level block of prose.</summary>
/// <param name="End">Offset behind the block's last line and its LF, if any; or behind link definitions that follow it.</param>
/// <param name="Html">Sanitised HTML.</param>
public sealed record RenderedBlock(int End, string Html) : RenderedPiece(End);

/// <summary>One top-level piece of code: a fenced block, a file between tags, or a bare HTML document.</summary>
/// <param name="CodeStart">Offset of the first unit of code.</param>
/// <param name="CodeEnd">Offset behind the last unit of code, the LF of its last line included.</param>
/// <param name="End">Offset behind what closes it: the closing fence and its LF, if any; the closing tag; the document itself.</param>
/// <param name="Language">As the writer named it, lower case, or null.</param>
/// <param name="Path">Safe relative path of the file, or null.</param>
/// <param name="PathMadeSafe">True when the writer's path was not safe and <paramref name="Path"/> is what could stay of it.</param>
public sealed record RenderedCode(int CodeStart, int CodeEnd, int End, string? Language, string? Path, bool PathMadeSafe = false)
    : RenderedPiece(End);

using System.Text.Json.Serialization;

namespace TesslateLite.Projections.Rendering;

/// <summary>
/// A part of a message's text, rendered. Pieces follow each other; between two of them stand only lines that show nothing:
/// blank ones and link definitions. Offsets count UTF-16 units of the text.
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

/// <summary>One top-level fenced code block.</summary>
/// <param name="CodeStart">Offset of the first unit of code.</param>
/// <param name="CodeEnd">Offset behind the last unit of code: behind the LF of its last line, where the closing fence begins.</param>
/// <param name="End">Offset behind the closing fence and its LF, if any.</param>
/// <param name="Language">First word of the info string, lower case, or null.</param>
/// <param name="Path">File name or path found in the info string, or null.</param>
public sealed record RenderedCode(int CodeStart, int CodeEnd, int End, string? Language, string? Path) : RenderedPiece(End);

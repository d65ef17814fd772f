namespace TesslateLite.Contracts.Events;

/// <summary>A picture that came with a message. What it shows is in a table of its own; events only say which it was.</summary>
/// <param name="Id">Made by the client that uploaded it.</param>
/// <param name="MediaType"><c>image/png</c>, <c>image/jpeg</c>, <c>image/webp</c> or <c>image/gif</c>.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
public readonly record struct AttachedPicture(Guid Id, string MediaType, int Size, int Width, int Height);

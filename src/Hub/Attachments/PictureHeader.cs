using static System.Buffers.Binary.BinaryPrimitives;

namespace TesslateLite.Hub.Attachments;

/// <summary>What the first bytes of a file say about the picture in it; what its sender calls it does not count.</summary>
/// <param name="MediaType"><c>image/png</c>, <c>image/jpeg</c>, <c>image/webp</c> or <c>image/gif</c>.</param>
/// <param name="Width">In pixels, at least 1.</param>
/// <param name="Height">In pixels, at least 1.</param>
public readonly record struct PictureHeader(string MediaType, int Width, int Height)
{
    private static ReadOnlySpan<byte> Png => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    /// <summary>Reads it; null for what is none of the four kinds, and for a header that is broken.</summary>
    public static PictureHeader? Read(ReadOnlySpan<byte> file)
    {
        var header =
            file.Length >= 24 && file.StartsWith(Png) && file[12..].StartsWith("IHDR"u8) ? OfPng(file)
            : file.Length >= 10 && (file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8)) ? OfGif(file)
            : file.Length >= 30 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8) ? OfWebP(file)
            : file.Length >= 2 && file[0] == 0xff && file[1] == 0xd8 ? OfJpeg(file[2..])
            : null;
        return header is { Width: > 0, Height: > 0 } ? header : null;
    }

    private static PictureHeader? OfPng(ReadOnlySpan<byte> file) =>
        new("image/png", ReadInt32BigEndian(file[16..]), ReadInt32BigEndian(file[20..]));

    private static PictureHeader? OfGif(ReadOnlySpan<byte> file) =>
        new("image/gif", ReadUInt16LittleEndian(file[6..]), ReadUInt16LittleEndian(file[8..]));

    /// <summary>Three kinds of first chunk: extended, lossless, lossy.</summary>
    private static PictureHeader? OfWebP(ReadOnlySpan<byte> file)
    {
        const string Type = "image/webp";
        var chunk = file[20..];
        if (file[12..].StartsWith("VP8X"u8))
        {
            return new(Type, (ReadInt32LittleEndian(chunk[3..]) >>> 8) + 1, (ReadInt32LittleEndian(chunk[6..]) >>> 8) + 1);
        }

        if (file[12..].StartsWith("VP8L"u8) && chunk[0] == 0x2f)
        {
            var bits = ReadUInt32LittleEndian(chunk[1..]);
            return new(Type, (int)(bits & 0x3fff) + 1, (int)((bits >> 14) & 0x3fff) + 1);
        }

        return file[12..].StartsWith("VP8 "u8) && chunk[3..].StartsWith((ReadOnlySpan<byte>)[0x9d, 0x01, 0x2a])
            ? new(Type, ReadUInt16LittleEndian(chunk[6..]) & 0x3fff, ReadUInt16LittleEndian(chunk[8..]) & 0x3fff)
            : null;
    }

    /// <summary>The size stands in the first frame header; before it come segments of any number and length.</summary>
    private static PictureHeader? OfJpeg(ReadOnlySpan<byte> rest)
    {
        while (rest.Length >= 4 && rest[0] == 0xff)
        {
            var marker = rest[1];
            if (marker == 0xff)
            {
                // Any marker may be padded.
                rest = rest[1..];
                continue;
            }

            var length = ReadUInt16BigEndian(rest[2..]);
            if (IsFrame(marker))
            {
                return rest.Length >= 9 ? new("image/jpeg", ReadUInt16BigEndian(rest[7..]), ReadUInt16BigEndian(rest[5..])) : null;
            }

            // Behind a start of scan, an end of image or a restart there is no frame header any more.
            if (marker is 0x00 or 0x01 or (>= 0xd0 and <= 0xda) || length < 2 || length + 2 > rest.Length)
            {
                return null;
            }

            rest = rest[(length + 2)..];
        }

        return null;
    }

    /// <summary>SOF0 to SOF15; three of that range are tables.</summary>
    private static bool IsFrame(byte marker) => marker is >= 0xc0 and <= 0xcf and not (0xc4 or 0xc8 or 0xcc);
}

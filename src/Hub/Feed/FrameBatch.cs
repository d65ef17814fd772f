using System.Buffers;
using System.Globalization;
using System.Text;
using TesslateLite.Contracts.Wire;

namespace TesslateLite.Hub.Feed;

/// <summary>What a watcher takes at once: shared frames, and the numbers that they have in this watch.</summary>
public sealed class FrameBatch
{
    private readonly EncodedFrames _frames;
    private readonly long _first;

    internal FrameBatch(EncodedFrames frames, long first)
    {
        _frames = frames;
        _first = first;
    }

    internal EncodedFrames Encoded => _frames;

    /// <summary>How many frames there are.</summary>
    public int Count => _frames.Count;

    /// <summary>A watch that ends before it began.</summary>
    public static FrameBatch Closed(Refused why) => new(EncodedFrames.Of([new ClosedFrame(why.Code, why.Detail)]), first: 1);

    /// <summary>Writes a frame's JSON, with its number as the last member.</summary>
    public void Write(int index, IBufferWriter<byte> output)
    {
        output.Write(_frames[index][..^1]);
        output.Write(",\"n\":"u8);
        Span<byte> number = stackalloc byte[20];
        (_first + index).TryFormat(number, out var length, provider: CultureInfo.InvariantCulture);
        output.Write(number[..length]);
        output.Write("}"u8);
    }

    /// <summary>A frame's JSON, for tests and logs of the protocol.</summary>
    public string Json(int index)
    {
        var output = new ArrayBufferWriter<byte>();
        Write(index, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}

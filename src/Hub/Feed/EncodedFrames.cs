using System.Text.Encodings.Web;
using System.Text.Json;
using TesslateLite.Contracts.Wire;

namespace TesslateLite.Hub.Feed;

/// <summary>Frames that belong together, as UTF-8. Made once, shared by every watcher that they fit.</summary>
internal sealed class EncodedFrames
{
    private static readonly JsonSerializerOptions Json =
        new(WireJson.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly byte[][] _frames;

    private EncodedFrames(byte[][] frames) => _frames = frames;

    public int Count => _frames.Length;

    /// <summary>A frame's JSON object.</summary>
    public ReadOnlySpan<byte> this[int index] => _frames[index];

    public static EncodedFrames Of(IReadOnlyList<Frame> frames)
    {
        var encoded = new byte[frames.Count][];
        for (var i = 0; i < encoded.Length; i++)
        {
            encoded[i] = JsonSerializer.SerializeToUtf8Bytes(frames[i], Json);
        }

        return new EncodedFrames(encoded);
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;
using TesslateLite.Contracts.Wire;

namespace TesslateLite.Hub.Feed;

/// <summary>Frames that belong together, as the UTF-8 that goes on the wire. Made once, shared by every watcher it fits.</summary>
public sealed class FrameBatch
{
    private static readonly JsonSerializerOptions Json =
        new(WireJson.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private FrameBatch(IReadOnlyList<ReadOnlyMemory<byte>> frames) => Frames = frames;

    /// <summary>The JSON of each frame.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Frames { get; }

    /// <summary>Writes frames as JSON.</summary>
    public static FrameBatch Of(IReadOnlyList<Frame> frames)
    {
        var bytes = new ReadOnlyMemory<byte>[frames.Count];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = JsonSerializer.SerializeToUtf8Bytes(frames[i], Json);
        }

        return new FrameBatch(bytes);
    }
}

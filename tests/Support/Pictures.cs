using System.Buffers.Binary;
using System.Net.Http.Json;
using TesslateLite.Contracts.Wire;

namespace TesslateLite.Support;

/// <summary>Files that begin as pictures do.</summary>
public static class Pictures
{
    /// <summary>The header of a PNG, and then anything.</summary>
    public static byte[] Png(int width = 640, int height = 480, int size = 64)
    {
        var file = new byte[size];
        ReadOnlySpan<byte> start = [0x89, .. "PNG\r\n"u8, 0x1a, 0x0a, 0, 0, 0, 13, .. "IHDR"u8];
        start.CopyTo(file);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(20), height);
        return file;
    }

    /// <summary>Uploads a file as a person's browser would.</summary>
    public static async Task<HttpResponseMessage> PutPictureAsync(this Person person, Guid id, byte[] file, string type = "image/png")
    {
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new(type);
        return await person.Http.PutAsync(new Uri($"/api/attachments/{id}", UriKind.Relative), content);
    }

    /// <summary>Uploads a picture that must be taken.</summary>
    public static async Task<AttachmentView> UploadAsync(this Person person, byte[]? file = null)
    {
        using var answer = await person.PutPictureAsync(Guid.NewGuid(), file ?? Png());
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<AttachmentView>(WireJson.Options) ?? throw new InvalidDataException("No picture came.");
    }
}

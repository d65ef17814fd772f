using Npgsql;
using TesslateLite.Contracts.Events;
using TesslateLite.Hub.Gateway;
using TesslateLite.Hub.Gateway.Context;
using TesslateLite.Projections.Store;

namespace TesslateLite.Hub.Attachments;

/// <summary>The pictures of a branch, for the model that answers.</summary>
internal static class BranchPictures
{
    /// <summary>
    /// Gives the turns their pictures: the newest ones of the branch, within <see cref="ContextWindow.MaxImages"/> and
    /// <see cref="AttachmentLimits.OfBranch"/>. A note in the text stands for the others.
    /// </summary>
    public static async Task<IReadOnlyList<ModelMessage>> Load(
        NpgsqlDataSource database,
        IReadOnlyList<(ModelMessage Message, IReadOnlyList<AttachedPicture> Pictures)> turns,
        CancellationToken cancellation)
    {
        var shown = Newest(turns.SelectMany((turn, t) => turn.Pictures.Select((picture, p) => (At: (t, p), Picture: picture))).Reverse());
        var images = shown.Count == 0 ? [] : await Read(database, [.. shown.Values.Distinct()], cancellation);
        return [.. turns.Select((turn, t) => With(turn.Message, ImagesOf(turn.Pictures.Count, t), turn.Pictures.Count))];

        IReadOnlyList<ModelImage> ImagesOf(int count, int turn) =>
        [
            .. Enumerable.Range(0, count)
                .Where(p => shown.TryGetValue((turn, p), out var id) && images.ContainsKey(id))
                .Select(p => images[shown[(turn, p)]]),
        ];
    }

    private static ModelMessage With(ModelMessage message, IReadOnlyList<ModelImage> images, int count) => images.Count == count
        ? message with { Images = images }
        : message with { Images = images, Text = ContextNotes.Join(message.Text, ContextNotes.NotSentAgain(count - images.Count)) };

    /// <summary>The first ones that are few and small enough together; one that comes with several messages is sent, and counts, with each.</summary>
    private static Dictionary<(int Turn, int Index), Guid> Newest(IEnumerable<((int Turn, int Index) At, AttachedPicture Picture)> newestFirst)
    {
        var left = AttachmentLimits.OfBranch;
        return newestFirst.Take(ContextWindow.MaxImages).TakeWhile(p => (left -= p.Picture.Size) >= 0).ToDictionary(p => p.At, p => p.Picture.Id);
    }

    private static async Task<Dictionary<Guid, ModelImage>> Read(NpgsqlDataSource database, Guid[] ids, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand($"select id, media_type, bytes from {AttachmentTables.Pictures} where id = any($1)");
        command.Parameters.Add(new() { Value = ids });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var images = new Dictionary<Guid, ModelImage>();
        while (await reader.ReadAsync(cancellation))
        {
            images[reader.GetGuid(0)] = new ModelImage(reader.GetString(1), await reader.GetFieldValueAsync<byte[]>(2, cancellation));
        }

        return images;
    }
}

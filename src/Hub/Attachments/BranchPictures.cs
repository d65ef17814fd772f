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
        var newest = Newest(turns.SelectMany(turn => turn.Pictures).Reverse());
        var images = newest.Length == 0 ? [] : await Read(database, newest, cancellation);
        return [.. turns.Select(turn => With(turn.Message, [.. turn.Pictures.Where(p => images.ContainsKey(p.Id)).Select(p => images[p.Id])], turn.Pictures.Count))];
    }

    private static ModelMessage With(ModelMessage message, IReadOnlyList<ModelImage> images, int count) => images.Count == count
        ? message with { Images = images }
        : message with { Images = images, Text = ContextNotes.Join(message.Text, ContextNotes.NotSentAgain(count - images.Count)) };

    /// <summary>Ids of the first ones that are few and small enough together.</summary>
    private static Guid[] Newest(IEnumerable<AttachedPicture> newestFirst)
    {
        var left = AttachmentLimits.OfBranch;
        return [.. newestFirst.DistinctBy(p => p.Id).Take(ContextWindow.MaxImages).TakeWhile(p => (left -= p.Size) >= 0).Select(p => p.Id)];
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

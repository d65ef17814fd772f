using System.Security.Cryptography;
using Marten;
using Npgsql;
using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Projections.Store;

namespace TesslateLite.Hub.Attachments;

/// <summary>A picture with its bytes.</summary>
public sealed record StoredPicture(string MediaType, byte[] Bytes);

/// <summary>
/// Pictures that people upload, and then send with a message. Every time is PostgreSQL's, so that the clocks of nodes do not
/// matter.
/// </summary>
public sealed class AttachmentStore(NpgsqlDataSource database)
{
    /// <summary>How long a picture waits to be sent.</summary>
    private const string Kept = "interval '24 hours'";

    /// <summary>How long it may be sent: shorter, so that none is deleted between the look at it and the commit.</summary>
    private const string Usable = "interval '23 hours'";

    /// <summary>Stores a picture. The same again by the same person gets the same answer, and may be sent for as long again.</summary>
    /// <param name="owner">Who uploads it.</param>
    /// <param name="id">Made by the client.</param>
    /// <param name="bytes">The file.</param>
    /// <param name="cancellation">Ends the statement.</param>
    /// <returns>What is stored, or a refusal in its place.</returns>
    public async Task<(AttachmentView? Stored, Refused? Refused)> Put(
        Guid owner, Guid id, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        if (id == Guid.Empty)
        {
            return (null, Refusals.InvalidId);
        }

        if (bytes.Length > AttachmentLimits.Size)
        {
            return (null, Refusals.AttachmentTooLarge);
        }

        if (PictureHeader.Read(bytes.Span) is not { } picture)
        {
            return (null, Refusals.AttachmentUnsupported);
        }

        if (picture.Width > AttachmentLimits.Side || picture.Height > AttachmentLimits.Side)
        {
            return (null, Refusals.AttachmentTooLarge);
        }

        var hash = SHA256.HashData(bytes.Span);
        return await Insert(owner, id, picture, hash, bytes, cancellation) switch
        {
            null => (null, Refusals.AttachmentsFull),
            var (storedOwner, storedHash) when storedOwner == owner && storedHash.AsSpan().SequenceEqual(hash) =>
                (new AttachmentView(id, picture.MediaType, bytes.Length, picture.Width, picture.Height), null),
            _ => (null, Refusals.DuplicateId),
        };
    }

    /// <summary>Looks up what a person wants to send.</summary>
    /// <returns>One for each id, each id once: the picture, or null when this person has uploaded none of that id.</returns>
    public async Task<IReadOnlyList<AttachedPicture?>> Find(Guid owner, IReadOnlyList<Guid>? ids)
    {
        Guid[] wanted = [.. (ids ?? []).Distinct()];
        if (wanted.Length is 0 or > AttachmentLimits.OfMessage)
        {
            return new AttachedPicture?[wanted.Length];
        }

        await using var command = database.CreateCommand(
            $"""
            select id, media_type, size, width, height from {AttachmentTables.Pictures}
            where id = any($1) and owner = $2 and (attached or created_at > now() - {Usable})
            """);
        command.Parameters.Add(new() { Value = wanted });
        command.Parameters.Add(new() { Value = owner });
        await using var reader = await command.ExecuteReaderAsync();
        var found = new Dictionary<Guid, AttachedPicture>();
        while (await reader.ReadAsync())
        {
            found[reader.GetGuid(0)] = new(reader.GetGuid(0), reader.GetString(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4));
        }

        return [.. wanted.Select(id => found.TryGetValue(id, out var picture) ? picture : (AttachedPicture?)null)];
    }

    /// <summary>Adds to a transaction that a message of this session has these pictures.</summary>
    public static void Attach(IDocumentOperations session, Guid sessionId, IReadOnlyList<AttachedPicture> pictures)
    {
        if (pictures.Count == 0)
        {
            return;
        }

        var ids = pictures.Select(picture => picture.Id).ToArray();
        session.QueueSqlCommand($"update {AttachmentTables.Pictures} set attached = true where id = any(?) and not attached", ids);
        session.QueueSqlCommand(
            $"insert into {AttachmentTables.Sessions} (session, attachment) select ?, unnest(?) on conflict do nothing", sessionId, ids);
    }

    /// <summary>A person's own picture, sent or not; null when there is none.</summary>
    public Task<StoredPicture?> ReadOwn(Guid owner, Guid id, CancellationToken cancellation) => Read(
        $"select media_type, bytes from {AttachmentTables.Pictures} where id = $2 and owner = $1", owner, id, cancellation);

    /// <summary>A picture of a message of this session; null when there is none. Whoever asks has the right to read the session.</summary>
    public Task<StoredPicture?> ReadInSession(Guid sessionId, Guid id, CancellationToken cancellation) => Read(
        $"""
        select p.media_type, p.bytes from {AttachmentTables.Sessions} s join {AttachmentTables.Pictures} p on p.id = s.attachment
        where s.session = $1 and s.attachment = $2
        """,
        sessionId,
        id,
        cancellation);

    private async Task<StoredPicture?> Read(string sql, Guid of, Guid id, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = of });
        command.Parameters.Add(new() { Value = id });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation)
            ? new StoredPicture(reader.GetString(0), await reader.GetFieldValueAsync<byte[]>(1, cancellation))
            : null;
    }

    /// <summary>Inserts unless the id is taken or too much waits already; on the way what nobody has sent in time is deleted.</summary>
    /// <returns>Owner and hash of what is stored under the id now; null when nothing is.</returns>
    private async Task<(Guid Owner, byte[] Hash)?> Insert(
        Guid owner, Guid id, PictureHeader picture, byte[] hash, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        // One transaction. The lock is one person's: two uploads at once must not both find room for one.
        await using var batch = database.CreateBatch();
        Add("select pg_advisory_xact_lock(hashtextextended($1::text, 0))", owner);
        Add($"""
            delete from {AttachmentTables.Pictures} where id in (
              select id from {AttachmentTables.Pictures} where not attached and created_at < now() - {Kept} limit 100 for update skip locked)
            """);
        Add($"""
            insert into {AttachmentTables.Pictures} (id, owner, media_type, size, width, height, sha256, bytes, attached, created_at)
            select $1, $2, $3, $4, $5, $6, $7, $8, false, now()
            where (select coalesce(sum(size), 0) from {AttachmentTables.Pictures} where owner = $2 and not attached) + $4 <= {AttachmentLimits.Unsent}
            on conflict (id) do update set created_at = now()
            where not attachments.attached and attachments.owner = excluded.owner and attachments.sha256 = excluded.sha256
            """,
            id, owner, picture.MediaType, bytes.Length, picture.Width, picture.Height, hash, bytes);
        Add($"select owner, sha256 from {AttachmentTables.Pictures} where id = $1", id);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await reader.NextResultAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? (reader.GetGuid(0), await reader.GetFieldValueAsync<byte[]>(1, cancellation)) : null;

        void Add(string sql, params ReadOnlySpan<object> values)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = sql;
            foreach (var value in values)
            {
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            }

            batch.BatchCommands.Add(command);
        }
    }
}

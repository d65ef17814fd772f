using Marten;
using Npgsql;
using TesslateLite.Contracts.Wire;
using TesslateLite.Projections.Sessions;
using TesslateLite.Projections.Store;

namespace TesslateLite.Hub.Sessions;

/// <summary>Reads the files that the replies of a session have written.</summary>
public static class SessionArtifacts
{
    /// <summary>Versions that a list has at the most: the newest ones. Older ones can still be read one by one.</summary>
    public const int MaxListed = 1_000;

    /// <summary>The files of a session, without their texts; the one that was last written comes last.</summary>
    public static async Task<IReadOnlyList<ArtifactView>> List(NpgsqlDataSource database, Guid sessionId, CancellationToken cancellation)
    {
        // Columns only: the texts, by far most of the table, stay on the disk.
        const string Sql = $"""
            select path, language, number, message_id, piece, size, created_at
            from (select *, row_number() over (partition by path order by stream_version, piece)::int as number
                  from (select path, language, message_id, piece, size, created_at, stream_version
                        from {OpenReplyTables.Schema}.mt_doc_artifactrow where session_id = $1) of_session) numbered
            order by stream_version desc, piece desc limit $2
            """;
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = sessionId });
        command.Parameters.Add(new() { Value = MaxListed });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var newestFirst = new List<(string Path, string? Language, ArtifactVersionView Version)>();
        while (await reader.ReadAsync(cancellation))
        {
            newestFirst.Add((
                reader.GetString(0),
                reader.IsDBNull(1) ? null : reader.GetString(1),
                new ArtifactVersionView(
                    reader.GetInt32(2), reader.GetGuid(3), reader.GetInt32(4), reader.GetInt32(5), reader.GetFieldValue<DateTimeOffset>(6))));
        }

        return [.. newestFirst
            .GroupBy(row => row.Path, StringComparer.Ordinal)
            .Select(file => new ArtifactView(file.Key, file.First().Language, [.. file.Select(row => row.Version).Reverse()]))
            .Reverse()];
    }

    /// <summary>One version with its text; null when the session has no such one.</summary>
    public static async Task<ArtifactContent?> Read(
        IQuerySession query, Guid sessionId, Guid messageId, int piece, CancellationToken cancellation)
    {
        var row = await query.LoadAsync<ArtifactRow>(ArtifactRow.KeyOf(messageId, piece), cancellation);
        if (row is null || row.SessionId != sessionId)
        {
            return null;
        }

        var number = await query.Query<ArtifactRow>().CountAsync(
            other => other.SessionId == sessionId
                && other.Path == row.Path
                && (other.StreamVersion < row.StreamVersion || (other.StreamVersion == row.StreamVersion && other.Piece <= piece)),
            cancellation);
        return new ArtifactContent(row.Path, row.Language, row.MessageId, row.Piece, number, row.CreatedAt, row.Text);
    }
}

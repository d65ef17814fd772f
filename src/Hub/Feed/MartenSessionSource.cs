using Marten;
using Npgsql;
using TesslateLite.Contracts.Events;
using TesslateLite.Hub.Replies;
using TesslateLite.Projections.Sessions;
using TesslateLite.Projections.Store;

namespace TesslateLite.Hub.Feed;

/// <summary>What the feed reads, from Marten.</summary>
public sealed class MartenSessionSource(IDocumentStore store, NpgsqlDataSource database, OpenReplies openReplies) : ISessionSource
{
    /// <inheritdoc/>
    public async Task<StoredSession?> Load(Guid sessionId)
    {
        await using var query = store.QuerySession();
        var state = await query.LoadAsync<ChatSession>(sessionId);
        return state is null
            ? null
            : new StoredSession(state, state.OpenReplies.Count == 0 ? [] : await openReplies.Stored(sessionId));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredEvent>> After(Guid sessionId, long version)
    {
        await using var query = store.QuerySession();
        var events = await query.Events.FetchStreamAsync(sessionId, fromVersion: version + 1);
        if (events.Count == 0)
        {
            return [];
        }

        var last = events[^1].Version;
        var messages = events.Any(e => e.Data is UserMessageSent or ReplyClosed)
            ? await query.Query<MessageRow>()
                .Where(m => m.SessionId == sessionId && m.StreamVersion > version && m.StreamVersion <= last)
                .ToListAsync()
            : [];
        return [.. events.Select(e => new StoredEvent(e.Version, e.Data, messages.FirstOrDefault(m => m.StreamVersion == e.Version)))];
    }

    /// <inheritdoc/>
    public async Task<StoredPage?> Page(Guid sessionId)
    {
        await using var query = store.QuerySession();
        var state = await query.LoadAsync<ChatSession>(sessionId);
        if (state is null)
        {
            return null;
        }

        // Rows that are newer than the state read before them are left out: then both are of one version.
        var (messages, before) = await MessagePages.Read(query, sessionId, state.Version + 1, MessagePages.Size);
        return new StoredPage(state, messages, before);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<Guid, long>> Versions(IReadOnlyCollection<Guid> sessionIds)
    {
        await using var command = database.CreateCommand($"select id, version from {OpenReplyTables.Schema}.mt_streams where id = any($1)");
        command.Parameters.Add(new() { Value = sessionIds.ToArray() });
        await using var reader = await command.ExecuteReaderAsync();
        var versions = new Dictionary<Guid, long>();
        while (await reader.ReadAsync())
        {
            versions[reader.GetGuid(0)] = reader.GetInt64(1);
        }

        return versions;
    }
}

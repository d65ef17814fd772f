using Marten;
using Npgsql;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Gateway;
using TesslateLite.Projections.Sessions;
using TesslateLite.Projections.Store;

namespace TesslateLite.Hub.Sessions;

/// <summary>Walks the tree of messages.</summary>
public static class Branches
{
    /// <summary>
    /// The end of the branch that a message is on. When two people answer the same message at the same moment, the second
    /// one's message goes behind the first one's and its reply, instead of on a branch that the first does not see.
    /// </summary>
    /// <param name="query">Where messages are read.</param>
    /// <param name="session">The session.</param>
    /// <param name="messageId">A message of the branch; null means the newest branch.</param>
    public static async Task<Place> EndOf(IQuerySession query, ChatSession session, Guid? messageId)
    {
        if ((messageId ?? session.Tip) is not { } end)
        {
            return new Place.At(null);
        }

        if (!IsLive(session, end))
        {
            var row = await query.LoadAsync<MessageRow>(end);
            if (row?.SessionId != session.Id)
            {
                return new Place.Unknown();
            }

            end = await EndOfFinished(query, end, [.. session.OpenReplies.Select(r => r.ParentId), .. session.Queue.Select(q => q.ParentId)]);
        }

        // An open reply is newer than any finished child of the same message; behind it may wait a queue.
        end = session.OpenReplies.LastOrDefault(r => r.ParentId == end)?.ReplyId ?? end;
        while (session.Queue.LastOrDefault(q => q.ParentId == end) is { } waiting)
        {
            end = waiting.MessageId;
        }

        return IsLive(session, end) ? new Place.Behind(end) : new Place.At(end);
    }

    /// <summary>The branch from its root down to a message, oldest first; the newest <paramref name="limit"/> turns of it.</summary>
    public static async Task<IReadOnlyList<ModelMessage>> Path(
        NpgsqlDataSource database, Guid messageId, int limit, CancellationToken cancellation)
    {
        const string Sql = $"""
            with recursive branch as (
              select id, parent_id, data, 1 as depth from {OpenReplyTables.Schema}.mt_doc_messagerow where id = $1
              union all
              select m.id, m.parent_id, m.data, branch.depth + 1
              from branch join {OpenReplyTables.Schema}.mt_doc_messagerow m on m.id = branch.parent_id
              where branch.depth < $2)
            select data ->> 'authorId' is not null, data ->> 'text' from branch order by depth desc
            """;
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = messageId });
        command.Parameters.Add(new() { Value = limit });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var messages = new List<ModelMessage>();
        while (await reader.ReadAsync(cancellation))
        {
            messages.Add(new ModelMessage(reader.GetBoolean(0) ? MessageRole.User : MessageRole.Assistant, reader.GetString(1)));
        }

        return messages;
    }

    private static bool IsLive(ChatSession session, Guid id) =>
        session.OpenReplies.Any(r => r.ReplyId == id) || session.Queue.Any(q => q.MessageId == id);

    /// <summary>Follows the newest child of each message, in one query, until there is none or one that something is open behind.</summary>
    private static async Task<Guid> EndOfFinished(IQuerySession query, Guid from, Guid[] openBehind)
    {
        const string Sql = $"""
            with recursive path(id, depth) as (
              select ?::uuid, 0
              union all
              select (select child.id from {OpenReplyTables.Schema}.mt_doc_messagerow child
                      where child.parent_id = path.id order by child.stream_version desc limit 1), path.depth + 1
              from path where path.id is not null and path.id <> all (?))
            select id from path where id is not null order by depth desc limit 1
            """;
        return (await query.QueryAsync<Guid>(Sql, from, openBehind)).Single();
    }
}

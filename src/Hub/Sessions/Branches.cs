using System.Text.Json;
using Marten;
using Npgsql;
using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Attachments;
using TesslateLite.Hub.Gateway;
using TesslateLite.Hub.Gateway.Context;
using TesslateLite.Projections.Sessions;
using TesslateLite.Projections.Store;

namespace TesslateLite.Hub.Sessions;

/// <summary>Walks the tree of messages.</summary>
public static class Branches
{
    private const string Messages = $"{OpenReplyTables.Schema}.mt_doc_messagerow";

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

    /// <summary>
    /// The branch from its root down to a message, oldest first: the newest turns within <see cref="SessionLimits.PathTurns"/> and
    /// <see cref="SessionLimits.PathLength"/>, and the root, which says what it is all about. A mark stands where others are left out.
    /// </summary>
    public static Task<IReadOnlyList<ModelMessage>> Path(NpgsqlDataSource database, Guid messageId, CancellationToken cancellation) =>
        Path(database, messageId, SessionLimits.PathTurns, SessionLimits.PathLength, cancellation);

    internal static async Task<IReadOnlyList<ModelMessage>> Path(
        NpgsqlDataSource database, Guid messageId, int turns, int length, CancellationToken cancellation)
    {
        // The walk reads ids and sizes; texts only of what stays. Its own limit is for a root that is too far away to be looked for.
        const string Sql = $"""
            with recursive branch as (
              select id, parent_id, 1 as depth, size::bigint as length from {Messages} where id = $1
              union all
              select m.id, m.parent_id, branch.depth + 1, branch.length + m.size
              from branch join {Messages} m on m.id = branch.parent_id
              where branch.depth < 100000)
            select branch.depth, m.data ->> 'authorId' is not null, m.data ->> 'text', m.data ->> 'attachments'
            from branch join {Messages} m on m.id = branch.id
            where branch.depth = 1 or branch.parent_id is null or (branch.depth <= $2 and branch.length <= $3)
            order by branch.depth desc
            """;
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = messageId });
        command.Parameters.Add(new() { Value = turns });
        command.Parameters.Add(new() { Value = (long)length });
        var messages = new List<(ModelMessage Message, IReadOnlyList<AttachedPicture> Pictures)>();
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            for (int? above = null; await reader.ReadAsync(cancellation); above = reader.GetInt32(0))
            {
                if (above - reader.GetInt32(0) - 1 is > 0 and var missing)
                {
                    messages.Add((new ModelMessage(MessageRole.User, ContextNotes.LeftOut(missing)), []));
                }

                var role = reader.GetBoolean(1) ? MessageRole.User : MessageRole.Assistant;
                var pictures = reader.IsDBNull(3) ? null : JsonSerializer.Deserialize<AttachedPicture[]>(reader.GetString(3), JsonSerializerOptions.Web);
                messages.Add((new ModelMessage(role, reader.GetString(2)), pictures ?? []));
            }
        }

        return await BranchPictures.Load(database, messages, cancellation);
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
              select (select child.id from {Messages} child
                      where child.parent_id = path.id order by child.stream_version desc limit 1), path.depth + 1
              from path where path.id is not null and path.id <> all (?))
            select id from path where id is not null order by depth desc limit 1
            """;
        return (await query.QueryAsync<Guid>(Sql, from, openBehind)).Single();
    }
}

using System.Diagnostics;
using System.Text.Json;
using Marten;
using Npgsql;
using NpgsqlTypes;
using TesslateLite.Contracts.Events;
using TesslateLite.Hub.Feed;
using TesslateLite.Hub.Gateway;
using TesslateLite.Projections.Store;

namespace TesslateLite.Hub.Replies;

/// <summary>
/// The rows of replies that are being written: claimed with a lease and a fence, checkpointed, closed. Every time is
/// PostgreSQL's, so that the clocks of nodes do not matter.
/// </summary>
public sealed class OpenReplies(NpgsqlDataSource database)
{
    /// <summary>
    /// How long a worker may be silent before another takes over. With checkpoints every 500 ms it survives a few lost ones;
    /// with a look every second a takeover is done within 5 s.
    /// </summary>
    private const string Lease = "interval '3 seconds'";

    private const string Columns = "r.id, r.session, r.ordinal, r.parent, r.model, r.fence, r.continues, r.stop_by, r.trace_parent, r.attempts, r.asked";

    private const string StoredText = $"""
        (select coalesce(string_agg(c.text, '' order by c."offset"), '') from {OpenReplyTables.Chunks} c where c.reply = r.id and not c.reasoning),
        (select coalesce(string_agg(c.text, '' order by c."offset"), '') from {OpenReplyTables.Chunks} c where c.reply = r.id and c.reasoning)
        """;

    /// <summary>
    /// How many workers may take a reply over, one after the other, without storing any more text of it: what ends every worker
    /// must not go on for ever.
    /// </summary>
    public const int Attempts = 5;

    /// <summary>In seconds. Longer than this a statement here is of no use: the lease it is about has run out.</summary>
    private const int Patience = 2;

    /// <summary>This process, among all that may own replies.</summary>
    public Guid Owner { get; } = Guid.CreateVersion7();

    /// <summary>
    /// Adds to a transaction the row of a reply that it starts. This node is its first worker, with fence 1: should it die
    /// before it begins, the lease runs out as any other.
    /// </summary>
    public ClaimedReply Insert(IDocumentOperations session, Guid sessionId, long ordinal, ReplyStarted started)
    {
        const string Sql = $"""
            insert into {OpenReplyTables.Replies} (id, session, ordinal, parent, model, fence, owner, lease_until, continues, trace_parent)
            values (?, ?, ?, ?, ?, 1, ?, now() + {Lease}, nullif(?, '00000000-0000-0000-0000-000000000000'::uuid), nullif(?, ''))
            """;
        var trace = Activity.Current?.Id;
        session.QueueSqlCommand(
            Sql, started.ReplyId, sessionId, ordinal, started.ParentId, started.Model, Owner, started.Continues ?? Guid.Empty, trace ?? "");
        return new ClaimedReply(
            started.ReplyId, sessionId, ordinal, started.ParentId, started.Model, Fence: 1, started.Continues, StopBy: null, trace, Attempts: 0, Asked: null, Written: "", Reasoning: "");
    }

    /// <summary>Takes over replies whose worker has been silent for too long, each with a higher fence.</summary>
    /// <param name="limit">How many at the most.</param>
    /// <param name="running">Replies that this node writes: it goes on with them, also when it could not say so in time.</param>
    /// <param name="cancellation">Ends the statement.</param>
    public async Task<IReadOnlyList<ClaimedReply>> ClaimAbandoned(int limit, IReadOnlyCollection<Guid> running, CancellationToken cancellation)
    {
        const string Sql = $"""
            with abandoned as (
              select id from {OpenReplyTables.Replies}
              where lease_until < now() and id <> all ($3) order by lease_until limit $1 for update skip locked)
            update {OpenReplyTables.Replies} r
            set fence = r.fence + 1, attempts = r.attempts + 1, owner = $2, lease_until = now() + {Lease}
            from abandoned where r.id = abandoned.id
            returning {Columns}, {StoredText}
            """;
        await using var command = database.CreateCommand(Sql);
        command.CommandTimeout = Patience;
        command.Parameters.Add(new() { Value = limit });
        command.Parameters.Add(new() { Value = Owner });
        command.Parameters.Add(new() { Value = running.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var claimed = new List<ClaimedReply>();
        while (await reader.ReadAsync(cancellation))
        {
            claimed.Add(new ClaimedReply(
                reader.GetGuid(0),
                reader.GetGuid(1),
                reader.GetInt64(2),
                reader.GetGuid(3),
                reader.GetString(4),
                reader.GetInt32(5),
                reader.IsDBNull(6) ? null : reader.GetGuid(6),
                reader.IsDBNull(7) ? null : reader.GetGuid(7),
                reader.IsDBNull(8) ? null : reader.GetString(8),
                reader.GetInt32(9),
                reader.IsDBNull(10) ? null : JsonSerializer.Deserialize<ModelAttempt>(reader.GetString(10)),
                reader.GetString(11),
                reader.GetString(12)));
        }

        return claimed;
    }

    /// <summary>
    /// Stores what is new of every reply of this node and renews the leases, in one statement. Text already stored is not
    /// touched, except that a checkpoint whose answer was lost is repeated, with more text at the same offset. A row that somebody
    /// holds at this moment is left for the next time: one reply that is being closed must not keep the others from their leases.
    /// </summary>
    /// <returns>The replies that are still ours; one that is missing has lost its lease.</returns>
    public async Task<IReadOnlyDictionary<Guid, HeldReply>> Checkpoint(IReadOnlyList<Checkpoint> checkpoints, CancellationToken cancellation)
    {
        const string Sql = $"""
            with mine as (
              select * from unnest($1, $2, $3, $4, $5, $6, $7) as m(id, fence, "offset", text, reasoning_offset, reasoning, asked)),
            held as (
              select r.id, r.stop_by from {OpenReplyTables.Replies} r join mine m on r.id = m.id and r.fence = m.fence),
            free as (
              select r.id from {OpenReplyTables.Replies} r join mine m on r.id = m.id and r.fence = m.fence
              order by r.id for update of r skip locked),
            renewed as (
              update {OpenReplyTables.Replies} r
              set lease_until = now() + {Lease}, asked = coalesce(m.asked, r.asked), attempts = case when m.text = '' then r.attempts else 0 end
              from mine m join free on free.id = m.id where r.id = m.id
              returning r.id),
            news as (
              select id, false as reasoning, "offset", text from mine where text <> ''
              union all
              select id, true, reasoning_offset, reasoning from mine where reasoning <> ''),
            stored as (
              insert into {OpenReplyTables.Chunks} (reply, reasoning, "offset", text)
              select n.id, n.reasoning, n."offset", n.text from news n join renewed on renewed.id = n.id
              on conflict (reply, reasoning, "offset") do update set text = excluded.text
              where length(excluded.text) > length({OpenReplyTables.Chunks}.text))
            select held.id, held.stop_by, renewed.id is not null from held left join renewed on renewed.id = held.id
            """;
        await using var command = database.CreateCommand(Sql);
        command.CommandTimeout = Patience;
        command.Parameters.Add(new() { Value = checkpoints.Select(c => c.ReplyId).ToArray() });
        command.Parameters.Add(new() { Value = checkpoints.Select(c => c.Fence).ToArray() });
        command.Parameters.Add(new() { Value = checkpoints.Select(c => c.Offset).ToArray() });
        command.Parameters.Add(new() { Value = checkpoints.Select(c => c.Text).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = checkpoints.Select(c => c.ReasoningOffset).ToArray() });
        command.Parameters.Add(new() { Value = checkpoints.Select(c => c.Reasoning).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new()
        {
            Value = checkpoints.Select(c => c.Asked is null ? null : JsonSerializer.Serialize(c.Asked)).ToArray(),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
        });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var held = new Dictionary<Guid, HeldReply>();
        while (await reader.ReadAsync(cancellation))
        {
            held[reader.GetGuid(0)] = new HeldReply(reader.IsDBNull(1) ? null : reader.GetGuid(1), reader.GetBoolean(2));
        }

        return held;
    }

    /// <summary>Lets go of replies at shutdown, so that another worker takes them over without waiting for the lease.</summary>
    public async Task Release(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            $"update {OpenReplyTables.Replies} set lease_until = now() - interval '1 second' where owner = $1");
        command.CommandTimeout = Patience;
        command.Parameters.Add(new() { Value = Owner });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Marks open replies of a session to be stopped, one or all; the worker sees it at its next checkpoint at the latest.</summary>
    /// <returns>The replies marked.</returns>
    public async Task<IReadOnlyList<Guid>> RequestStop(Guid sessionId, Guid? replyId, Guid by)
    {
        await using var command = database.CreateCommand(
            $"""
            with wanted as (
              select id from {OpenReplyTables.Replies} where session = $1 and ($2 is null or id = $2) order by id for update)
            update {OpenReplyTables.Replies} r set stop_by = coalesce(r.stop_by, $3) from wanted where r.id = wanted.id returning r.id
            """);
        command.Parameters.Add(new() { Value = sessionId });
        command.Parameters.Add(new() { Value = (object?)replyId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = by });
        await using var reader = await command.ExecuteReaderAsync();
        var marked = new List<Guid>();
        while (await reader.ReadAsync())
        {
            marked.Add(reader.GetGuid(0));
        }

        return marked;
    }

    /// <summary>
    /// Deletes a reply's rows within a transaction, if this worker still holds it. A process that freezes before it commits is
    /// not waited for: PostgreSQL ends its transaction, and the row is free for the next worker.
    /// </summary>
    /// <returns>False when the fence has moved on or the reply is closed: then this worker must not close it.</returns>
    public static async Task<bool> Delete(NpgsqlTransaction transaction, Guid replyId, int fence, CancellationToken cancellation)
    {
        const string Sql = $"""
            with gone as (delete from {OpenReplyTables.Replies} where id = $1 and fence = $2 returning id),
            chunks as (delete from {OpenReplyTables.Chunks} where reply in (select id from gone))
            select count(*) from gone
            """;
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.BatchCommands.Add(new(FrozenWriters.End));
        batch.BatchCommands.Add(new(Sql) { Parameters = { new() { Value = replyId }, new() { Value = fence } } });
        return (long)(await batch.ExecuteScalarAsync(cancellation))! == 1;
    }

    /// <summary>What is stored of a session's open replies.</summary>
    public async Task<IReadOnlyList<StoredReply>> Stored(Guid sessionId)
    {
        await using var command = database.CreateCommand(
            $"select r.ordinal, r.fence, {StoredText} from {OpenReplyTables.Replies} r where r.session = $1");
        command.Parameters.Add(new() { Value = sessionId });
        await using var reader = await command.ExecuteReaderAsync();
        var replies = new List<StoredReply>();
        while (await reader.ReadAsync())
        {
            replies.Add(new StoredReply(reader.GetInt64(0), reader.GetInt32(1), reader.GetString(2), reader.GetString(3)));
        }

        return replies;
    }
}

/// <summary>A reply that this node writes.</summary>
/// <param name="Id">The reply.</param>
/// <param name="SessionId">Its session.</param>
/// <param name="Ordinal">Its ordinal in the session.</param>
/// <param name="ParentId">The message it answers.</param>
/// <param name="Model">The model that writes it.</param>
/// <param name="Fence">Ours; all we write carries it.</param>
/// <param name="Continues">The ended reply whose text it goes on from.</param>
/// <param name="StopBy">Who has asked to stop it.</param>
/// <param name="TraceParent">The trace of the command that asked for it (W3C <c>traceparent</c>), whichever node writes it.</param>
/// <param name="Attempts">How many workers have taken it over since text of it was last stored.</param>
/// <param name="Asked">Whom the worker before asked last, so that what a lost one used is not forgotten.</param>
/// <param name="Written">What is stored of its text.</param>
/// <param name="Reasoning">What is stored of its reasoning.</param>
public sealed record ClaimedReply(
    Guid Id,
    Guid SessionId,
    long Ordinal,
    Guid ParentId,
    string Model,
    int Fence,
    Guid? Continues,
    Guid? StopBy,
    string? TraceParent,
    int Attempts,
    ModelAttempt? Asked,
    string Written,
    string Reasoning);

/// <summary>A reply that a checkpoint found to be still ours.</summary>
/// <param name="StopBy">Who has asked to stop it.</param>
/// <param name="Saved">True when its text is stored and its lease renewed; false when somebody held its row.</param>
public sealed record HeldReply(Guid? StopBy, bool Saved);

/// <summary>What is to be stored of a reply.</summary>
/// <param name="ReplyId">The reply.</param>
/// <param name="Fence">The worker's fence.</param>
/// <param name="Offset">Offset of the text.</param>
/// <param name="Text">The text since the last checkpoint; may be empty.</param>
/// <param name="ReasoningOffset">Offset of the reasoning.</param>
/// <param name="Reasoning">The reasoning since the last checkpoint; may be empty.</param>
/// <param name="Asked">Whom the worker asked last; null when nobody yet.</param>
public sealed record Checkpoint(
    Guid ReplyId, int Fence, int Offset, string Text, int ReasoningOffset = 0, string Reasoning = "", ModelAttempt? Asked = null);

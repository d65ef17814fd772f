using Weasel.Postgresql.Tables;

namespace TesslateLite.Projections.Store;

/// <summary>
/// The two plain tables that hold what a reply has while it is being written: who writes it, under which fence and lease,
/// and the text checkpointed so far. Rows are inserted with <c>ReplyStarted</c> and deleted with <c>ReplyClosed</c>.
/// </summary>
public static class OpenReplyTables
{
    /// <summary>Schema of every table of the product.</summary>
    public const string Schema = "tesslate";

    /// <summary>One row for each open reply.</summary>
    public const string Replies = $"{Schema}.open_replies";

    /// <summary>Checkpointed text, and reasoning, in pieces; none is ever rewritten.</summary>
    public const string Chunks = $"{Schema}.open_reply_chunks";

    internal static IEnumerable<Table> Create()
    {
        var replies = new Table(Replies);
        replies.AddColumn("id", "uuid").AsPrimaryKey();
        replies.AddColumn("session", "uuid").NotNull();
        replies.AddColumn("ordinal", "bigint").NotNull();
        replies.AddColumn("parent", "uuid").NotNull();
        replies.AddColumn("model", "text").NotNull();
        replies.AddColumn("fence", "integer").NotNull();
        replies.AddColumn("owner", "uuid").NotNull();
        replies.AddColumn("lease_until", "timestamptz").NotNull();
        replies.AddColumn("continues", "uuid");
        replies.AddColumn("stop_by", "uuid");
        replies.AddColumn("trace_parent", "text");
        replies.AddColumn("attempts", "integer").NotNull().DefaultValue(0);
        replies.AddColumn("asked", "text");
        replies.Indexes.Add(new IndexDefinition("ix_open_replies_session") { Columns = ["session"] });
        replies.Indexes.Add(new IndexDefinition("ix_open_replies_lease_until") { Columns = ["lease_until"] });

        var chunks = new Table(Chunks);
        chunks.AddColumn("reply", "uuid").AsPrimaryKey();
        chunks.AddColumn("reasoning", "boolean").AsPrimaryKey().DefaultValueByExpression("false");
        chunks.AddColumn("offset", "integer").AsPrimaryKey();
        chunks.AddColumn("text", "text").NotNull();
        return [replies, chunks];
    }
}

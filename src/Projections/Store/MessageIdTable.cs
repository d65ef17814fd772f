namespace TesslateLite.Projections.Store;

/// <summary>
/// Every id that a client has made for a message or a reply, in any session, from the moment it is used. Without it an id
/// that waits in one session's queue could be spent in another, and the first one's commit would fail for ever.
/// </summary>
public static class MessageIdTable
{
    /// <summary>Its name.</summary>
    public const string Name = $"{OpenReplyTables.Schema}.{Table}";

    /// <summary>Its name within the schema.</summary>
    public const string Table = "message_ids";

    internal static Weasel.Postgresql.Tables.Table Create()
    {
        var ids = new Weasel.Postgresql.Tables.Table(Name);
        ids.AddColumn("id", "uuid").AsPrimaryKey();
        return ids;
    }
}

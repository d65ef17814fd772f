using Weasel.Postgresql.Tables;

namespace TesslateLite.Projections.Store;

/// <summary>
/// The two plain tables of pictures. A picture is uploaded before the message that it comes with, and is never changed; one
/// that no message has taken after a day is deleted.
/// </summary>
public static class AttachmentTables
{
    /// <summary>One row for each picture.</summary>
    public const string Pictures = $"{OpenReplyTables.Schema}.attachments";

    /// <summary>In which sessions a picture is: who may read one of these may see it.</summary>
    public const string Sessions = $"{OpenReplyTables.Schema}.attachment_sessions";

    internal static IEnumerable<Table> Create()
    {
        var pictures = new Table(Pictures);
        pictures.AddColumn("id", "uuid").AsPrimaryKey();
        pictures.AddColumn("owner", "uuid").NotNull();
        pictures.AddColumn("media_type", "text").NotNull();
        pictures.AddColumn("size", "integer").NotNull();
        pictures.AddColumn("width", "integer").NotNull();
        pictures.AddColumn("height", "integer").NotNull();
        pictures.AddColumn("sha256", "bytea").NotNull();
        pictures.AddColumn("bytes", "bytea").NotNull();
        pictures.AddColumn("attached", "boolean").NotNull();
        pictures.AddColumn("created_at", "timestamptz").NotNull();
        pictures.Indexes.Add(new IndexDefinition("ix_attachments_owner_attached") { Columns = ["owner", "attached"] });
        pictures.Indexes.Add(new IndexDefinition("ix_attachments_attached_created_at") { Columns = ["attached", "created_at"] });

        var sessions = new Table(Sessions);
        sessions.AddColumn("session", "uuid").AsPrimaryKey();
        sessions.AddColumn("attachment", "uuid").AsPrimaryKey();
        return [pictures, sessions];
    }
}

using JasperFx;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using TesslateLite.Projections.Accounts;
using TesslateLite.Projections.Libraries;
using TesslateLite.Projections.Sessions;
using Weasel.Core;

namespace TesslateLite.Projections.Store;

/// <summary>The one list of everything that is stored and projected.</summary>
public static class ChatStore
{
    /// <summary>Applies the event model, the views and the tables to a Marten store.</summary>
    public static StoreOptions UseChatStore(this StoreOptions store)
    {
        store.DatabaseSchemaName = OpenReplyTables.Schema;
        store.AutoCreateSchemaObjects = AutoCreate.None;
        store.UseSystemTextJsonForSerialization(
            EnumStorage.AsString,
            Casing.CamelCase,
            // jsonb orders members by itself, so a union's discriminator need not come first.
            json => json.AllowOutOfOrderMetadataProperties = true);

        // Rich: inline views hold the stream version of each message, which quick appends do not know yet.
        store.Events.AppendMode = EventAppendMode.Rich;
        store.Events.UseMandatoryStreamTypeDeclaration = true;
        store.Events.UseArchivedStreamPartitioning = true;
        store.Events.UseAdvisoryLockTransaction = true;
        // Marten takes both from the current activity: an event can be found from the trace that made it, and the other way.
        store.Events.MetadataConfig.CorrelationIdEnabled = true;
        store.Events.MetadataConfig.CausationIdEnabled = true;
        EventNames.Register(store.Events);

        store.Projections.Errors.SkipApplyErrors = false;
        store.Projections.Errors.SkipSerializationErrors = false;

        // Write models, inline: the next command decides on them.
        store.Projections.Add<ChatSessionModel>(ProjectionLifecycle.Inline);
        store.Projections.Snapshot<Library>(SnapshotLifecycle.Inline);
        store.Projections.Snapshot<Account>(SnapshotLifecycle.Inline);

        // Inline: a snapshot for a new watcher must show each message that its version counts.
        store.Projections.Add<MessageHistory>(ProjectionLifecycle.Inline);
        // Inline: whoever sees a reply end may ask for its files at once.
        store.Projections.Add<ArtifactHistory>(ProjectionLifecycle.Inline);
        // Inline: the row is pushed to the person's tabs right after the commit, and a reload must show the same.
        store.Projections.Add<SessionList>(ProjectionLifecycle.Inline);
        // Inline: a right must hold, or be gone, the moment the command is acknowledged.
        store.Projections.Add<Membership>(ProjectionLifecycle.Inline);

        // A page of a session, newest first; the newest child of a message.
        store.Schema.For<MessageRow>()
            .Duplicate(m => m.SessionId)
            .Duplicate(m => m.StreamVersion)
            .Duplicate(m => m.Size)
            .Duplicate(m => m.ParentId)
            .Index(m => new { m.SessionId, m.StreamVersion });
        // The files of a session without their texts; the versions of one file in order.
        store.Schema.For<ArtifactRow>()
            .Duplicate(a => a.SessionId)
            .Duplicate(a => a.Path)
            .Duplicate(a => a.Language!)
            .Duplicate(a => a.MessageId)
            .Duplicate(a => a.Piece)
            .Duplicate(a => a.Size)
            .Duplicate(a => a.StreamVersion)
            .Duplicate(a => a.CreatedAt)
            .Index(a => new { a.SessionId, a.Path, a.StreamVersion });
        // A page of a person's list, newest first.
        store.Schema.For<SessionRow>().Index(s => new { s.OwnerId, s.LastActivity });

        foreach (var table in OpenReplyTables.Create().Concat(AttachmentTables.Create()).Append(MessageIdTable.Create()).Append(KeyTable.Create()))
        {
            store.Storage.ExtendedSchemaObjects.Add(table);
        }

        return store;
    }
}

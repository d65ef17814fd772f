using Marten.Events;
using TesslateLite.Contracts.Events;

namespace TesslateLite.Projections.Store;

/// <summary>
/// The names under which events are stored, for ever. Renaming a class must not change its line here; a test holds the list.
/// </summary>
public static class EventNames
{
    /// <summary>Stored name of every event type.</summary>
    public static IReadOnlyDictionary<Type, string> All { get; } = new Dictionary<Type, string>
    {
        [typeof(SessionStarted)] = "session_started",
        [typeof(SessionRenamed)] = "session_renamed",
        [typeof(ModelChosen)] = "model_chosen",
        [typeof(UserMessageSent)] = "user_message_sent",
        [typeof(MessageQueued)] = "message_queued",
        [typeof(MessageUnqueued)] = "message_unqueued",
        [typeof(ReplyStarted)] = "reply_started",
        [typeof(ReplyClosed)] = "reply_closed",
        [typeof(SessionBinned)] = "session_binned",
        [typeof(SessionRestored)] = "session_restored",
        [typeof(LibraryOpened)] = "library_opened",
        [typeof(SessionPinned)] = "session_pinned",
        [typeof(SessionUnpinned)] = "session_unpinned",
        [typeof(FolderCreated)] = "folder_created",
        [typeof(FolderRenamed)] = "folder_renamed",
        [typeof(FolderRemoved)] = "folder_removed",
        [typeof(SessionFiled)] = "session_filed",
        [typeof(SessionTagged)] = "session_tagged",
        [typeof(SessionUntagged)] = "session_untagged",
        [typeof(AccountOpened)] = "account_opened",
    };

    internal static void Register(IEventStoreOptions events)
    {
        foreach (var (type, name) in All)
        {
            events.MapEventType(type, name);
        }
    }
}

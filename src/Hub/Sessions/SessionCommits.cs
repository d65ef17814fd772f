using Marten;
using TesslateLite.Contracts.Events;
using TesslateLite.Hub.Attachments;
using TesslateLite.Hub.Feed;
using TesslateLite.Hub.Replies;
using TesslateLite.Projections.Store;

namespace TesslateLite.Hub.Sessions;

/// <summary>
/// What goes with every commit to a session: in the transaction a row for each reply that it starts, after it the feed, the
/// workers and the people's lists. All of the second half is repaired elsewhere when the process dies before it.
/// </summary>
public sealed class SessionCommits(ISessionFeed feed, ISessionNotifier notifier, ReplyInbox inbox, OpenReplies openReplies)
{
    /// <summary>Adds to the transaction what the events need beside themselves.</summary>
    /// <param name="session">The unit of work.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="version">Stream version before the events.</param>
    /// <param name="events">The events in order.</param>
    /// <returns>The replies that start with the commit.</returns>
    public IReadOnlyList<ClaimedReply> Prepare(IDocumentOperations session, Guid sessionId, long version, IReadOnlyList<object> events)
    {
        session.QueueSqlCommand(FrozenWriters.End);
        var started = new List<ClaimedReply>();
        for (var i = 0; i < events.Count; i++)
        {
            switch (events[i])
            {
                case UserMessageSent { Queued: false } sent:
                    Reserve(session, sent.MessageId);
                    AttachmentStore.Attach(session, sessionId, sent.Attachments);
                    break;
                case MessageQueued queued:
                    Reserve(session, queued.MessageId);
                    AttachmentStore.Attach(session, sessionId, queued.Attachments);
                    break;
                case ReplyStarted reply:
                    Reserve(session, reply.ReplyId);
                    started.Add(openReplies.Insert(session, sessionId, version + i + 1, reply));
                    break;
            }
        }

        return started;
    }

    private static void Reserve(IDocumentOperations session, Guid id) =>
        session.QueueSqlCommand($"insert into {MessageIdTable.Name} (id) values (?)", id);

    /// <summary>Tells everyone after the commit.</summary>
    public async Task Announce(Guid sessionId, IReadOnlyList<ClaimedReply> started)
    {
        foreach (var reply in started)
        {
            inbox.Opened(reply);
        }

        await feed.Advance(sessionId);
        notifier.SessionChanged(sessionId);
    }
}

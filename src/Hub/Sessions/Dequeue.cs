using TesslateLite.Contracts.Events;
using TesslateLite.Projections.Sessions;

namespace TesslateLite.Hub.Sessions;

/// <summary>What it means that a waiting message's turn has come.</summary>
public static class Dequeue
{
    /// <summary>The message joins the tree behind the reply that it waited for, and is answered.</summary>
    public static object[] Events(ChatSession session, QueuedMessage due, Guid newReplyId) =>
    [
        new UserMessageSent(due.MessageId, due.ParentId, due.AuthorId, due.Text, newReplyId, Queued: true) { Attachments = due.Attachments },
        .. session.Title is null && due.Text.Length > 0 ? [new SessionRenamed(PersonText.TitleOf(due.Text), By: null)] : Array.Empty<object>(),
        new ReplyStarted(newReplyId, due.MessageId, session.Model, session.OwnerId, Continues: null),
    ];
}

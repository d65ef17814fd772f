using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Access;
using TesslateLite.Hub.Attachments;
using TesslateLite.Projections.Sessions;

namespace TesslateLite.Hub.Sessions;

/// <summary>Rule of <see cref="SendMessage"/>, and of <see cref="EditMessage"/>, which differs only in where the message goes.</summary>
public static class SendMessageDecision
{
    /// <summary>Decides.</summary>
    /// <param name="session">The session.</param>
    /// <param name="messageId">Id of the new message.</param>
    /// <param name="text">What was written.</param>
    /// <param name="pictures">What is to come with it, as <see cref="AttachmentStore.Find"/> knows it.</param>
    /// <param name="sameId">The message that has this id already, wherever it is.</param>
    /// <param name="place">Where the message goes.</param>
    /// <param name="caller">Who sends it.</param>
    /// <param name="newReplyId">Id for the reply.</param>
    public static Decision Decide(
        ChatSession session,
        Guid messageId,
        string text,
        IReadOnlyList<AttachedPicture?> pictures,
        MessageRow? sameId,
        Place place,
        Guid caller,
        Guid newReplyId)
    {
        if (messageId == Guid.Empty)
        {
            return Refusals.InvalidId;
        }

        if (Repeat(session, messageId, sameId) is { } repeat)
        {
            return repeat;
        }

        if (pictures.Count > AttachmentLimits.OfMessage)
        {
            return Refusals.TooManyAttachments;
        }

        AttachedPicture[] attachments = [.. pictures.OfType<AttachedPicture>()];
        if (attachments.Length < pictures.Count)
        {
            return Refusals.UnknownAttachment;
        }

        var (message, refused) = PersonText.Message(text, besidePictures: attachments.Length > 0);
        if (refused is not null)
        {
            return refused;
        }

        if (session.Binned)
        {
            return Refusals.SessionBinned;
        }

        switch (place)
        {
            case Place.Unknown:
                return Refusals.UnknownMessage;

            case Place.Behind behind:
                return session.Queue.Count < SessionLimits.QueuedMessages
                    ? new Decision.Events([new MessageQueued(messageId, behind.Waiting, caller, message) { Attachments = attachments }], new Accepted(Queued: true))
                    : Refusals.QueueFull;

            case Place.At at:
                if (session.OpenReplies.Count >= SessionLimits.OpenReplies)
                {
                    return Refusals.TooManyReplies;
                }

                var sent = new UserMessageSent(messageId, at.ParentId, caller, message, newReplyId, Queued: false) { Attachments = attachments };
                var started = new ReplyStarted(newReplyId, messageId, session.Model, session.OwnerId, Continues: null);
                return session.Title is null && message.Length > 0
                    ? Decision.AppendReply(newReplyId, sent, new SessionRenamed(PersonText.TitleOf(message), By: null), started)
                    : Decision.AppendReply(newReplyId, sent, started);

            default:
                throw new InvalidOperationException("A place is one of three.");
        }
    }

    private static Decision? Repeat(ChatSession session, Guid messageId, MessageRow? sameId)
    {
        if (session.Queue.Any(q => q.MessageId == messageId))
        {
            return Decision.Already(new Accepted(Queued: true));
        }

        return sameId switch
        {
            null when session.OpenReplies.Any(r => r.ReplyId == messageId) => Refusals.DuplicateId,
            null => (Decision?)null,
            { AuthorId: not null } when sameId.SessionId == session.Id =>
                Decision.Already(sameId.Queued ? new Accepted(Queued: true) : new Accepted(sameId.AskedReplyId)),
            _ => Refusals.DuplicateId,
        };
    }
}

/// <summary>Where a message goes in the tree.</summary>
public abstract record Place
{
    private Place()
    {
    }

    /// <summary>Below a finished message, or at the root.</summary>
    public sealed record At(Guid? ParentId) : Place;

    /// <summary>Behind an open reply, or behind a message that waits for one.</summary>
    public sealed record Behind(Guid Waiting) : Place;

    /// <summary>The named message is not in this session.</summary>
    public sealed record Unknown : Place;
}

/// <summary>Sends a message.</summary>
public sealed class SendMessageHandler(SessionWriter writer, AttachmentStore attachments)
{
    /// <summary>Carries the command out.</summary>
    public Task<Outcome> Handle(SendMessage command, Guid caller)
    {
        var newReplyId = Guid.CreateVersion7();
        return writer.Write(caller, command.SessionId, Right.Write, async (session, query) =>
            SendMessageDecision.Decide(
                session,
                command.MessageId,
                command.Text,
                await attachments.Find(caller, command.Attachments),
                await query.LoadAsync<MessageRow>(command.MessageId),
                await Branches.EndOf(query, session, command.ParentId),
                caller,
                newReplyId));
    }
}

using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Access;
using TesslateLite.Hub.Attachments;
using TesslateLite.Projections.Sessions;

namespace TesslateLite.Hub.Sessions;

/// <summary>Writes a message anew, beside the old one. The rule is that of sending.</summary>
public sealed class EditMessageHandler(SessionWriter writer, AttachmentStore attachments)
{
    /// <summary>Carries the command out.</summary>
    public Task<Outcome> Handle(EditMessage command, Guid caller)
    {
        var newReplyId = Guid.CreateVersion7();
        return writer.Write(caller, command.SessionId, Right.Write, async (session, query) =>
        {
            var original = await query.LoadAsync<MessageRow>(command.MessageId);
            Place place = original?.AuthorId is not null && original.SessionId == session.Id
                ? new Place.At(original.ParentId)
                : new Place.Unknown();
            return SendMessageDecision.Decide(
                session,
                command.NewMessageId,
                command.Text,
                await attachments.Find(caller, command.Attachments),
                await query.LoadAsync<MessageRow>(command.NewMessageId),
                place,
                caller,
                newReplyId);
        });
    }
}

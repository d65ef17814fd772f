using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Access;
using TesslateLite.Projections.Sessions;

namespace TesslateLite.Hub.Sessions;

/// <summary>Rule of <see cref="ContinueReply"/>.</summary>
public static class ContinueReplyDecision
{
    /// <summary>Decides.</summary>
    /// <param name="command">What is asked.</param>
    /// <param name="session">The session.</param>
    /// <param name="ended">The reply to go on from, wherever it is.</param>
    /// <param name="sameId">The message that has the new reply's id already, wherever it is.</param>
    public static Decision Decide(ContinueReply command, ChatSession session, MessageRow? ended, MessageRow? sameId)
    {
        if (ended is not { Outcome: { } outcome, ParentId: { } parent, Model: { } model } || ended.SessionId != session.Id)
        {
            return Refusals.UnknownMessage;
        }

        return outcome == ReplyOutcome.Completed
            ? Refusals.NotContinuable
            : NewReplyDecision.Decide(
                session, new ReplyStarted(command.NewReplyId, parent, model, session.OwnerId, Continues: ended.Id), sameId);
    }
}

/// <summary>Goes on from the text of a reply that did not complete.</summary>
public sealed class ContinueReplyHandler(SessionWriter writer)
{
    /// <summary>Carries the command out.</summary>
    public Task<Outcome> Handle(ContinueReply command, Guid caller) =>
        writer.Write(caller, command.SessionId, Right.Write, async (session, query) =>
            ContinueReplyDecision.Decide(
                command,
                session,
                await query.LoadAsync<MessageRow>(command.ReplyId),
                await query.LoadAsync<MessageRow>(command.NewReplyId)));
}

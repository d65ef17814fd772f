using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Access;
using TesslateLite.Hub.Gateway;
using TesslateLite.Hub.Replies;
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
    /// <param name="models">The models.</param>
    public static Decision Decide(
        ContinueReply command, ChatSession session, MessageRow? ended, MessageRow? sameId, IReadOnlyList<ModelView> models)
    {
        if (ended is not { Outcome: { } outcome, ParentId: { } parent, Model: { } model } || ended.SessionId != session.Id)
        {
            return Refusals.UnknownMessage;
        }

        if (!MayContinue(outcome, ended.Code))
        {
            return Refusals.NotContinuable;
        }

        var started = new ReplyStarted(command.NewReplyId, parent, command.Model ?? model, session.OwnerId, Continues: ended.Id);
        return NewReplyDecision.Decide(session, started, sameId, command.Model, models);
    }

    /// <summary>A code from before or after this version is given the benefit of the doubt.</summary>
    private static bool MayContinue(ReplyOutcome outcome, string? code) =>
        outcome != ReplyOutcome.Completed && (code is null || !ReplyFailures.All.TryGetValue(code, out var failure) || failure.MayContinue);
}

/// <summary>Goes on from the text of a reply that did not complete.</summary>
public sealed class ContinueReplyHandler(SessionWriter writer, IModelGateway gateway)
{
    /// <summary>Carries the command out.</summary>
    public Task<Outcome> Handle(ContinueReply command, Guid caller) =>
        writer.Write(caller, command.SessionId, Right.Write, async (session, query) =>
            ContinueReplyDecision.Decide(
                command,
                session,
                await query.LoadAsync<MessageRow>(command.ReplyId),
                await query.LoadAsync<MessageRow>(command.NewReplyId),
                gateway.Models));
}

using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Access;
using TesslateLite.Hub.Gateway;
using TesslateLite.Projections.Sessions;

namespace TesslateLite.Hub.Sessions;

/// <summary>Rule of <see cref="RegenerateReply"/>.</summary>
public static class RegenerateReplyDecision
{
    /// <summary>Decides.</summary>
    /// <param name="command">What is asked.</param>
    /// <param name="session">The session.</param>
    /// <param name="asked">The message to be answered again, wherever it is.</param>
    /// <param name="sameId">The message that has the new reply's id already, wherever it is.</param>
    /// <param name="models">The models.</param>
    public static Decision Decide(
        RegenerateReply command, ChatSession session, MessageRow? asked, MessageRow? sameId, IReadOnlyList<ModelView> models)
    {
        if (asked?.AuthorId is null || asked.SessionId != session.Id)
        {
            return Refusals.UnknownMessage;
        }

        var started = new ReplyStarted(command.NewReplyId, asked.Id, command.Model ?? session.Model, session.OwnerId, Continues: null);
        return NewReplyDecision.Decide(session, started, sameId, command.Model, models);
    }
}

/// <summary>What regenerating and continuing have in common: a further reply to a message that has been answered.</summary>
public static class NewReplyDecision
{
    /// <summary>Decides.</summary>
    /// <param name="session">The session.</param>
    /// <param name="started">The reply to start.</param>
    /// <param name="sameId">The message that has its id already, wherever it is.</param>
    /// <param name="chosen">The model that the command names, if it names one: only a choice is checked, and not again at a repeat.</param>
    /// <param name="models">The models.</param>
    public static Decision Decide(
        ChatSession session, ReplyStarted started, MessageRow? sameId, string? chosen, IReadOnlyList<ModelView> models)
    {
        if (started.ReplyId == Guid.Empty)
        {
            return Refusals.InvalidId;
        }

        var open = session.OpenReplies.FirstOrDefault(r => r.ReplyId == started.ReplyId);
        if (open?.ParentId == started.ParentId
            || (sameId?.SessionId == session.Id && sameId.AuthorId is null && sameId.ParentId == started.ParentId))
        {
            return Decision.Already(new Accepted(started.ReplyId));
        }

        if (open is not null || sameId is not null || session.Queue.Any(q => q.MessageId == started.ReplyId))
        {
            return Refusals.DuplicateId;
        }

        if (session.Binned)
        {
            return Refusals.SessionBinned;
        }

        if (chosen is not null && ModelChoice.Refusal(models, chosen) is { } refused)
        {
            return refused;
        }

        return session.OpenReplies.Count < SessionLimits.OpenReplies
            ? Decision.AppendReply(started.ReplyId, started)
            : Refusals.TooManyReplies;
    }
}

/// <summary>Asks for another reply to a message.</summary>
public sealed class RegenerateReplyHandler(SessionWriter writer, IModelGateway gateway)
{
    /// <summary>Carries the command out.</summary>
    public Task<Outcome> Handle(RegenerateReply command, Guid caller) =>
        writer.Write(caller, command.SessionId, Right.Write, async (session, query) =>
            RegenerateReplyDecision.Decide(
                command,
                session,
                await query.LoadAsync<MessageRow>(command.MessageId),
                await query.LoadAsync<MessageRow>(command.NewReplyId),
                gateway.Models));
}

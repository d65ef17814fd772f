using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Access;
using TesslateLite.Projections.Sessions;

namespace TesslateLite.Hub.Sessions;

/// <summary>Rule of <see cref="UnqueueMessage"/>.</summary>
public static class UnqueueMessageDecision
{
    /// <summary>Decides. A message that does not wait any more needs nothing taken back.</summary>
    public static Decision Decide(UnqueueMessage command, ChatSession session, Guid caller) =>
        session.Queue.Any(q => q.MessageId == command.MessageId)
            ? Decision.Append(new MessageUnqueued(command.MessageId, caller))
            : Decision.Already();
}

/// <summary>Takes back a waiting message.</summary>
public sealed class UnqueueMessageHandler(SessionWriter writer)
{
    /// <summary>Carries the command out.</summary>
    public Task<Outcome> Handle(UnqueueMessage command, Guid caller) =>
        writer.Write(caller, command.SessionId, Right.Write, (session, _) =>
            Task.FromResult(UnqueueMessageDecision.Decide(command, session, caller)));
}

using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Access;
using TesslateLite.Projections.Sessions;

namespace TesslateLite.Hub.Sessions;

/// <summary>Rule of <see cref="RestoreSession"/>.</summary>
public static class RestoreSessionDecision
{
    /// <summary>Decides. Messages whose turn came while the session was in the bin are sent now.</summary>
    /// <param name="session">The session.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="newId">Makes an id for each reply.</param>
    public static Decision Decide(ChatSession session, Guid caller, Func<Guid> newId)
    {
        if (!session.Binned)
        {
            return Decision.Already();
        }

        var events = new List<object> { new SessionRestored(caller) };
        var waitedFor = session.OpenReplies.Select(r => r.ReplyId).Concat(session.Queue.Select(q => q.MessageId)).ToHashSet();
        foreach (var due in session.Queue.Where(q => !waitedFor.Contains(q.ParentId)))
        {
            events.AddRange(Dequeue.Events(session, due, newId()));
        }

        return Decision.Append(events);
    }
}

/// <summary>Takes a session out of the bin.</summary>
public sealed class RestoreSessionHandler(SessionWriter writer)
{
    /// <summary>Carries the command out.</summary>
    public Task<Outcome> Handle(RestoreSession command, Guid caller) =>
        writer.Write(caller, command.SessionId, Right.Manage, (session, _) =>
            Task.FromResult(RestoreSessionDecision.Decide(session, caller, Guid.CreateVersion7)));
}

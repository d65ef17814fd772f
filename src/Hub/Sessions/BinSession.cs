using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Access;
using TesslateLite.Projections.Sessions;

namespace TesslateLite.Hub.Sessions;

/// <summary>Rule of <see cref="BinSession"/>.</summary>
public static class BinSessionDecision
{
    /// <summary>Decides.</summary>
    public static Decision Decide(ChatSession session, Guid caller) =>
        session.Binned ? Decision.Already() : Decision.Append(new SessionBinned(caller));
}

/// <summary>Puts a session in the bin and stops the replies that are being written in it.</summary>
public sealed class BinSessionHandler(SessionWriter writer, StopReplyHandler stop)
{
    /// <summary>Carries the command out.</summary>
    public async Task<Outcome> Handle(BinSession command, Guid caller)
    {
        var outcome = await writer.Write(caller, command.SessionId, Right.Manage, (session, _) =>
            Task.FromResult(BinSessionDecision.Decide(session, caller)));
        if (outcome is Accepted)
        {
            // After the commit: a reply that closes now sees the bin and lets the queue rest.
            await stop.StopAll(command.SessionId, caller);
        }

        return outcome;
    }
}

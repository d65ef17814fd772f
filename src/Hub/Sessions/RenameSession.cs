using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Access;
using TesslateLite.Projections.Sessions;

namespace TesslateLite.Hub.Sessions;

/// <summary>Rule of <see cref="RenameSession"/>.</summary>
public static class RenameSessionDecision
{
    /// <summary>Decides.</summary>
    public static Decision Decide(RenameSession command, ChatSession session, Guid caller)
    {
        if (session.Binned)
        {
            return Refusals.SessionBinned;
        }

        var (title, refused) = PersonText.Line(command.Title, SessionLimits.TitleLength);
        if (refused is not null)
        {
            return refused;
        }

        return session.Title == title ? Decision.Already() : Decision.Append(new SessionRenamed(title, caller));
    }
}

/// <summary>Gives a session a title.</summary>
public sealed class RenameSessionHandler(SessionWriter writer)
{
    /// <summary>Carries the command out.</summary>
    public Task<Outcome> Handle(RenameSession command, Guid caller) =>
        writer.Write(caller, command.SessionId, Right.Manage, (session, _) =>
            Task.FromResult(RenameSessionDecision.Decide(command, session, caller)));
}

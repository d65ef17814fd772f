using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Access;
using TesslateLite.Hub.Gateway;
using TesslateLite.Projections.Sessions;

namespace TesslateLite.Hub.Sessions;

/// <summary>Rule of <see cref="ChooseModel"/>.</summary>
public static class ChooseModelDecision
{
    /// <summary>Decides.</summary>
    public static Decision Decide(ChooseModel command, ChatSession session, Guid caller, IReadOnlyList<ModelView> models)
    {
        if (session.Binned)
        {
            return Refusals.SessionBinned;
        }

        if (session.Model == command.Model)
        {
            return Decision.Already();
        }

        return ModelChoice.Refusal(models, command.Model) is { } refused
            ? refused
            : Decision.Append(new ModelChosen(command.Model, caller));
    }
}

/// <summary>Lets another model answer.</summary>
public sealed class ChooseModelHandler(SessionWriter writer, IModelGateway gateway)
{
    /// <summary>Carries the command out.</summary>
    public Task<Outcome> Handle(ChooseModel command, Guid caller) =>
        writer.Write(caller, command.SessionId, Right.Write, (session, _) =>
            Task.FromResult(ChooseModelDecision.Decide(command, session, caller, gateway.Models)));
}

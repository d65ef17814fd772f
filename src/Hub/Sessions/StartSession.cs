using Marten;
using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Gateway;
using TesslateLite.Projections.Sessions;

namespace TesslateLite.Hub.Sessions;

/// <summary>Rule of <see cref="StartSession"/>.</summary>
public static class StartSessionDecision
{
    /// <summary>Decides.</summary>
    /// <param name="command">What is asked.</param>
    /// <param name="existing">The session of that id, if there is one.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="models">The models, the default one first.</param>
    public static Decision Decide(StartSession command, ChatSession? existing, Guid caller, IReadOnlyList<ModelView> models)
    {
        if (command.SessionId == Guid.Empty)
        {
            return Refusals.InvalidId;
        }

        if (existing is not null)
        {
            return existing.OwnerId == caller ? Decision.Already() : Refusals.NotFound;
        }

        var model = command.Model ?? ModelChoice.Default(models);
        return ModelChoice.Refusal(models, model) is { } refused
            ? refused
            : Decision.Append(new SessionStarted(command.SessionId, caller, model));
    }
}

/// <summary>Begins a session.</summary>
public sealed class StartSessionHandler(IDocumentStore store, IModelGateway gateway, SessionCommits commits)
{
    /// <summary>Carries the command out.</summary>
    public async Task<Outcome> Handle(StartSession command, Guid caller)
    {
        await using var session = store.LightweightSession();
        var existing = await session.LoadAsync<ChatSession>(command.SessionId);
        var decision = StartSessionDecision.Decide(command, existing, caller, gateway.Models);
        if (decision is not Decision.Events events)
        {
            return decision.ToOutcome();
        }

        session.Events.StartStream<ChatSession>(command.SessionId, events.Appended);
        try
        {
            await session.SaveChangesAsync();
        }
        catch (Exception e) when (Collision.OnStream(e))
        {
            // The same command in another tab came first, or a stream of another kind has this id.
            var winner = await session.LoadAsync<ChatSession>(command.SessionId);
            return winner?.OwnerId == caller ? new Accepted() : Refusals.NotFound;
        }

        await commits.Announce(command.SessionId, started: []);
        return events.Answer;
    }
}

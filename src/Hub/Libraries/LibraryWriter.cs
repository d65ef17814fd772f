using JasperFx;
using Marten;
using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Access;
using TesslateLite.Hub.Sessions;
using TesslateLite.Projections.Libraries;

namespace TesslateLite.Hub.Libraries;

/// <summary>How every command on a person's library is carried out. The library opens with its first command.</summary>
public sealed class LibraryWriter(IDocumentStore store, SessionAccess access, ISessionNotifier notifier)
{
    private const int Attempts = 8;

    /// <summary>Carries out a command.</summary>
    /// <param name="caller">Whose library.</param>
    /// <param name="sessionId">The session that it is about, which the person must be able to read; null when about none.</param>
    /// <param name="decide">The rule.</param>
    public async Task<Outcome> Write(Guid caller, Guid? sessionId, Func<Library, Decision> decide)
    {
        if (sessionId is { } id && await access.Require(caller, id, Right.Read, CancellationToken.None) is { } refused)
        {
            return refused;
        }

        for (var attempt = 1; ; attempt++)
        {
            await using var session = store.LightweightSession();
            var stream = await session.Events.FetchForWriting<Library>(Library.IdOf(caller));
            var opened = new LibraryOpened(caller);
            var decision = decide(stream.Aggregate ?? Library.Create(opened));
            if (decision is not Decision.Events events)
            {
                return decision.ToOutcome();
            }

            if (stream.Aggregate is null)
            {
                session.Events.StartStream<Library>(Library.IdOf(caller), [opened, .. events.Appended]);
            }
            else
            {
                stream.AppendMany(events.Appended);
            }

            try
            {
                await session.SaveChangesAsync();
            }
            catch (Exception e) when (e is ConcurrencyException || Collision.OnStream(e))
            {
                if (attempt < Attempts)
                {
                    continue;
                }

                return Refusals.Conflict;
            }

            if (sessionId is { } changed)
            {
                notifier.SessionChanged(changed);
            }

            return events.Answer;
        }
    }
}

using JasperFx;
using Marten;
using Microsoft.Extensions.Logging;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Access;
using TesslateLite.Projections.Sessions;

namespace TesslateLite.Hub.Sessions;

/// <summary>
/// How every command on a session is carried out: check the right, load the state, decide, append, commit; then tell the
/// feed, the people and the workers. A conflict with another writer is decided anew on the newer state.
/// </summary>
public sealed class SessionWriter(IDocumentStore store, SessionAccess access, SessionCommits commits, ILogger<SessionWriter> log)
{
    private const int Attempts = 8;

    /// <summary>Carries out a command.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="right">The right it takes.</param>
    /// <param name="decide">The rule; may look up what it needs with the query session. Called again after a conflict.</param>
    /// <returns>The outcome; refusals are values.</returns>
    public async Task<Outcome> Write(
        Guid caller, Guid sessionId, Right right, Func<ChatSession, IQuerySession, Task<Decision>> decide)
    {
        // A command once begun is finished whatever becomes of the connection that sent it.
        var cancellation = CancellationToken.None;
        if (await access.Require(caller, sessionId, right, cancellation) is { } refused)
        {
            return refused;
        }

        var collided = false;
        for (var attempt = 1; ; attempt++)
        {
            await using var session = store.LightweightSession();
            var stream = await session.Events.FetchForWriting<ChatSession>(sessionId, cancellation);
            if (stream.Aggregate is not { } state)
            {
                return Refusals.NotFound;
            }

            switch (await decide(state, session))
            {
                case Decision.Refuse refuse:
                    return refuse.Answer;

                case Decision.Nothing nothing:
                    return nothing.Answer;

                case Decision.Events events:
                    stream.AppendMany(events.Appended);
                    var started = commits.Prepare(session, sessionId, state.Version, events.Appended);
                    try
                    {
                        await session.SaveChangesAsync(cancellation);
                    }
                    catch (ConcurrencyException) when (attempt < Attempts)
                    {
                        continue;
                    }
                    catch (ConcurrencyException)
                    {
                        Log.GaveUpOnConflicts(log, sessionId, Attempts);
                        return Refusals.Conflict;
                    }
                    catch (Exception e) when (Collision.OnMessageId(e))
                    {
                        // The same command on another connection may have come first: the rule knows a repeat from a stranger.
                        if (collided)
                        {
                            return Refusals.DuplicateId;
                        }

                        collided = true;
                        continue;
                    }

                    await commits.Announce(sessionId, started);
                    return events.Answer;

                default:
                    throw new InvalidOperationException("A decision is events, nothing or a refusal.");
            }
        }
    }
}

using Marten;
using TesslateLite.Contracts.Wire;
using TesslateLite.Projections.Sessions;

namespace TesslateLite.Hub.Access;

/// <summary>The one place that decides who may do what in a session. Every hub method and endpoint asks here.</summary>
public sealed class SessionAccess(IDocumentStore store)
{
    /// <summary>Null when the person has the right; the refusal otherwise. A stranger gets what an unknown session gets.</summary>
    public async Task<Refused?> Require(Guid person, Guid sessionId, Right right, CancellationToken cancellation)
    {
        await using var query = store.QuerySession();
        var member = await query.LoadAsync<Member>(Member.KeyOf(sessionId, person), cancellation);
        return member is not null && SessionRights.Allows(member.Role, right) ? null : Refusals.NotFound;
    }
}

using System.Security.Claims;
using Marten;
using Npgsql;
using TesslateLite.Hub;
using TesslateLite.Hub.Access;
using TesslateLite.Hub.Sessions;
using TesslateLite.Web.Accounts;
using TesslateLite.Web.Hosting;

namespace TesslateLite.Web.Endpoints;

/// <summary>The files that the replies of a session have written, in all their versions.</summary>
public static class ArtifactEndpoints
{
    /// <summary>Maps <c>/api/chat/sessions/{id}/artifacts</c>.</summary>
    public static void MapArtifacts(this WebApplication app)
    {
        var artifacts = app.MapGroup("/api/chat/sessions/{id:guid}/artifacts").RequireAuthorization();

        artifacts.MapGet("/", async (
            Guid id, ClaimsPrincipal user, SessionAccess access, NpgsqlDataSource database, CancellationToken cancellation) =>
            await access.Require(user.AccountId(), id, Right.Read, cancellation) is { } refused
                ? refused.ToProblem()
                : Results.Ok(await SessionArtifacts.List(database, id, cancellation)));

        artifacts.MapGet("/{messageId:guid}/{piece:int}", async (
            Guid id, Guid messageId, int piece, ClaimsPrincipal user, SessionAccess access, IQuerySession query, CancellationToken cancellation) =>
        {
            if (await access.Require(user.AccountId(), id, Right.Read, cancellation) is { } refused)
            {
                return refused.ToProblem();
            }

            return await SessionArtifacts.Read(query, id, messageId, piece, cancellation) is { } content
                ? Results.Ok(content)
                : Refusals.UnknownMessage.ToProblem();
        });
    }
}

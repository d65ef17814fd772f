using System.Security.Claims;
using Marten;
using TesslateLite.Hub;
using TesslateLite.Hub.Access;
using TesslateLite.Hub.Feed;
using TesslateLite.Hub.Sessions;
using TesslateLite.Web.Accounts;
using TesslateLite.Web.Hosting;

namespace TesslateLite.Web.Endpoints;

/// <summary>What was said: a person's sessions, and a session's messages, page by page.</summary>
public static class HistoryEndpoints
{
    /// <summary>Maps <c>/api/chat/history</c>.</summary>
    public static void MapHistory(this WebApplication app)
    {
        var history = app.MapGroup("/api/chat/history").RequireAuthorization();

        history.MapGet("/", async (ClaimsPrincipal user, IQuerySession query, string? after, bool? binned, CancellationToken cancellation) =>
            await SessionSummaries.Read(query, user.AccountId(), binned ?? false, after, cancellation) is { } page
                ? Results.Ok(page)
                : Refusals.InvalidPosition.ToProblem());

        history.MapGet("/{sessionId:guid}", async (
            Guid sessionId, string? before, ClaimsPrincipal user, SessionAccess access, IQuerySession query, CancellationToken cancellation) =>
        {
            if (await access.Require(user.AccountId(), sessionId, Right.Read, cancellation) is { } refused)
            {
                return refused.ToProblem();
            }

            return await MessagePages.Read(query, sessionId, before, cancellation) is { } page
                ? Results.Ok(page)
                : Refusals.InvalidPosition.ToProblem();
        });
    }
}

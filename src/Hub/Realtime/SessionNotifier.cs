using System.Globalization;
using Marten;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Sessions;

namespace TesslateLite.Hub.Realtime;

/// <summary>Tells people over their hub connections.</summary>
public sealed class SessionNotifier(IDocumentStore store, IHubContext<ChatHub, IChatClient> hub, ILogger<SessionNotifier> log) : ISessionNotifier
{
    /// <inheritdoc/>
    public async Task SessionChanged(Guid sessionId)
    {
        try
        {
            await using var query = store.QuerySession();
            if (await SessionSummaries.ReadOne(query, sessionId) is var (summary, owner))
            {
                await hub.Clients.User(owner.ToString("D", CultureInfo.InvariantCulture)).SessionChanged(summary);
            }
        }
        catch (Exception e)
        {
            Log.NotifyFailed(log, e, sessionId);
        }
    }
}

using System.Security.Claims;
using Microsoft.AspNetCore.SignalR;

namespace TesslateLite.Hub.Realtime;

/// <summary>Who a connection belongs to.</summary>
internal static class HubPerson
{
    /// <summary>The account of the connection's person; the hub is closed to who has none.</summary>
    public static Guid AccountId(this HubCallerContext connection) =>
        Guid.Parse(connection.User!.FindFirstValue(ClaimTypes.NameIdentifier)!);
}

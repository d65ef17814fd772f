using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using TesslateLite.Contracts.Wire;

namespace TesslateLite.Support;

/// <summary>The .NET client of SignalR, set up as the protocol wants it.</summary>
public static class HubClient
{
    /// <summary>A connection with somebody's cookie, not started yet.</summary>
    public static HubConnection To(Uri server, string cookie) =>
        new HubConnectionBuilder()
            .WithUrl(new Uri(server, "/hub/chat"), connection =>
            {
                connection.Transports = HttpTransportType.WebSockets;
                connection.SkipNegotiation = true;
                connection.Headers["Cookie"] = cookie;
                connection.Headers["Origin"] = server.GetLeftPart(UriPartial.Authority);
            })
            // By default it pings every 15 s only: the server takes a client for lost after 12 s.
            .WithKeepAliveInterval(TimeSpan.FromSeconds(5))
            .WithServerTimeout(TimeSpan.FromSeconds(12))
            .AddJsonProtocol(json => WireJson.Configure(json.PayloadSerializerOptions))
            .Build();
}

using System.Net.Sockets;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Realtime;
using TesslateLite.Hub.Sessions;

namespace TesslateLite.Web.Hosting;

/// <summary>The hub and its connections.</summary>
public static class RealtimeHosting
{
    /// <summary>Largest message that a client may send, in bytes.</summary>
    public const int ReceiveLimit = 1024 * 1024;

    private const int SendBuffer = 64 * 1024;

    /// <summary>Adds SignalR with our protocol.</summary>
    public static void AddRealtime(this WebApplicationBuilder builder)
    {
        builder.Services.AddSignalR(hub =>
        {
            hub.KeepAliveInterval = TimeSpan.FromSeconds(5);
            hub.ClientTimeoutInterval = TimeSpan.FromSeconds(12);
            hub.MaximumReceiveMessageSize = ReceiveLimit;
            hub.EnableDetailedErrors = false;
            hub.AddFilter<UnexpectedFailures>();
            hub.AddFilter<Tabs>();
        }).AddJsonProtocol(json => WireJson.Configure(json.PayloadSerializerOptions));

        builder.Services.AddSingleton<UnexpectedFailures>();
        builder.Services.AddSingleton<JsonHubProtocol>();
        // Of two protocols of one name the later one counts.
        builder.Services.AddSingleton<IHubProtocol>(services => new ChatHubProtocol(services.GetRequiredService<JsonHubProtocol>()));
        builder.Services.AddSingleton<Tabs>();
        builder.Services.AddSingleton<SessionNotifier>();
        builder.Services.AddSingleton<ISessionNotifier>(services => services.GetRequiredService<SessionNotifier>());
        builder.Services.AddHostedService(services => services.GetRequiredService<SessionNotifier>());
    }

    /// <summary>
    /// Bounds what the kernel holds for a client that does not read. With its default of megabytes a cursor would not fall
    /// behind, and the server would not know.
    /// </summary>
    public static void ListenWithBoundedBuffers(this WebApplicationBuilder builder) =>
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = ReceiveLimit;
        }).UseSockets(sockets => sockets.CreateBoundListenSocket = endpoint =>
        {
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            if (socket.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6)
            {
                socket.SendBufferSize = SendBuffer;
            }

            return socket;
        });

    /// <summary>Maps the hub.</summary>
    public static void MapRealtime(this WebApplication app) =>
        app.MapHub<ChatHub>("/hub/chat", connection =>
        {
            connection.Transports = HttpTransportType.WebSockets | HttpTransportType.ServerSentEvents | HttpTransportType.LongPolling;
            connection.CloseOnAuthenticationExpiration = true;
        });
}

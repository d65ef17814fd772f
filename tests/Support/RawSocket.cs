using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace TesslateLite.Support;

/// <summary>Speaks the hub's protocol by hand over a WebSocket: for bytes that no client library would send.</summary>
public sealed class RawSocket : IAsyncDisposable
{
    private const byte Separator = 0x1e;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly ClientWebSocket _socket = new();
    private readonly List<byte> _received = [];

    private RawSocket()
    {
    }

    /// <summary>Connects without a handshake.</summary>
    public static async Task<RawSocket> ConnectAsync(Uri server, string? cookie, string? origin)
    {
        var raw = new RawSocket();
        raw.Dress(cookie, origin);
        await raw._socket.ConnectAsync(AddressOf(server), CancellationToken.None);
        return raw;
    }

    /// <summary>The status with which the WebSocket's opening is answered: 101 when it is let in.</summary>
    public static async Task<HttpStatusCode> StatusAsync(Uri server, string? cookie, string? origin)
    {
        await using var raw = new RawSocket();
        raw.Dress(cookie, origin);
        raw._socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await raw._socket.ConnectAsync(AddressOf(server), CancellationToken.None);
        }
        catch (WebSocketException)
        {
            // The status says why.
        }

        return raw._socket.HttpStatusCode;
    }

    /// <summary>Connects as a person and shakes hands.</summary>
    public static async Task<RawSocket> OpenAsync(Person person)
    {
        var raw = await ConnectAsync(person.Server, person.Cookie, Person.OriginOf(person.Server));
        await raw.SendAsync("""{"protocol":"json","version":1}""");
        return await raw.ReceiveAsync() == "{}" ? raw : throw new InvalidDataException("The handshake was refused.");
    }

    /// <summary>Sends a message.</summary>
    public Task SendAsync(string message) => SendBytesAsync([.. Encoding.UTF8.GetBytes(message), Separator]);

    /// <summary>Sends bytes as they are, separator included.</summary>
    public Task SendBytesAsync(byte[] bytes, WebSocketMessageType type = WebSocketMessageType.Text) =>
        _socket.SendAsync(bytes, type, endOfMessage: true, CancellationToken.None);

    /// <summary>The next message, pings left out; null when the server has closed.</summary>
    public async Task<string?> ReceiveAsync()
    {
        using var patience = new CancellationTokenSource(s_patience);
        var buffer = new byte[64 * 1024];
        while (true)
        {
            while (_received.IndexOf(Separator) is >= 0 and var end)
            {
                var message = Encoding.UTF8.GetString([.. _received.Take(end)]);
                _received.RemoveRange(0, end + 1);
                if (message != """{"type":6}""")
                {
                    return message;
                }
            }

            try
            {
                var got = await _socket.ReceiveAsync(buffer, patience.Token);
                if (got.MessageType == WebSocketMessageType.Close)
                {
                    return null;
                }

                _received.AddRange(buffer.AsSpan(0, got.Count));
            }
            catch (WebSocketException)
            {
                return null;
            }
        }
    }

    /// <summary>Sends an invocation and returns all that comes back for it, the completion last.</summary>
    public async Task<IReadOnlyList<string>> AskAsync(string message, string invocationId)
    {
        await SendAsync(message);
        return await AnswersAsync(invocationId);
    }

    /// <summary>All that comes for an invocation, the completion last; what comes for others is left out.</summary>
    public async Task<IReadOnlyList<string>> AnswersAsync(string invocationId)
    {
        var answers = new List<string>();
        while (await ReceiveAsync() is { } message)
        {
            using var json = JsonDocument.Parse(message);
            if (json.RootElement.TryGetProperty("invocationId", out var id) && id.GetString() == invocationId)
            {
                answers.Add(message);
                if (json.RootElement.GetProperty("type").GetInt32() == 3)
                {
                    return answers;
                }
            }
            else if (json.RootElement.TryGetProperty("type", out var type) && type.GetInt32() == 7)
            {
                throw new InvalidDataException($"The server closed instead of answering: {message}");
            }
        }

        throw new InvalidDataException("The server closed instead of answering.");
    }

    /// <summary>The first that comes for an invocation: a stream's first item, or the completion.</summary>
    public async Task<string> FirstAnswerAsync(string invocationId)
    {
        while (await ReceiveAsync() is { } message)
        {
            if (message.Contains($"\"invocationId\":\"{invocationId}\"", StringComparison.Ordinal))
            {
                return message;
            }
        }

        throw new InvalidDataException("The server closed instead of answering.");
    }

    /// <summary>Reads to the end of the connection; the last message, if there was any.</summary>
    public async Task<string?> LastBeforeCloseAsync()
    {
        string? last = null;
        while (await ReceiveAsync() is { } message)
        {
            last = message;
        }

        return last;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private static Uri AddressOf(Uri server) => new UriBuilder(server) { Scheme = server.Scheme == "https" ? "wss" : "ws", Path = "/hub/chat" }.Uri;

    private void Dress(string? cookie, string? origin)
    {
        if (cookie is not null)
        {
            _socket.Options.SetRequestHeader("Cookie", cookie);
        }

        if (origin is not null)
        {
            _socket.Options.SetRequestHeader("Origin", origin);
        }
    }
}

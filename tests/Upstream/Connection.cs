using System.Globalization;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;

namespace TesslateLite.Upstream;

/// <summary>A request as it came.</summary>
internal sealed record Request(string Path, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>One connection, byte by byte under our control; always read from, so that it is known at once when the client hangs up.</summary>
internal sealed class Connection : IAsyncDisposable
{
    private static int s_last;

    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly Pipe _incoming = new();
    private readonly CancellationTokenSource _gone = new();
    private readonly Task _receiving;
    private long _sent;

    public Connection(Socket socket)
    {
        _socket = socket;
        _socket.NoDelay = true;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _receiving = ReceiveAsync();
    }

    /// <summary>A number of its own, to tell whether connections are used again.</summary>
    public int Number { get; } = Interlocked.Increment(ref s_last);

    /// <summary>Bytes that the client's side has taken so far.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Cancelled when the client has hung up.</summary>
    public CancellationToken Gone => _gone.Token;

    /// <summary>The next request; null when there is none any more.</summary>
    public async Task<Request?> ReadRequestAsync()
    {
        using var reader = new StreamReader(_incoming.Reader.AsStream(leaveOpen: true), Encoding.Latin1, leaveOpen: true, bufferSize: 1, detectEncodingFromByteOrderMarks: false);
        var start = await reader.ReadLineAsync();
        if (string.IsNullOrEmpty(start))
            return null;
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[Lower(line[..colon])] = line[(colon + 1)..].Trim();
        }
        var length = headers.TryGetValue("content-length", out var given) ? int.Parse(given, CultureInfo.InvariantCulture) : 0;
        var body = new char[length];
        // Asked for nothing, it would still wait for something.
        if (length > 0)
            await reader.ReadBlockAsync(body);
        return new Request(start.Split(' ')[1], headers, Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(body)));
    }

    /// <summary>Sends bytes as they are.</summary>
    public async Task SendAsync(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        await _stream.WriteAsync(bytes, Gone);
        Interlocked.Add(ref _sent, bytes.Length);
    }

    /// <summary>Sends a whole answer.</summary>
    public Task AnswerAsync(int status, string type, string body, string headers = "") => SendAsync(
        $"HTTP/1.1 {status} Status\r\ncontent-type: {type}\r\n{headers}content-length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    /// <summary>Sends the head of an answer in chunks.</summary>
    public Task BeginChunksAsync() => SendAsync("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n");

    /// <summary>Sends one chunk; an empty one ends the answer.</summary>
    public Task ChunkAsync(string text) => SendAsync($"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n");

    /// <summary>Ends the stream (FIN) with the answer unfinished.</summary>
    public void Finish() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Resets the connection (RST).</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Close();
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        await _receiving;
        _gone.Dispose();
    }

#pragma warning disable CA1308 // Names of headers are compared in lower case, as HTTP/2 has them.
    private static string Lower(string name) => name.ToLowerInvariant();
#pragma warning restore CA1308

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                var read = await _stream.ReadAsync(_incoming.Writer.GetMemory(4096));
                if (read == 0)
                    break;
                _incoming.Writer.Advance(read);
                await _incoming.Writer.FlushAsync();
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Reset by the client, or closed by a fault.
        }
        await _gone.CancelAsync();
        await _incoming.Writer.CompleteAsync();
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace TesslateLite.Support;

/// <summary>How a connection is cut: politely, or as if the other machine had lost it.</summary>
public enum Cut
{
    /// <summary>The end of the stream (FIN).</summary>
    End,

    /// <summary>A reset (RST): what was on its way is lost.</summary>
    Reset,
}

/// <summary>A TCP proxy on the loopback that does to a connection what networks do. Up is towards the target.</summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private const int ChunkSize = 16 * 1024;
    private const int ChunksUnderWay = 64;

    private readonly int _target;
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentDictionary<Link, Task> _links = new();
    private readonly Task _accepting;
    private volatile TaskCompletionSource _reading = Opened();
    private long _up;
    private long _down;
    private long _swallowed;
    private long _downLeft = long.MaxValue;
    private int _accepted;

    /// <summary>Listens on a free port and hands every connection on to the target port of 127.0.0.1.</summary>
    public FaultProxy(int targetPort)
    {
        _target = targetPort;
        Port = FreePort.Next();
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The port to connect to.</summary>
    public int Port { get; }

    /// <summary>Bytes handed on to the target so far.</summary>
    public long BytesUp => Interlocked.Read(ref _up);

    /// <summary>Bytes handed on to the clients so far.</summary>
    public long BytesDown => Interlocked.Read(ref _down);

    /// <summary>Bytes that a black hole took so far.</summary>
    public long BytesSwallowed => Interlocked.Read(ref _swallowed);

    /// <summary>Connections accepted so far.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Connections open now.</summary>
    public int Open => _links.Count;

    /// <summary>How long every chunk is on its way, each way; later chunks do not wait for earlier ones to arrive.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>Takes everything and delivers nothing, both ways; what was swallowed is lost.</summary>
    public bool BlackHole { get; set; }

    /// <summary>Cuts new connections as soon as they are made.</summary>
    public bool Refuse { get; set; }

    /// <summary>Stops reading from both sides, so that their buffers fill, until <see cref="ResumeReading"/>.</summary>
    public void PauseReading()
    {
        if (_reading.Task.IsCompleted)
        {
            _reading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Reads on.</summary>
    public void ResumeReading() => _reading.TrySetResult();

    /// <summary>Cuts every open connection.</summary>
    public void CutAll(Cut how)
    {
        foreach (var link in _links.Keys)
        {
            link.Cut(how);
        }
    }

    /// <summary>Resets the connection that carries the byte after the next <paramref name="bytes"/> towards a client.</summary>
    public void CutAfter(long bytes) => Interlocked.Exchange(ref _downLeft, bytes);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        CutAll(Cut.Reset);
        await _accepting.ConfigureAwait(false);
        await Task.WhenAll(_links.Values).ConfigureAwait(false);
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_ending.Token).ConfigureAwait(false);
                Interlocked.Increment(ref _accepted);
                var link = new Link(client);
                if (Refuse)
                {
                    link.Cut(Support.Cut.Reset);
                    continue;
                }

                // Noted before it runs, so that CutAll and the end see it.
                var start = new TaskCompletionSource();
                _links[link] = RunAsync(link, start.Task);
                start.SetResult();
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The proxy ends.
        }
    }

    private async Task RunAsync(Link link, Task noted)
    {
        await noted.ConfigureAwait(false);
        try
        {
            await link.Server.ConnectAsync(IPAddress.Loopback, _target, _ending.Token).ConfigureAwait(false);
            await Task.WhenAll(PumpAsync(link, link.Client, link.Server, up: true), PumpAsync(link, link.Server, link.Client, up: false))
                .ConfigureAwait(false);
            link.Cut(Support.Cut.End);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            link.Cut(Support.Cut.Reset);
        }
        finally
        {
            _links.TryRemove(link, out _);
        }
    }

    private async Task PumpAsync(Link link, Socket from, Socket to, bool up)
    {
        var underWay = Channel.CreateBounded<(long Due, byte[] Bytes)>(ChunksUnderWay);
        var writing = WriteAsync();
        try
        {
            var buffer = new byte[ChunkSize];
            while (true)
            {
                var count = await from.ReceiveAsync(buffer, _ending.Token).ConfigureAwait(false);
                // After the read: a read that was waiting when the pause began must not slip through.
                await _reading.Task.WaitAsync(_ending.Token).ConfigureAwait(false);
                if (count == 0)
                {
                    break;
                }

                var due = Environment.TickCount64 + (long)Latency.TotalMilliseconds;
                if (BlackHole)
                {
                    Interlocked.Add(ref _swallowed, count);
                }
                else
                {
                    await underWay.Writer.WriteAsync((due, buffer[..count]), _ending.Token).ConfigureAwait(false);
                }
            }
        }
        catch (SocketException)
        {
            // One side reset: so does the other.
            link.Cut(Support.Cut.Reset);
        }
        finally
        {
            underWay.Writer.TryComplete();
        }

        await writing.ConfigureAwait(false);

        async Task WriteAsync()
        {
            await foreach (var (due, bytes) in underWay.Reader.ReadAllAsync(_ending.Token).ConfigureAwait(false))
            {
                var wait = due - Environment.TickCount64;
                if (wait > 0)
                {
                    using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(wait));
                    await timer.WaitForNextTickAsync(_ending.Token).ConfigureAwait(false);
                }

                var count = up ? bytes.Length : (int)Math.Min(bytes.Length, Interlocked.Read(ref _downLeft));
                await to.SendAsync(bytes.AsMemory(0, count), _ending.Token).ConfigureAwait(false);
                Interlocked.Add(ref up ? ref _up : ref _down, count);
                if (!up && Interlocked.Read(ref _downLeft) != long.MaxValue)
                {
                    Interlocked.Add(ref _downLeft, -count);
                }

                if (count < bytes.Length)
                {
                    Interlocked.Exchange(ref _downLeft, long.MaxValue);
                    link.Cut(Support.Cut.Reset);
                    return;
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
    }

    private static TaskCompletionSource Opened()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    /// <summary>The two sockets of one connection.</summary>
    private sealed class Link(Socket client)
    {
        public Socket Client { get; } = client;

        public Socket Server { get; } = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

        public void Cut(Cut how)
        {
            foreach (var socket in new[] { Client, Server })
            {
                try
                {
                    if (how == Support.Cut.Reset)
                    {
                        // Closing with nothing allowed to linger sends RST.
                        socket.LingerState = new LingerOption(true, 0);
                    }
                    else if (socket.Connected)
                    {
                        socket.Shutdown(SocketShutdown.Both);
                    }
                }
                catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
                {
                    // Already gone.
                }

                socket.Dispose();
            }
        }
    }
}

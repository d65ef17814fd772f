using System.Buffers;
using TesslateLite.Contracts.Wire;

namespace TesslateLite.Hub.Gateway.Direct;

/// <summary>
/// Reads through line by line, each line as <see cref="EventLine"/> mends it, as soon as it is whole; fails at an event that is
/// longer than can be kept in memory.
/// </summary>
internal sealed class GuardedStream(Stream body) : Stream
{
    /// <summary>Bytes of one event at the most.</summary>
    public const int LongestEvent = 1024 * 1024;

    private readonly byte[] _read = new byte[16 * 1024];
    private readonly ArrayBufferWriter<byte> _line = new();
    private ReadOnlyMemory<byte> _ready;
    private ReadOnlyMemory<byte> _unread;
    private int _event;
    private bool _ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty && !TakeLine() && !_ended)
        {
            var length = await body.ReadAsync(_read, cancellationToken);
            _unread = _read.AsMemory(0, length);
            _ended = length == 0;
        }

        var given = _ready[..Math.Min(buffer.Length, _ready.Length)];
        given.CopyTo(buffer);
        _ready = _ready[given.Length..];
        return given.Length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Answers are read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            body.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Makes the next line ready. False when none is whole.</summary>
    private bool TakeLine()
    {
        if (_ready.Length > 0)
        {
            return true;
        }

        // What was handed out last is not needed any more.
        var lf = _unread.Span.IndexOf((byte)'\n');
        var part = lf < 0 ? _unread : _unread[..(lf + 1)];
        _line.Write(part.Span);
        _unread = _unread[part.Length..];
        _event += part.Length;
        if (_event > LongestEvent)
        {
            throw new ModelException(ReplyFailureCodes.Malformed, "An event of the answer is too long.");
        }

        if (lf < 0 && !(_ended && _line.WrittenCount > 0))
        {
            return false;
        }

        // An empty line ends an event; an event without one is what would grow in memory.
        _event = _line.WrittenSpan.TrimEnd("\r\n"u8).IsEmpty ? 0 : _event;
        _ready = EventLine.Mended(_line.WrittenMemory.ToArray());
        _line.ResetWrittenCount();
        return true;
    }
}

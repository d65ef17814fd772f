using System.Text;
using TesslateLite.Contracts.Wire;

namespace TesslateLite.Hub.Gateway.Direct;

/// <summary>
/// Stands between the network and the client library, which believes what it receives: nothing but a stream of events gets
/// through as an answer, no event is longer than can be kept in memory, and of an error no more is read than tells what it is.
/// </summary>
internal sealed class ResponseGuard(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>Bytes of one event at the most.</summary>
    public const int LongestEvent = 1024 * 1024;

    /// <summary>Bytes that are read of an error.</summary>
    public const int LongestError = 64 * 1024;

    private const string EventStream = "text/event-stream";
    private const string Json = "application/json";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var type = response.Content.Headers.ContentType?.MediaType;
            if ((int)response.StatusCode >= 400)
                Replace(response, new GuardedStream(body, LongestError, longestEvent: int.MaxValue));
            else if (response.IsSuccessStatusCode && type is null or EventStream)
                Replace(response, new GuardedStream(body, length: long.MaxValue, LongestEvent));
            else
                throw await NoStream(type, body, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static void Replace(HttpResponseMessage response, Stream body)
    {
        var content = new StreamContent(body);
        content.Headers.ContentType = response.Content.Headers.ContentType;
        response.Content = content;
    }

    /// <summary>A redirect, a web page, or an error under status 200.</summary>
    private static async Task<ModelException> NoStream(string? type, Stream body, CancellationToken cancellation)
    {
        if (type == Json)
        {
            using var reader = new StreamReader(new GuardedStream(body, LongestError, longestEvent: int.MaxValue), Encoding.UTF8);
            if (ProviderError.Parse(await reader.ReadToEndAsync(cancellation)) is { } error)
                return FailureReader.FromFrame(error);
        }
        return new ModelException(ReplyFailureCodes.Malformed, "The answer is not a stream of events.");
    }

    /// <summary>Reads through, ends after so many bytes, and fails at an event that is too long.</summary>
    private sealed class GuardedStream(Stream body, long length, int longestEvent) : Stream
    {
        private long _left = length;
        private int _event;
        private int _line;

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
            var wanted = buffer[..(int)Math.Min(buffer.Length, _left)];
            return Checked(wanted.IsEmpty ? 0 : await body.ReadAsync(wanted, cancellationToken), wanted.Span);
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(Span<byte> buffer)
        {
            var wanted = buffer[..(int)Math.Min(buffer.Length, _left)];
            return Checked(wanted.IsEmpty ? 0 : body.Read(wanted), wanted);
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                body.Dispose();
            base.Dispose(disposing);
        }

        /// <summary>Counts since the last empty line, which ends an event; an event without one is what would grow in memory.</summary>
        private int Checked(int read, ReadOnlySpan<byte> bytes)
        {
            _left -= read;
            foreach (var value in bytes[..read])
            {
                _event++;
                if (value == (byte)'\n')
                {
                    _event = _line == 0 ? 0 : _event;
                    _line = 0;
                }
                else if (value != (byte)'\r')
                {
                    _line++;
                }

                if (_event > longestEvent)
                    throw new ModelException(ReplyFailureCodes.Malformed, "An event of the answer is too long.");
            }
            return read;
        }
    }
}

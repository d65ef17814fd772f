using System.Text;
using TesslateLite.Contracts.Wire;

namespace TesslateLite.Hub.Gateway.Direct;

/// <summary>
/// Stands between the network and the client library, which believes what it receives: nothing but a stream of events gets
/// through as an answer, no event is longer than can be kept in memory, and of an error no more is read than tells what it is.
/// </summary>
internal sealed class ResponseGuard(HttpMessageHandler inner) : DelegatingHandler(inner)
{
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
                Replace(response, new ByteArrayContent(await StartOf(body, cancellationToken)));
            else if (response.IsSuccessStatusCode && type is null or EventStream)
                Replace(response, new StreamContent(new GuardedStream(body)));
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

    private static void Replace(HttpResponseMessage response, HttpContent content)
    {
        content.Headers.ContentType = response.Content.Headers.ContentType;
        response.Content = content;
    }

    private static async Task<byte[]> StartOf(Stream body, CancellationToken cancellation)
    {
        var start = new byte[LongestError];
        var length = await body.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellation);
        return start[..length];
    }

    /// <summary>A redirect, a web page, or an error under status 200.</summary>
    private static async Task<ModelException> NoStream(string? type, Stream body, CancellationToken cancellation)
    {
        if (type == Json)
        {
            if (ProviderError.Parse(Encoding.UTF8.GetString(await StartOf(body, cancellation))) is { } error)
                return FailureReader.FromFrame(error);
        }
        return new ModelException(ReplyFailureCodes.Malformed, "The answer is not a stream of events.");
    }
}

using System.Net.Sockets;
using System.Text.Json;
using FluentAssertions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Gateway;
using TesslateLite.Hub.Gateway.Direct;
using Xunit;

namespace TesslateLite.Gateway.Tests;

public sealed class FailureReaderTests
{
    private const string Secret = "what the person wrote";

    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<Exception, string> Thrown => new()
    {
        { new HttpRequestException(HttpRequestError.ConnectionError), ReplyFailureCodes.Unreachable },
        { new HttpRequestException(HttpRequestError.NameResolutionError), ReplyFailureCodes.Unreachable },
        { new HttpRequestException(HttpRequestError.SecureConnectionError), ReplyFailureCodes.Unreachable },
        { new TaskCanceledException("", new TimeoutException()), ReplyFailureCodes.Unreachable },
        { new HttpRequestException(HttpRequestError.ResponseEnded), ReplyFailureCodes.ConnectionLost },
        { new HttpRequestException(HttpRequestError.InvalidResponse), ReplyFailureCodes.Malformed },
        { new HttpIOException(HttpRequestError.ResponseEnded), ReplyFailureCodes.ConnectionLost },
        { new HttpIOException(HttpRequestError.InvalidResponse), ReplyFailureCodes.Malformed },
        { new IOException("", new SocketException((int)SocketError.ConnectionReset)), ReplyFailureCodes.ConnectionLost },
        { new JsonException(Secret), ReplyFailureCodes.Malformed },
        { new InvalidOperationException(Secret), ReplyFailureCodes.Malformed },
        { new ArgumentOutOfRangeException(Secret), ReplyFailureCodes.Malformed },
        { new InsufficientMemoryException(), ReplyFailureCodes.ModelFailed },
        { new ModelException(ReplyFailureCodes.Stalled, ""), ReplyFailureCodes.Stalled },
    };

    [Fact]
    public void An_error_that_quotes_half_a_surrogate_pair_is_still_what_its_status_says() =>
        FailureReader.FromResponse(429, """{"error":{"message":"You said: \ud83d","type":"rate_limit_error"}}""", _ => null, s_now)
            .Code.Should().Be(ReplyFailureCodes.RateLimited);

    [Theory]
    [InlineData(400, "", ReplyFailureCodes.RequestRejected)]
    [InlineData(401, "", ReplyFailureCodes.Unauthorized)]
    [InlineData(402, "", ReplyFailureCodes.BudgetExceeded)]
    [InlineData(403, "", ReplyFailureCodes.Denied)]
    [InlineData(404, "", ReplyFailureCodes.Unavailable)]
    [InlineData(408, "", ReplyFailureCodes.TimedOut)]
    [InlineData(413, "", ReplyFailureCodes.ContextTooLong)]
    [InlineData(418, "", ReplyFailureCodes.RequestRejected)]
    [InlineData(429, "", ReplyFailureCodes.RateLimited)]
    [InlineData(500, "", ReplyFailureCodes.ProviderFailed)]
    [InlineData(529, "", ReplyFailureCodes.ProviderFailed)]
    [InlineData(599, "{", ReplyFailureCodes.ProviderFailed)]
    [InlineData(400, "[]", ReplyFailureCodes.RequestRejected)]
    [InlineData(400, "[[]]", ReplyFailureCodes.RequestRejected)]
    [InlineData(400, """{"error":null}""", ReplyFailureCodes.RequestRejected)]
    [InlineData(400, """{"error":{"type":7,"code":{},"message":[]}}""", ReplyFailureCodes.RequestRejected)]
    [InlineData(401, """{"error":{"type":"auth_error","message":"Budget has been exceeded: User x"}}""", ReplyFailureCodes.BudgetExceeded)]
    [InlineData(400, """{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low"}}""", ReplyFailureCodes.BudgetExceeded)]
    [InlineData(429, """{"error":{"type":"None","message":"Rate limit exceeded: the context window of the key"}}""", ReplyFailureCodes.RateLimited)]
    [InlineData(500, """{"error":"The input (9999 tokens) is longer than the model's context length (8192 tokens)."}""", ReplyFailureCodes.ContextTooLong)]
    public void The_status_decides_unless_the_error_says_better_what_it_is(int status, string body, string code) =>
        FailureReader.FromResponse(status, body, _ => null, s_now).Code.Should().Be(code);

    [Theory]
    [InlineData("""{"error":{"message":"x","code":"429"}}""", ReplyFailureCodes.RateLimited)]
    [InlineData("""{"error":{"message":"x","code":503}}""", ReplyFailureCodes.ProviderFailed)]
    [InlineData("""{"error":{"message":"x","type":"rate_limit_error"}}""", ReplyFailureCodes.RateLimited)]
    [InlineData("""{"error":{"message":"x","type":"overloaded_error"}}""", ReplyFailureCodes.ProviderFailed)]
    [InlineData("""{"error":{"message":"x","type":"invalid_request_error"}}""", ReplyFailureCodes.RequestRejected)]
    [InlineData("""{"error":{"message":"x","type":"invalid_request_error","code":"context_length_exceeded"}}""", ReplyFailureCodes.ContextTooLong)]
    [InlineData("""{"error":{"message":"x","code":"content_filter"}}""", ReplyFailureCodes.ContentFiltered)]
    [InlineData("""{"error":{"message":"x","type":"None","code":"7"}}""", ReplyFailureCodes.ProviderFailed)]
    [InlineData("""{"error":"x"}""", ReplyFailureCodes.ProviderFailed)]
    public void An_error_within_an_answer_is_what_its_code_or_type_stands_for(string frame, string code) =>
        FailureReader.FromFrame(ProviderError.Parse(frame)!).Code.Should().Be(code);

    [Theory]
    [MemberData(nameof(Thrown))]
    public void What_is_thrown_on_the_way_has_a_code(Exception thrown, string code) =>
        FailureReader.FromException(thrown, s_now).Code.Should().Be(code);

    [Fact]
    public void What_a_provider_quotes_is_not_passed_on()
    {
        var body = $$$"""{"error":{"message":"{{{Secret}}}","type":"{{{Secret}}}","code":"{{{Secret}}}"}}""";
        ModelException[] failures =
        [
            FailureReader.FromResponse(400, body, _ => null, s_now),
            FailureReader.FromFrame(ProviderError.Parse(body)!),
            FailureReader.FromException(new JsonException(Secret), s_now),
        ];

        failures.Should().AllSatisfy(failure => failure.ToString().Should().NotContain(Secret));
    }

    [Theory]
    [InlineData(null, "7", 7)]
    [InlineData(null, "0.5", 0.5)]
    [InlineData("1500", "7", 1.5)]
    [InlineData(null, "Thu, 01 Jan 2026 12:00:30 GMT", 30)]
    [InlineData(null, "Thu, 01 Jan 2026 11:00:00 GMT", 0)]
    [InlineData(null, "-5", 0)]
    [InlineData(null, "1e300", 86_400)]
    public void Retry_after_is_read_in_all_its_forms(string? milliseconds, string? value, double seconds) =>
        FailureReader.ReadRetryAfter(milliseconds, value, s_now).Should().Be(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("NaN")]
    public void Nonsense_in_retry_after_is_as_if_it_were_not_there(string? value) =>
        FailureReader.ReadRetryAfter(null, value, s_now).Should().BeNull();

    [Fact]
    public void Retry_after_comes_with_the_failure() =>
        FailureReader.FromResponse(429, "", name => name == "retry-after" ? "3" : null, s_now).RetryAfter.Should().Be(TimeSpan.FromSeconds(3));
}

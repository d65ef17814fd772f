using System.ClientModel;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Polly.Timeout;
using TesslateLite.Contracts.Wire;

namespace TesslateLite.Hub.Gateway.Direct;

/// <summary>
/// Translates what goes wrong upstream into our codes. Pure. What providers write is read to recognise the case and never
/// passed on: they quote in it what they were asked.
/// </summary>
internal static class FailureReader
{
    private static readonly TimeSpan s_longestRetryAfter = TimeSpan.FromDays(1);

    private static readonly string[] s_budgetMarks = ["budget_exceeded", "insufficient_quota", "billing_hard_limit_reached", "billing_error"];
    private static readonly string[] s_budgetPhrases =
        ["budget has been exceeded", "exceeded budget", "crossed budget", "max budget limit", "credit balance is too low"];

    private static readonly string[] s_filterMarks = ["content_filter", "content_policy_violation", "responsibleaipolicyviolation", "moderation_blocked"];
    private static readonly string[] s_filterPhrases = ["content management policy", "contentpolicyviolation", "responsibleai"];

    private static readonly string[] s_contextMarks = ["context_length_exceeded", "exceed_context_size_error", "string_above_max_length"];
    private static readonly string[] s_contextPhrases =
    [
        "maximum context length", // OpenAI, vLLM
        "context_length_exceeded",
        "contextwindowexceeded", // LiteLLM
        "context window",
        "exceed context limit", // Anthropic
        "prompt is too long", // Anthropic
        "reduce the length of the messages", // Groq
        "the model's context length", // SGLang
        "the available context size", // llama.cpp
        "input token count", // Gemini
    ];

    private static readonly string[] s_missingModelMarks = ["model_not_found", "model_decommissioned", "not_found_error"];

    /// <summary>What the words of an error stand for where no status comes with it.</summary>
    private static readonly Dictionary<string, int> s_statusOfMark = new(StringComparer.Ordinal)
    {
        ["rate_limit_exceeded"] = 429,
        ["rate_limit_error"] = 429,
        ["too_many_requests"] = 429,
        ["resource_exhausted"] = 429,
        ["authentication_error"] = 401,
        ["invalid_api_key"] = 401,
        ["permission_error"] = 403,
        ["permission_denied"] = 403,
        ["invalid_request_error"] = 400,
        ["invalid_argument"] = 400,
        ["request_too_large"] = 413,
        ["timeout_error"] = 408,
        ["timeout"] = 408,
    };

    /// <summary>Reads an answer whose status says that it failed.</summary>
    /// <param name="status">The status, or what stands for it.</param>
    /// <param name="body">What came with it, possibly cut.</param>
    /// <param name="header">The value of a response header by its name, or null.</param>
    /// <param name="now">The time, which a date in <c>retry-after</c> is compared with.</param>
    public static ModelException FromResponse(int status, string body, Func<string, string?> header, DateTimeOffset now) =>
        new(CodeOf(status, ProviderError.Parse(body) ?? ProviderError.Unreadable), $"The provider answered {status}.")
        {
            RetryAfter = ReadRetryAfter(header("retry-after-ms"), header("retry-after"), now),
        };

    /// <summary>Reads an error that came as a frame of a stream whose status was 200.</summary>
    public static ModelException FromFrame(ProviderError error)
    {
        var status = error.Status ?? error.Marks.Select(mark => s_statusOfMark.GetValueOrDefault(mark)).FirstOrDefault(known => known > 0, 500);
        return new ModelException(CodeOf(status, error), $"The provider sent an error within its answer; it stands for {status}.");
    }

    /// <summary>Reads what was thrown while a provider was called or its answer read; cancellation is not for here.</summary>
    public static ModelException FromException(Exception e, DateTimeOffset now) => e switch
    {
        ModelException known => known,
        ClientResultException { Status: > 0 } answered => FromAnswered(answered, now),
        ClientResultException { InnerException: { } cause } => FromException(cause, now),
        TimeoutRejectedException => new ModelException(ReplyFailureCodes.TimedOut, "No token came in time."),
        HttpRequestException request => new ModelException(CodeOf(request.HttpRequestError), $"The call failed: {request.HttpRequestError}.", e),
        HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } => new ModelException(ReplyFailureCodes.Malformed, "The answer is not HTTP.", e),
        IOException => new ModelException(ReplyFailureCodes.ConnectionLost, "The connection broke.", e),
        // The handler's own limit for connecting; ours are told apart before.
        OperationCanceledException => new ModelException(ReplyFailureCodes.Unreachable, "No connection came about in time.", e),
        // What the client throws at JSON that is cut, or not of the protocol. Without it: it may quote.
        JsonException or InvalidOperationException or ArgumentException or FormatException or KeyNotFoundException or NotSupportedException =>
            new ModelException(ReplyFailureCodes.Malformed, $"The answer cannot be read ({e.GetType().Name})."),
        _ => new ModelException(ReplyFailureCodes.ModelFailed, $"Unforeseen: {e.GetType().Name}.", e),
    };

    /// <summary>How long a provider asks us to wait: milliseconds, seconds or a date; null when it does not say, or nothing sensible.</summary>
    public static TimeSpan? ReadRetryAfter(string? milliseconds, string? secondsOrDate, DateTimeOffset now)
    {
        if (double.TryParse(milliseconds, NumberStyles.Float, CultureInfo.InvariantCulture, out var ms))
            return Sensible(ms / 1000);
        if (double.TryParse(secondsOrDate, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
            return Sensible(seconds);
        return RetryConditionHeaderValue.TryParse(secondsOrDate, out var parsed) && parsed.Date is { } date
            ? Sensible((date - now).TotalSeconds)
            : null;

        static TimeSpan? Sensible(double seconds) =>
            double.IsNaN(seconds) ? null : TimeSpan.FromSeconds(Math.Clamp(seconds, 0, s_longestRetryAfter.TotalSeconds));
    }

    private static ModelException FromAnswered(ClientResultException answered, DateTimeOffset now)
    {
        var response = answered.GetRawResponse();
        var body = response?.Content.ToString() ?? "";
        return FromResponse(answered.Status, body, name => response?.Headers.TryGetValue(name, out var value) == true ? value : null, now);
    }

    /// <summary>What the error calls itself counts before the status: proxies translate statuses, and differ in it by release.</summary>
    private static string CodeOf(int status, ProviderError error)
    {
        if (status == 402 || Is(error, s_budgetMarks, s_budgetPhrases))
            return ReplyFailureCodes.BudgetExceeded;
        if (error.Marks.Any(mark => mark.EndsWith("_model_access_denied", StringComparison.Ordinal)))
            return ReplyFailureCodes.Denied;
        if (status is 401 or 408 or 429)
            return OfStatus(status);
        if (Is(error, s_filterMarks, s_filterPhrases))
            return ReplyFailureCodes.ContentFiltered;
        if (Is(error, s_contextMarks, s_contextPhrases))
            return ReplyFailureCodes.ContextTooLong;
        if (Is(error, s_missingModelMarks, []))
            return ReplyFailureCodes.Unavailable;
        return OfStatus(status);
    }

    private static string OfStatus(int status) => status switch
    {
        401 => ReplyFailureCodes.Unauthorized,
        403 => ReplyFailureCodes.Denied,
        404 => ReplyFailureCodes.Unavailable,
        408 => ReplyFailureCodes.TimedOut,
        413 => ReplyFailureCodes.ContextTooLong,
        429 => ReplyFailureCodes.RateLimited,
        >= 400 and < 500 => ReplyFailureCodes.RequestRejected,
        >= 500 => ReplyFailureCodes.ProviderFailed,
        _ => ReplyFailureCodes.ModelFailed,
    };

    private static string CodeOf(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or
            HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError => ReplyFailureCodes.Unreachable,
        HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded => ReplyFailureCodes.Malformed,
        _ => ReplyFailureCodes.ConnectionLost,
    };

    private static bool Is(ProviderError error, string[] marks, string[] phrases) =>
        error.Marks.Any(mark => marks.Contains(mark, StringComparer.Ordinal)) ||
        phrases.Any(phrase => error.Message.Contains(phrase, StringComparison.Ordinal));
}

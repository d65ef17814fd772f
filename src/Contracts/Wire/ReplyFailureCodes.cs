namespace TesslateLite.Contracts.Wire;

/// <summary>
/// Why a reply did not complete: stored with it, and what a client decides by. Stable: a code is never renamed.
/// Which of them may be continued, and which are worth another try, is in <c>docs/protocol.md</c>.
/// </summary>
public static class ReplyFailureCodes
{
    /// <summary>The provider takes no more requests for now.</summary>
    public const string RateLimited = "model_rate_limited";

    /// <summary>The provider does not accept the server's key.</summary>
    public const string Unauthorized = "model_unauthorized";

    /// <summary>The budget or the credit at the provider is used up.</summary>
    public const string BudgetExceeded = "model_budget_exceeded";

    /// <summary>The key may not use this model.</summary>
    public const string Denied = "model_denied";

    /// <summary>The model is not there: not in the configuration any more, without a key, or unknown to its provider.</summary>
    public const string Unavailable = "model_unavailable";

    /// <summary>The conversation does not fit into the model's window, whatever is left out.</summary>
    public const string ContextTooLong = "model_context_too_long";

    /// <summary>The provider's content filter stepped in.</summary>
    public const string ContentFiltered = "model_content_filtered";

    /// <summary>The provider takes the request for malformed.</summary>
    public const string RequestRejected = "model_request_rejected";

    /// <summary>The provider failed (5xx), or says that it is overloaded.</summary>
    public const string ProviderFailed = "model_provider_failed";

    /// <summary>The provider cannot be reached: refused, no such host, no TLS.</summary>
    public const string Unreachable = "model_unreachable";

    /// <summary>The connection broke in the middle of the answer.</summary>
    public const string ConnectionLost = "model_connection_lost";

    /// <summary>The answer did not begin in time.</summary>
    public const string TimedOut = "model_timed_out";

    /// <summary>The answer began, and then nothing came for too long.</summary>
    public const string Stalled = "model_stalled";

    /// <summary>The stream ended before the model said that it was done.</summary>
    public const string EndedEarly = "model_ended_early";

    /// <summary>What came is not what the protocol has.</summary>
    public const string Malformed = "model_malformed_answer";

    /// <summary>The model may not write more in one reply.</summary>
    public const string OutputLimit = "model_output_limit";

    /// <summary>Something unforeseen between us and the model.</summary>
    public const string ModelFailed = "model_failed";

    /// <summary>The model wrote more than is kept.</summary>
    public const string TooLong = "reply_too_long";

    /// <summary>One worker after the other was lost over it.</summary>
    public const string Abandoned = "reply_abandoned";

    /// <summary>The demo model failed because it was asked to.</summary>
    public const string DemoFailed = "demo_failed";

    /// <summary>The text so far is not from this version of the demo's script.</summary>
    public const string DemoCannotContinue = "demo_cannot_continue";
}

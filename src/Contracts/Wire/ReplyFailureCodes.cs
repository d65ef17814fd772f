namespace TesslateLite.Contracts.Wire;

/// <summary>
/// Why a reply did not complete: stored with it, and what a client decides by. Stable: a code is never renamed.
/// Which of them may be continued, and which are worth another try, is in <see cref="ReplyFailures"/>.
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

/// <summary>What can be done about a reply that did not complete.</summary>
/// <param name="Sentence">For people, in English; clients have their own words for codes that they know.</param>
/// <param name="MayContinue">Another reply may go on from its text.</param>
/// <param name="MayRetry">The same message, asked again without any change, may get an answer.</param>
public sealed record ReplyFailure(string Sentence, bool MayContinue, bool MayRetry);

/// <summary>Each code with its sentence and its rights, in one place.</summary>
public static class ReplyFailures
{
    /// <summary>By code.</summary>
    public static IReadOnlyDictionary<string, ReplyFailure> All { get; } = new Dictionary<string, ReplyFailure>(StringComparer.Ordinal)
    {
        [ReplyFailureCodes.RateLimited] = new("The model's provider takes no more requests at the moment.", MayContinue: true, MayRetry: true),
        [ReplyFailureCodes.Unauthorized] = new("The model's provider does not accept this server's key. The operator has to mend it.", MayContinue: true, MayRetry: false),
        [ReplyFailureCodes.BudgetExceeded] = new("The budget for this model is used up.", MayContinue: true, MayRetry: false),
        [ReplyFailureCodes.Denied] = new("This server may not use this model at its provider.", MayContinue: true, MayRetry: false),
        [ReplyFailureCodes.Unavailable] = new("This model is not available. Choose another one.", MayContinue: true, MayRetry: false),
        [ReplyFailureCodes.ContextTooLong] = new("The conversation is too long for this model.", MayContinue: false, MayRetry: false),
        [ReplyFailureCodes.ContentFiltered] = new("The provider's content filter stopped this reply.", MayContinue: false, MayRetry: false),
        [ReplyFailureCodes.RequestRejected] = new("The model's provider did not accept the request.", MayContinue: false, MayRetry: false),
        [ReplyFailureCodes.ProviderFailed] = new("The model's provider has a problem.", MayContinue: true, MayRetry: true),
        [ReplyFailureCodes.Unreachable] = new("The model's provider cannot be reached.", MayContinue: true, MayRetry: true),
        [ReplyFailureCodes.ConnectionLost] = new("The connection to the model broke.", MayContinue: true, MayRetry: true),
        [ReplyFailureCodes.TimedOut] = new("The model did not begin to answer in time.", MayContinue: true, MayRetry: true),
        [ReplyFailureCodes.Stalled] = new("The model stopped sending in the middle of the reply.", MayContinue: true, MayRetry: true),
        [ReplyFailureCodes.EndedEarly] = new("The reply ended before the model was done.", MayContinue: true, MayRetry: true),
        [ReplyFailureCodes.Malformed] = new("The model's provider sent something that cannot be read.", MayContinue: true, MayRetry: true),
        [ReplyFailureCodes.OutputLimit] = new("The model may not write more in one reply.", MayContinue: true, MayRetry: false),
        [ReplyFailureCodes.ModelFailed] = new("Something went wrong on the way to the model.", MayContinue: true, MayRetry: true),
        [ReplyFailureCodes.TooLong] = new("The reply is longer than can be kept.", MayContinue: false, MayRetry: false),
        [ReplyFailureCodes.Abandoned] = new("The server was lost over this reply, again and again.", MayContinue: true, MayRetry: true),
        [ReplyFailureCodes.DemoFailed] = new("The demo model failed because it was asked to.", MayContinue: true, MayRetry: true),
        [ReplyFailureCodes.DemoCannotContinue] = new("The demo model has another script by now.", MayContinue: false, MayRetry: true),
    };
}

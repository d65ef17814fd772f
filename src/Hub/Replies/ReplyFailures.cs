using TesslateLite.Contracts.Wire;

namespace TesslateLite.Hub.Replies;

/// <summary>What can be done about a reply that did not complete.</summary>
/// <param name="MayContinue">Another reply may go on from its text.</param>
/// <param name="MayRetry">The same message, asked again without any change, may get an answer.</param>
public sealed record ReplyFailure(bool MayContinue, bool MayRetry);

/// <summary>The rights that go with each of <see cref="ReplyFailureCodes"/>, in one place.</summary>
public static class ReplyFailures
{
    /// <summary>By code.</summary>
    public static IReadOnlyDictionary<string, ReplyFailure> All { get; } = new Dictionary<string, ReplyFailure>(StringComparer.Ordinal)
    {
        [ReplyFailureCodes.RateLimited] = new(MayContinue: true, MayRetry: true),
        [ReplyFailureCodes.Unauthorized] = new(MayContinue: true, MayRetry: false),
        [ReplyFailureCodes.BudgetExceeded] = new(MayContinue: true, MayRetry: false),
        [ReplyFailureCodes.Denied] = new(MayContinue: true, MayRetry: false),
        [ReplyFailureCodes.Unavailable] = new(MayContinue: true, MayRetry: false),
        [ReplyFailureCodes.ContextTooLong] = new(MayContinue: false, MayRetry: false),
        [ReplyFailureCodes.ContentFiltered] = new(MayContinue: false, MayRetry: false),
        [ReplyFailureCodes.RequestRejected] = new(MayContinue: false, MayRetry: false),
        [ReplyFailureCodes.ProviderFailed] = new(MayContinue: true, MayRetry: true),
        [ReplyFailureCodes.Unreachable] = new(MayContinue: true, MayRetry: true),
        [ReplyFailureCodes.ConnectionLost] = new(MayContinue: true, MayRetry: true),
        [ReplyFailureCodes.TimedOut] = new(MayContinue: true, MayRetry: true),
        [ReplyFailureCodes.Stalled] = new(MayContinue: true, MayRetry: true),
        [ReplyFailureCodes.EndedEarly] = new(MayContinue: true, MayRetry: true),
        [ReplyFailureCodes.Malformed] = new(MayContinue: true, MayRetry: true),
        [ReplyFailureCodes.OutputLimit] = new(MayContinue: true, MayRetry: false),
        [ReplyFailureCodes.ModelFailed] = new(MayContinue: true, MayRetry: true),
        [ReplyFailureCodes.TooLong] = new(MayContinue: false, MayRetry: false),
        [ReplyFailureCodes.Abandoned] = new(MayContinue: true, MayRetry: true),
        [ReplyFailureCodes.DemoFailed] = new(MayContinue: true, MayRetry: true),
        [ReplyFailureCodes.DemoCannotContinue] = new(MayContinue: false, MayRetry: true),
    };
}

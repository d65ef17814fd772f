using TesslateLite.Contracts.Wire;

namespace TesslateLite.Hub.Gateway.Direct;

/// <summary>What follows a failure that came before the first token. Pure; after the first token nothing is ever repeated.</summary>
internal static class RetryRules
{
    /// <summary>A provider that asks for more patience than this is not waited for.</summary>
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(4);

    /// <summary>How long to wait before a further attempt at the same model; null when there shall be none.</summary>
    /// <param name="failure">What the last attempt ended with.</param>
    /// <param name="attempt">Attempts at this model so far.</param>
    /// <param name="anotherReady">Whether another deployment of it is there that does not rest: it need not be waited for.</param>
    /// <param name="router">The settings.</param>
    /// <param name="jitter">Chance from 0 to 1, so that many replies that failed together do not come back together.</param>
    public static TimeSpan? PauseAfter(ModelException failure, int attempt, bool anotherReady, RouterSettings router, double jitter)
    {
        if (attempt > router.Retries || IsFaultOfTheRequest(failure.Code))
            return null;
        if (anotherReady)
            return TimeSpan.Zero;
        if (!MayPass(failure.Code) || failure.RetryAfter > s_longestWait)
            return null;
        var pause = failure.RetryAfter ?? Min(s_firstPause * Math.Pow(2, attempt - 1), s_longestPause) * (0.5 + jitter);
        return pause > router.RetryAfter ? pause : router.RetryAfter;
    }

    /// <summary>The models to ask next, in order, when all attempts at one have failed.</summary>
    public static IReadOnlyList<string> FallbacksAfter(ModelException failure, string model, RouterSettings router)
    {
        if (failure.Code == ReplyFailureCodes.ContextTooLong)
            return router.ContextWindowFallbacks.GetValueOrDefault(model, []);
        return IsFaultOfTheRequest(failure.Code) ? [] : router.Fallbacks.GetValueOrDefault(model, []);
    }

    /// <summary>Whether the failure says something about the deployment, rather than about what it was asked.</summary>
    public static bool CountsAgainstDeployment(string code) => !IsFaultOfTheRequest(code);

    /// <summary>Whether the deployment is of no use until something is changed or time has passed: it rests at once.</summary>
    public static bool RestsAtOnce(string code) => code is ReplyFailureCodes.RateLimited or ReplyFailureCodes.Unauthorized
        or ReplyFailureCodes.Denied or ReplyFailureCodes.Unavailable or ReplyFailureCodes.BudgetExceeded;

    private static bool IsFaultOfTheRequest(string code) => code is ReplyFailureCodes.ContextTooLong
        or ReplyFailureCodes.ContentFiltered or ReplyFailureCodes.RequestRejected;

    /// <summary>Whether the same deployment may well answer in a moment.</summary>
    private static bool MayPass(string code) => code is ReplyFailureCodes.RateLimited or ReplyFailureCodes.ProviderFailed
        or ReplyFailureCodes.Unreachable or ReplyFailureCodes.ConnectionLost or ReplyFailureCodes.TimedOut
        or ReplyFailureCodes.EndedEarly or ReplyFailureCodes.Malformed;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}

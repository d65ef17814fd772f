using Microsoft.Extensions.Logging;

namespace TesslateLite.Hub.Gateway.Direct;

/// <summary>Everything that is logged of calls to providers. Ids, codes and times: nothing that a person, a model or a provider wrote.</summary>
internal static partial class Log
{
    [LoggerMessage(1301, LogLevel.Information, "Reply {ReplyId}: deployment {Deployment} began to answer after {ElapsedMs} ms, attempt {Attempt}")]
    public static partial void AnswerBegan(ILogger log, Guid replyId, string deployment, int attempt, long elapsedMs);

    [LoggerMessage(1302, LogLevel.Warning, "Reply {ReplyId}: deployment {Deployment} failed with {Code} after {ElapsedMs} ms, attempt {Attempt} ({Cause})")]
    public static partial void AttemptFailed(ILogger log, Guid replyId, string deployment, int attempt, string code, long elapsedMs, string cause);

    [LoggerMessage(1303, LogLevel.Warning, "Deployment {Deployment} rests for {RestMs} ms after {Code}")]
    public static partial void DeploymentRests(ILogger log, string deployment, string code, long restMs);

    [LoggerMessage(1304, LogLevel.Warning, "Reply {ReplyId}: model {Model} failed with {Code}; next: {Fallbacks}")]
    public static partial void FallingBack(ILogger log, Guid replyId, string model, string code, string fallbacks);
}

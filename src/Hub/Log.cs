using Microsoft.Extensions.Logging;

namespace TesslateLite.Hub;

/// <summary>Everything that the hub logs. Ids only: nothing that a person or a model wrote.</summary>
internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Warning, "Session {SessionId}: gave up after {Attempts} conflicts")]
    public static partial void GaveUpOnConflicts(ILogger log, Guid sessionId, int attempts);

    [LoggerMessage(1002, LogLevel.Error, "Hub method {Method} failed")]
    public static partial void MethodFailed(ILogger log, Exception e, string method);

    [LoggerMessage(1003, LogLevel.Warning, "Session {SessionId}: people could not be told of a change")]
    public static partial void NotifyFailed(ILogger log, Exception e, Guid sessionId);

    [LoggerMessage(1101, LogLevel.Error, "Session {SessionId}: frames could not be published")]
    public static partial void PublishFailed(ILogger log, Exception e, Guid sessionId);

    [LoggerMessage(1102, LogLevel.Warning, "Session {SessionId}: the feed could not be moved; the repair tries again")]
    public static partial void AdvanceFailed(ILogger log, Exception e, Guid sessionId);

    [LoggerMessage(1103, LogLevel.Warning, "Session {SessionId}: a watch could not begin")]
    public static partial void WatchFailed(ILogger log, Exception e, Guid sessionId);

    [LoggerMessage(1104, LogLevel.Warning, "The feed's repair failed; it tries again")]
    public static partial void RepairFailed(ILogger log, Exception e);

    [LoggerMessage(1201, LogLevel.Information, "Reply {ReplyId} opened with fence {Fence}")]
    public static partial void ReplyOpened(ILogger log, Guid replyId, int fence);

    [LoggerMessage(1202, LogLevel.Information, "Reply {ReplyId} closed {Outcome} with {Length} units")]
    public static partial void ReplyClosed(ILogger log, Guid replyId, string outcome, int length);

    [LoggerMessage(1203, LogLevel.Warning, "Reply {ReplyId}: the lease of fence {Fence} is lost; this worker writes no more")]
    public static partial void LeaseLost(ILogger log, Guid replyId, int fence);

    [LoggerMessage(1204, LogLevel.Error, "Reply {ReplyId}: the model failed with {Code} ({Exception})")]
    public static partial void ModelFailed(ILogger log, Guid replyId, string code, string exception);

    [LoggerMessage(1205, LogLevel.Warning, "Reply {ReplyId} could not be closed; trying again")]
    public static partial void CloseFailed(ILogger log, Exception e, Guid replyId);

    [LoggerMessage(1206, LogLevel.Warning, "Checkpoint of {Count} replies failed; trying again")]
    public static partial void CheckpointFailed(ILogger log, Exception e, int count);

    [LoggerMessage(1207, LogLevel.Warning, "Looking for abandoned replies failed; trying again")]
    public static partial void ClaimFailed(ILogger log, Exception e);

    [LoggerMessage(1210, LogLevel.Warning, "Session {SessionId}: no title was found ({Reason})")]
    public static partial void NoTitle(ILogger log, Guid sessionId, string reason);

    [LoggerMessage(1208, LogLevel.Error, "Reply {ReplyId}: its worker failed; another one takes over when the lease ends")]
    public static partial void WorkerFailed(ILogger log, Exception e, Guid replyId);
}

using Microsoft.Extensions.Logging;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Access;
using TesslateLite.Hub.Feed;

namespace TesslateLite.Hub.Sessions;

/// <summary>Lets a person watch a session. The right is checked when the watch begins; what ends it is a <c>closed</c> frame.</summary>
public sealed class WatchSessionHandler(SessionAccess access, ISessionFeed feed, ILogger<WatchSessionHandler> log)
{
    /// <summary>The frames after a position; null for a fresh view.</summary>
    public async Task<IAsyncEnumerable<FrameBatch>> Handle(Guid sessionId, string? after, Guid caller)
    {
        try
        {
            return await access.Require(caller, sessionId, Right.Read, CancellationToken.None) is { } refused
                ? Closed(refused)
                : feed.Watch(sessionId, after);
        }
        catch (Exception e)
        {
            Log.WatchFailed(log, e, sessionId);
            return Closed(Refusals.Of(e));
        }
    }

    /// <summary>A feed that says why there is none.</summary>
    public static async IAsyncEnumerable<FrameBatch> Closed(Refused why)
    {
        await Task.CompletedTask;
        yield return FrameBatch.Closed(why);
    }
}

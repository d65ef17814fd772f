using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;

namespace TesslateLite.Hub.Realtime;

/// <summary>The net under the hub: what no rule foresaw is logged, and answered with a code like any refusal.</summary>
public sealed class UnexpectedFailures(ILogger<UnexpectedFailures> log) : IHubFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            return await next(invocationContext);
        }
        catch (Exception e)
        {
            Log.MethodFailed(log, e, invocationContext.HubMethodName);
            return Refusals.Of(e);
        }
    }
}

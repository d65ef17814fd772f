namespace TesslateLite.Web.Hosting;

/// <summary>What people wrote is in no log, whatever level an operator sets for everything.</summary>
public static class PrivateLogs
{
    /// <summary>
    /// Silences the categories of frameworks that name arguments of hub methods, addresses, or values of SQL parameters
    /// (Marten's also as an error: the exception itself is logged by who catches it). In code, so that no missing or other
    /// settings file gives them their voice back.
    /// </summary>
    public static void AddPrivateLogs(this WebApplicationBuilder builder) =>
        builder.Logging
            .AddFilter("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher", LogLevel.Information)
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Routing.Matching.DfaMatcher", LogLevel.Information)
            .AddFilter("Marten.IDocumentStore", LogLevel.None);
}

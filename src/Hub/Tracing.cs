using System.Diagnostics;

namespace TesslateLite.Hub;

/// <summary>What the hub tells whoever collects traces. No listener, no cost.</summary>
public static class Tracing
{
    /// <summary>Name under which a collector listens.</summary>
    public const string SourceName = "TesslateLite.Hub";

    internal static ActivitySource Source { get; } = new(SourceName);
}

using TesslateLite.Contracts.Events;

namespace TesslateLite.Projections.Tests;

/// <summary>Every event type there is, and every type that is a part of one, found by themselves.</summary>
internal static class EventTypes
{
    private static readonly IReadOnlyList<Type> s_stored =
    [
        .. typeof(SessionStarted).Assembly.GetTypes().Where(t =>
            t is { IsPublic: true, IsClass: true, IsAbstract: false, Namespace: "TesslateLite.Contracts.Events" } && !t.IsSubclassOf(typeof(Attribute))),
    ];

    /// <summary>Types that stand inside events only.</summary>
    public static IReadOnlyList<Type> Parts { get; } =
        [.. s_stored.SelectMany(t => t.GetProperties()).Select(p => p.PropertyType).Where(s_stored.Contains).Distinct()];

    /// <summary>The events.</summary>
    public static IReadOnlyList<Type> All { get; } = [.. s_stored.Except(Parts)];
}

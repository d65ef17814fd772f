using TesslateLite.Contracts.Events;

namespace TesslateLite.Projections.Tests;

/// <summary>Every event type there is, found by itself.</summary>
internal static class EventTypes
{
    public static IReadOnlyList<Type> All { get; } =
    [
        .. typeof(SessionStarted).Assembly.GetTypes().Where(t =>
            t is { IsPublic: true, IsClass: true, IsAbstract: false, Namespace: "TesslateLite.Contracts.Events" } && !t.IsSubclassOf(typeof(Attribute))),
    ];
}

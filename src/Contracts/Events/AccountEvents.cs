namespace TesslateLite.Contracts.Events;

/// <summary>How an account came to be. Stored by name.</summary>
public enum AccountKind
{
    /// <summary>A visitor without sign-in, known by a cookie.</summary>
    Guest,
}

/// <summary>An account begins; always the first event of its stream.</summary>
/// <param name="AccountId">Ours; never the id that a sign-in provider uses.</param>
/// <param name="Kind">How it came to be.</param>
/// <param name="DisplayName">What others see.</param>
public sealed record AccountOpened(
    [property: Personal] Guid AccountId, AccountKind Kind, [property: Personal] string DisplayName);

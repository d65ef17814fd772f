using TesslateLite.Contracts.Events;

namespace TesslateLite.Projections.Accounts;

/// <summary>An account, folded from its stream; also the view of it.</summary>
public sealed record Account(Guid Id, AccountKind Kind, string DisplayName)
{
    /// <summary>Stream version that this state shows; filled by Marten.</summary>
    public long Version { get; init; }

    /// <summary>First event of the stream.</summary>
    public static Account Create(AccountOpened e) => new(e.AccountId, e.Kind, e.DisplayName);
}

using Marten;
using TesslateLite.Contracts.Events;
using TesslateLite.Projections.Accounts;

namespace TesslateLite.Hub.Accounts;

/// <summary>Rule for a visitor's first use.</summary>
public static class OpenGuestAccountDecision
{
    /// <summary>Decides. The name only tells guests apart.</summary>
    public static AccountOpened Decide(Guid accountId) =>
        new(accountId, AccountKind.Guest, $"Guest {accountId.ToString("N")[^4..].ToUpperInvariant()}");
}

/// <summary>Gives a visitor an account.</summary>
public sealed class OpenGuestAccountHandler(IDocumentStore store)
{
    /// <summary>Opens it.</summary>
    public async Task<Account> Handle(CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        var opened = OpenGuestAccountDecision.Decide(Guid.CreateVersion7());
        session.Events.StartStream<Account>(opened.AccountId, opened);
        await session.SaveChangesAsync(cancellation);
        return Account.Create(opened);
    }
}

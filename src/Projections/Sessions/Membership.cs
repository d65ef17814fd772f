using JasperFx.Events;
using Marten;
using Marten.Events.Projections;
using TesslateLite.Contracts.Events;

namespace TesslateLite.Projections.Sessions;

/// <summary>What a person is in a session.</summary>
public enum SessionRole
{
    /// <summary>May do everything.</summary>
    Owner,
}

/// <summary>One person's place in one session. No row means: a stranger, who may not even know that the session exists.</summary>
public sealed record Member
{
    /// <summary>Key, see <see cref="KeyOf"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The session.</summary>
    public required Guid SessionId { get; init; }

    /// <summary>The person.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>What the person is there.</summary>
    public required SessionRole Role { get; init; }

    /// <summary>Key of the row of a person in a session.</summary>
    public static string KeyOf(Guid sessionId, Guid accountId) => $"{sessionId:N}:{accountId:N}";
}

/// <summary>Keeps <see cref="Member"/>.</summary>
public sealed partial class Membership : EventProjection
{
    /// <summary>Sets the projection up.</summary>
    public Membership()
    {
        Name = nameof(Membership);
        IncludeType<SessionStarted>();
        Options.DeleteViewTypeOnTeardown<Member>();
    }

    /// <inheritdoc/>
    public override ValueTask ApplyAsync(IDocumentOperations operations, IEvent e, CancellationToken cancellation)
    {
        // Who starts a session owns it.
        if (e.Data is SessionStarted started)
        {
            operations.Store(new Member
            {
                Id = Member.KeyOf(e.StreamId, started.OwnerId),
                SessionId = e.StreamId,
                AccountId = started.OwnerId,
                Role = SessionRole.Owner,
            });
        }

        return ValueTask.CompletedTask;
    }
}

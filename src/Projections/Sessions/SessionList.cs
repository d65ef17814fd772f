using JasperFx.Events;
using Marten.Events.Aggregation;
using TesslateLite.Contracts.Events;

namespace TesslateLite.Projections.Sessions;

/// <summary>A session as lists show it.</summary>
public sealed record SessionRow
{
    /// <summary>The session.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its owner.</summary>
    public required Guid OwnerId { get; init; }

    /// <summary>Its title, or null while it has none.</summary>
    public string? Title { get; init; }

    /// <summary>The model that answers.</summary>
    public required string Model { get; init; }

    /// <summary>True while it is in the bin.</summary>
    public bool Binned { get; init; }

    /// <summary>When something was last said in it; whole milliseconds. A new title does not move it up the list.</summary>
    public required DateTimeOffset LastActivity { get; init; }

    /// <summary>Stream version that the row shows; filled by Marten.</summary>
    public long Version { get; init; }
}

/// <summary>Keeps <see cref="SessionRow"/>.</summary>
public sealed partial class SessionList : SingleStreamProjection<SessionRow, Guid>
{
    /// <summary>Sets the projection up.</summary>
    public SessionList()
    {
        Name = nameof(SessionList);
        // Every event of a session: live, the row gets the version of the whole commit, so a rebuild must see all of it too.
        IncludeType<SessionStarted>();
        IncludeType<SessionRenamed>();
        IncludeType<ModelChosen>();
        IncludeType<UserMessageSent>();
        IncludeType<MessageQueued>();
        IncludeType<MessageUnqueued>();
        IncludeType<ReplyStarted>();
        IncludeType<ReplyClosed>();
        IncludeType<SessionBinned>();
        IncludeType<SessionRestored>();
    }

    /// <summary>The fold.</summary>
    public override SessionRow? Evolve(SessionRow? snapshot, Guid id, IEvent e)
    {
        if (e.Data is SessionStarted started)
        {
            return new SessionRow { Id = id, OwnerId = started.OwnerId, Model = started.Model, LastActivity = e.Timestamp.ToWholeMilliseconds() };
        }

        return snapshot is null ? null
            : e.Data is UserMessageSent or MessageQueued or ReplyStarted or ReplyClosed ? snapshot with { LastActivity = e.Timestamp.ToWholeMilliseconds() }
            : Change(snapshot, e.Data);
    }

    private static SessionRow Change(SessionRow row, object data) => data switch
    {
        SessionRenamed e => row with { Title = e.Title },
        ModelChosen e => row with { Model = e.Model },
        SessionBinned => row with { Binned = true },
        SessionRestored => row with { Binned = false },
        _ => row,
    };
}

namespace TesslateLite.Contracts.Wire;

/// <summary>What the hub calls on every connection of a person, outside any watched session.</summary>
public interface IChatClient
{
    /// <summary>A session of this person began or changed; put the row into the list unless a newer one is there.</summary>
    Task SessionChanged(SessionSummary session);

    /// <summary>A session is gone from this person's list.</summary>
    Task SessionRemoved(Guid sessionId);
}

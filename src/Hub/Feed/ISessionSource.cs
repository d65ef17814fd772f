using TesslateLite.Projections.Sessions;

namespace TesslateLite.Hub.Feed;

/// <summary>What the feed reads of the store.</summary>
public interface ISessionSource
{
    /// <summary>The state of a session with what is stored of its open replies; null when there is no such session.</summary>
    Task<StoredSession?> Load(Guid sessionId);

    /// <summary>The events after a version, in order and without holes.</summary>
    Task<IReadOnlyList<StoredEvent>> After(Guid sessionId, long version);

    /// <summary>The newest page of a session, all of one version; null when there is no such session.</summary>
    Task<StoredPage?> Page(Guid sessionId);

    /// <summary>The stream versions of sessions.</summary>
    Task<IReadOnlyDictionary<Guid, long>> Versions(IReadOnlyCollection<Guid> sessionIds);
}

/// <summary>A session as a feed starts from it.</summary>
/// <param name="State">The write model.</param>
/// <param name="Replies">Its open replies' stored part.</param>
public sealed record StoredSession(ChatSession State, IReadOnlyList<StoredReply> Replies);

/// <summary>The stored part of an open reply.</summary>
public sealed record StoredReply(long Ordinal, int Fence, string Text, string Reasoning);

/// <summary>An event with the message that it made, if it made one.</summary>
public sealed record StoredEvent(long Version, object Data, MessageRow? Message);

/// <summary>A page of messages, oldest first, and the state that it belongs to.</summary>
public sealed record StoredPage(ChatSession State, IReadOnlyList<MessageRow> Messages, string? Before);

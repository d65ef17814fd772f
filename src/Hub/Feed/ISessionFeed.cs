using TesslateLite.Hub.Replies;

namespace TesslateLite.Hub.Feed;

/// <summary>
/// The one ordered feed of each session. A watcher is a cursor in it; nothing shared ever waits for one. In memory for a
/// single node; a feed that spans nodes has the same face.
/// </summary>
public interface ISessionFeed
{
    /// <summary>
    /// The frames of a session after a position, for as long as they are read. Either each later frame follows exactly once,
    /// or one snapshot restarts the view. Rights are checked before. Expected ends are a <c>closed</c> frame, not exceptions.
    /// </summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="after">Position of the last frame had; null for a fresh view.</param>
    IAsyncEnumerable<FrameBatch> Watch(Guid sessionId, string? after);

    /// <summary>
    /// Appends the events stored since the feed last looked. Idempotent; called after each commit, at each watch, and by the
    /// repair. Does nothing for a session that nobody here watches or writes. Never throws: the repair tries again.
    /// </summary>
    Task Advance(Guid sessionId);

    /// <summary>Opens the live part of a reply for its worker.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="ordinal">Ordinal of the reply.</param>
    /// <param name="fence">Fence of the worker; a higher one than before voids what the lower one wrote.</param>
    /// <param name="soFar">What the reply has already.</param>
    Task<IReplyWriter> Open(Guid sessionId, long ordinal, int fence, ReplyProgress soFar);
}

/// <summary>Where a worker puts what its model says.</summary>
public interface IReplyWriter : IDisposable
{
    /// <summary>Adds progress. Watchers get it within a frame.</summary>
    void Append(ReplyProgress progress);
}

namespace TesslateLite.Contracts.Events;

/// <summary>A person's library begins; always the first event of its stream.</summary>
public sealed record LibraryOpened([property: Personal] Guid AccountId);

/// <summary>The person keeps a session at the top of the list.</summary>
public sealed record SessionPinned(Guid SessionId);

/// <summary>The session is no longer kept at the top.</summary>
public sealed record SessionUnpinned(Guid SessionId);

/// <summary>The person made a folder.</summary>
/// <param name="FolderId">Made by the client, so that making it twice is the same as once.</param>
/// <param name="Name">1 to 60 characters, one line.</param>
public sealed record FolderCreated(Guid FolderId, [property: Personal] string Name);

/// <summary>A folder got another name.</summary>
public sealed record FolderRenamed(Guid FolderId, [property: Personal] string Name);

/// <summary>A folder was removed; the sessions in it stay, outside any folder.</summary>
public sealed record FolderRemoved(Guid FolderId);

/// <summary>A session was put in a folder, or outside any with null.</summary>
public sealed record SessionFiled(Guid SessionId, Guid? FolderId);

/// <summary>The person put a tag on a session.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Tag">1 to 30 characters, lower case, one line.</param>
public sealed record SessionTagged(Guid SessionId, [property: Personal] string Tag);

/// <summary>The person took a tag off a session.</summary>
public sealed record SessionUntagged(Guid SessionId, [property: Personal] string Tag);

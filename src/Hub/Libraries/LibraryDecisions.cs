using TesslateLite.Contracts.Events;
using TesslateLite.Hub.Sessions;
using TesslateLite.Projections.Libraries;

namespace TesslateLite.Hub.Libraries;

/// <summary>
/// Rules of a person's library. Each says the state that is wanted, so that asking twice is the same as asking once. They
/// are together because each is a line or two.
/// </summary>
public static class LibraryDecisions
{
    /// <summary>Pins, folders or tags of one kind that a library may hold.</summary>
    public const int MaxItems = 500;

    /// <summary>Sessions that may be in folders.</summary>
    public const int MaxFiled = 10_000;

    private const int FolderNameLength = 60;
    private const int TagLength = 30;

    /// <summary>Keeps a session at the top.</summary>
    public static Decision Pin(Library library, Guid sessionId) =>
        library.Pins.Contains(sessionId) ? Decision.Already()
        : library.Pins.Count >= MaxItems ? Refusals.LibraryFull
        : Decision.Append(new SessionPinned(sessionId));

    /// <summary>No longer keeps it there.</summary>
    public static Decision Unpin(Library library, Guid sessionId) =>
        library.Pins.Contains(sessionId) ? Decision.Append(new SessionUnpinned(sessionId)) : Decision.Already();

    /// <summary>Makes a folder, or gives it another name.</summary>
    public static Decision NameFolder(Library library, Guid folderId, string name)
    {
        var (line, refused) = PersonText.Line(name, FolderNameLength);
        if (refused is not null)
        {
            return refused;
        }

        if (folderId == Guid.Empty)
        {
            return Refusals.InvalidId;
        }

        return library.Folders.FirstOrDefault(f => f.Id == folderId) switch
        {
            null when library.Folders.Count >= MaxItems => Refusals.LibraryFull,
            null => Decision.Append(new FolderCreated(folderId, line)),
            { Name: var old } when old == line => Decision.Already(),
            _ => Decision.Append(new FolderRenamed(folderId, line)),
        };
    }

    /// <summary>Removes a folder; its sessions stay.</summary>
    public static Decision RemoveFolder(Library library, Guid folderId) =>
        library.Folders.Any(f => f.Id == folderId) ? Decision.Append(new FolderRemoved(folderId)) : Decision.Already();

    /// <summary>Puts a session in a folder, or outside any with null.</summary>
    public static Decision FileSession(Library library, Guid sessionId, Guid? folderId)
    {
        var now = library.Filed.FirstOrDefault(f => f.SessionId == sessionId)?.FolderId;
        return now == folderId ? Decision.Already()
            : folderId is { } id && library.Folders.All(f => f.Id != id) ? Refusals.UnknownFolder
            : folderId is not null && library.Filed.Count >= MaxFiled ? Refusals.LibraryFull
            : Decision.Append(new SessionFiled(sessionId, folderId));
    }

    /// <summary>Puts a tag on a session.</summary>
    public static Decision Tag(Library library, Guid sessionId, string tag)
    {
        var (line, refused) = PersonText.Line(tag.ToLowerInvariant(), TagLength);
        return refused is not null ? refused
            : library.Tags.Contains(new SessionTag(sessionId, line)) ? Decision.Already()
            : library.Tags.Count >= MaxItems ? Refusals.LibraryFull
            : Decision.Append(new SessionTagged(sessionId, line));
    }

    /// <summary>Takes a tag off a session.</summary>
    public static Decision Untag(Library library, Guid sessionId, string tag)
    {
        var (line, _) = PersonText.Line(tag.ToLowerInvariant(), TagLength);
        return library.Tags.Contains(new SessionTag(sessionId, line)) ? Decision.Append(new SessionUntagged(sessionId, line)) : Decision.Already();
    }
}

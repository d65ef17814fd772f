using System.Security.Cryptography;
using TesslateLite.Contracts.Events;

namespace TesslateLite.Projections.Libraries;

/// <summary>How a person orders their sessions: pins, folders, tags; folded from the person's library stream.</summary>
public sealed record Library(Guid Id, Guid AccountId)
{
    /// <summary>Stream version that this state shows; filled by Marten.</summary>
    public long Version { get; init; }

    /// <summary>Sessions kept at the top.</summary>
    public IReadOnlyList<Guid> Pins { get; init; } = [];

    /// <summary>Folders in the order in which they were made.</summary>
    public IReadOnlyList<Folder> Folders { get; init; } = [];

    /// <summary>Folder of each session that is in one.</summary>
    public IReadOnlyList<FiledSession> Filed { get; init; } = [];

    /// <summary>Each tag on each session.</summary>
    public IReadOnlyList<SessionTag> Tags { get; init; } = [];

    /// <summary>
    /// Stream of a person's library. Stream ids are unique over all kinds of streams, so it is derived from the account's.
    /// </summary>
    public static Guid IdOf(Guid accountId)
    {
        Span<byte> input = stackalloc byte[24];
        "library:"u8.CopyTo(input);
        accountId.TryWriteBytes(input[8..], bigEndian: true, out _);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    /// <summary>First event of the stream.</summary>
    public static Library Create(LibraryOpened e) => new(IdOf(e.AccountId), e.AccountId);

    /// <summary>To the top.</summary>
    public Library Apply(SessionPinned e) => this with { Pins = [.. Pins, e.SessionId] };

    /// <summary>No longer at the top.</summary>
    public Library Apply(SessionUnpinned e) => this with { Pins = [.. Pins.Where(p => p != e.SessionId)] };

    /// <summary>A new folder.</summary>
    public Library Apply(FolderCreated e) => this with { Folders = [.. Folders, new Folder(e.FolderId, e.Name)] };

    /// <summary>Another name.</summary>
    public Library Apply(FolderRenamed e) =>
        this with { Folders = [.. Folders.Select(f => f.Id == e.FolderId ? f with { Name = e.Name } : f)] };

    /// <summary>The folder goes, its sessions stay.</summary>
    public Library Apply(FolderRemoved e) =>
        this with { Folders = [.. Folders.Where(f => f.Id != e.FolderId)], Filed = [.. Filed.Where(f => f.FolderId != e.FolderId)] };

    /// <summary>Into a folder, or out of it.</summary>
    public Library Apply(SessionFiled e)
    {
        var others = Filed.Where(f => f.SessionId != e.SessionId);
        return this with { Filed = e.FolderId is { } folder ? [.. others, new FiledSession(e.SessionId, folder)] : [.. others] };
    }

    /// <summary>A tag more.</summary>
    public Library Apply(SessionTagged e) => this with { Tags = [.. Tags, new SessionTag(e.SessionId, e.Tag)] };

    /// <summary>A tag less.</summary>
    public Library Apply(SessionUntagged e) => this with { Tags = [.. Tags.Where(t => t != new SessionTag(e.SessionId, e.Tag))] };
}

/// <summary>A folder of a library.</summary>
public sealed record Folder(Guid Id, string Name);

/// <summary>A session that is in a folder.</summary>
public sealed record FiledSession(Guid SessionId, Guid FolderId);

/// <summary>A tag on a session.</summary>
public sealed record SessionTag(Guid SessionId, string Tag);

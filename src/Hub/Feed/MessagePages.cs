using System.Globalization;
using Marten;
using TesslateLite.Contracts.Wire;
using TesslateLite.Projections.Sessions;

namespace TesslateLite.Hub.Feed;

/// <summary>Reads a session's messages page by page, newest page first; the cursor is the stream version.</summary>
public static class MessagePages
{
    /// <summary>Messages on a page.</summary>
    public const int Size = 50;

    /// <summary>
    /// UTF-16 units of text after which a page ends early; a page has at least one message. A person's text goes out twice, as
    /// written and rendered: with it a page is about what <see cref="SessionCursor.MaxLag"/> is.
    /// </summary>
    private const int TextLimit = 64 * 1024;

    /// <summary>The page before a cursor that a client sent; null when the cursor is malformed.</summary>
    public static async Task<MessagePage?> Read(IQuerySession query, Guid sessionId, string? before, CancellationToken cancellation)
    {
        var below = long.MaxValue;
        if (before is not null && !long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out below))
        {
            return null;
        }

        var (rows, next) = await Read(query, sessionId, below, Size, cancellation);
        return new MessagePage([.. rows.Select(r => r.ToView())], next);
    }

    /// <summary>The newest messages below a stream version, oldest first, and the cursor for the page before them.</summary>
    public static async Task<(IReadOnlyList<MessageRow> Rows, string? Before)> Read(
        IQuerySession query, Guid sessionId, long below, int size, CancellationToken cancellation = default)
    {
        // Sizes first: the texts of a page that is cut short are never read.
        var sizes = await query.Query<MessageRow>()
            .Where(m => m.SessionId == sessionId && m.StreamVersion < below)
            .OrderByDescending(m => m.StreamVersion)
            .Take(size + 1)
            .Select(m => new { m.StreamVersion, m.Size })
            .ToListAsync(cancellation);
        if (sizes.Count == 0)
        {
            return ([], null);
        }

        var kept = 0;
        for (var text = 0; kept < Math.Min(sizes.Count, size) && (kept == 0 || text + sizes[kept].Size <= TextLimit); kept++)
        {
            text += sizes[kept].Size;
        }

        var first = sizes[kept - 1].StreamVersion;
        var page = await query.Query<MessageRow>()
            .Where(m => m.SessionId == sessionId && m.StreamVersion >= first && m.StreamVersion < below)
            .OrderBy(m => m.StreamVersion)
            .ToListAsync(cancellation);
        return (page, kept < sizes.Count ? first.ToString(CultureInfo.InvariantCulture) : null);
    }
}

using System.Globalization;
using Marten;
using TesslateLite.Contracts.Wire;
using TesslateLite.Projections.Libraries;
using TesslateLite.Projections.Sessions;

namespace TesslateLite.Hub.Sessions;

/// <summary>Reads a person's session list.</summary>
public static class SessionSummaries
{
    private const int PageSize = 50;

    /// <summary>A page of the list, newest first; pinned sessions come on top of the first page and nowhere else.</summary>
    /// <param name="query">Where it is read.</param>
    /// <param name="person">Whose list.</param>
    /// <param name="binned">True for what is in the bin.</param>
    /// <param name="after">Cursor from the page before; null for the first page.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The page; null when the cursor is malformed.</returns>
    public static async Task<SessionPage?> Read(
        IQuerySession query, Guid person, bool binned, string? after, CancellationToken cancellation)
    {
        if (ParseCursor(after) is not var (time, id))
        {
            return null;
        }

        var pins = (await query.LoadAsync<Library>(Library.IdOf(person), cancellation))?.Pins ?? [];
        var rows = await query.Query<SessionRow>()
            .Where(s => s.OwnerId == person && s.Binned == binned && !s.Id.IsOneOf(pins.ToArray())
                && (s.LastActivity < time || (s.LastActivity == time && s.Id.CompareTo(id) < 0)))
            .OrderByDescending(s => s.LastActivity)
            .ThenByDescending(s => s.Id)
            .Take(PageSize + 1)
            .ToListAsync(cancellation);
        IEnumerable<SessionRow> top = [];
        if (after is null && pins.Count > 0)
        {
            var pinned = await query.LoadManyAsync<SessionRow>(cancellation, pins.ToArray());
            top = pinned.Where(s => s.OwnerId == person && s.Binned == binned).OrderByDescending(s => s.LastActivity);
        }

        var page = rows.Take(PageSize).ToList();
        return new SessionPage(
            [.. top.Select(s => s.ToSummary(pinned: true)), .. page.Select(s => s.ToSummary(pinned: false))],
            rows.Count > PageSize ? CursorOf(page[^1]) : null);
    }

    /// <summary>One row, as the owner sees it; null when there is no such session.</summary>
    public static async Task<(SessionSummary Summary, Guid OwnerId)?> ReadOne(IQuerySession query, Guid sessionId)
    {
        if (await query.LoadAsync<SessionRow>(sessionId) is not { } row)
        {
            return null;
        }

        var pins = (await query.LoadAsync<Library>(Library.IdOf(row.OwnerId)))?.Pins ?? [];
        return (row.ToSummary(pins.Contains(sessionId)), row.OwnerId);
    }

    private static SessionSummary ToSummary(this SessionRow row, bool pinned) =>
        new(row.Id, row.Title, row.Model, row.Binned, pinned, row.LastActivity, row.Version);

    private static string CursorOf(SessionRow row) =>
        string.Create(CultureInfo.InvariantCulture, $"{row.LastActivity.ToUnixTimeMilliseconds()}.{row.Id:N}");

    private static (DateTimeOffset Time, Guid Id)? ParseCursor(string? cursor)
    {
        if (cursor is null)
        {
            return (DateTimeOffset.MaxValue, Guid.Empty);
        }

        var parts = cursor.Split('.');
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds < DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            && Guid.TryParseExact(parts[1], "N", out var id)
            ? (DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), id)
            : null;
    }
}

using System.Globalization;
using System.Text;

namespace TesslateLite.Hub.Feed;

/// <summary>
/// Where a watcher stands: the stream version it has seen, and how much of each open reply. Derived from the state, never
/// from a log, so that any node can resume it at any time.
/// </summary>
/// <param name="Version">Version of the last durable frame.</param>
/// <param name="Replies">The open replies, by rising ordinal.</param>
public sealed record Position(long Version, IReadOnlyList<ReplyPosition> Replies)
{
    private const int TagLength = 8;

    /// <summary>More than this is no position of ours.</summary>
    private const int MaxLength = 1_000;

    /// <summary>True when the other one is the same place.</summary>
    public bool IsAt(Position other) => Version == other.Version && Replies.SequenceEqual(other.Replies);

    /// <summary>The position as clients carry it: opaque to them, bound to its session.</summary>
    public string Encode(Guid sessionId)
    {
        var text = new StringBuilder(32).Append(TagOf(sessionId)).Append('.').Append(Version);
        foreach (var r in Replies)
        {
            text.Append(CultureInfo.InvariantCulture, $"~{r.Reply}.{r.Fence}.{r.Offset}.{r.Piece}.{r.Reasoning}");
        }

        return text.ToString();
    }

    /// <summary>Reads a position; null when it is malformed or of another session.</summary>
    public static Position? Parse(string text, Guid sessionId)
    {
        var tag = TagOf(sessionId);
        if (text.Length > MaxLength || !text.StartsWith(tag, StringComparison.Ordinal) || text.Length <= tag.Length || text[tag.Length] != '.')
        {
            return null;
        }

        var parts = text[(tag.Length + 1)..].Split('~');
        if (!Number(parts[0], out long version))
        {
            return null;
        }

        var replies = new List<ReplyPosition>(parts.Length - 1);
        foreach (var part in parts.AsSpan(1))
        {
            var n = part.Split('.');
            if (n.Length != 5 || !Number(n[0], out long reply) || !Number(n[1], out int fence) || !Number(n[2], out int offset)
                || !Number(n[3], out int piece) || !Number(n[4], out int reasoning) || reply > version || (replies.Count > 0 && replies[^1].Reply >= reply))
            {
                return null;
            }

            replies.Add(new ReplyPosition(reply, fence, offset, piece, reasoning));
        }

        return new Position(version, replies);
    }

    private static bool Number<T>(string text, out T value)
        where T : struct, System.Numerics.INumber<T> =>
        T.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static string TagOf(Guid sessionId) => sessionId.ToString("N")[^TagLength..];
}

/// <summary>How much of an open reply a watcher has.</summary>
/// <param name="Reply">Ordinal of the reply.</param>
/// <param name="Fence">The worker whose text it is.</param>
/// <param name="Offset">UTF-16 units of raw text had.</param>
/// <param name="Piece">Pieces had, one that is still growing included.</param>
/// <param name="Reasoning">UTF-16 units of reasoning had.</param>
public readonly record struct ReplyPosition(long Reply, int Fence, int Offset, int Piece, int Reasoning);

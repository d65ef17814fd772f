using System.Threading.Channels;

namespace TesslateLite.Hub.Titles;

/// <summary>
/// Sessions that could do with a better title than their first words. Lost with the process, and dropped when too many wait: a
/// session without it keeps the title that it has, and is proposed again at its next reply.
/// </summary>
public sealed class TitleInbox
{
    private const int Capacity = 100;

    private readonly Channel<WantedTitle> _wanted =
        Channel.CreateBounded<WantedTitle>(new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest });

    internal ChannelReader<WantedTitle> All => _wanted.Reader;

    /// <summary>Proposes a session.</summary>
    public void Wanted(WantedTitle title) => _wanted.Writer.TryWrite(title);
}

/// <summary>A title that is wanted.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Owner">Its owner.</param>
/// <param name="MessageId">The message that was answered.</param>
/// <param name="Reply">How the answer begins: all of it would be kept for as long as this waits.</param>
public sealed record WantedTitle(Guid SessionId, Guid Owner, Guid MessageId, string Reply);

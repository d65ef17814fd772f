using System.Threading.Channels;

namespace TesslateLite.Hub.Replies;

/// <summary>
/// What commands tell the workers of this process, so that they need not look in the store. A signal that is lost with the
/// process is made good by the lease and by the mark on the row.
/// </summary>
public sealed class ReplyInbox
{
    private readonly Channel<ReplySignal> _signals = Channel.CreateUnbounded<ReplySignal>(new() { SingleReader = true });

    /// <summary>The signals in order.</summary>
    public ChannelReader<ReplySignal> Signals => _signals.Reader;

    /// <summary>A reply has been started and is ours to write.</summary>
    public void Opened(ClaimedReply reply) => _signals.Writer.TryWrite(new ReplySignal.Opened(reply));

    /// <summary>Somebody wants a reply stopped; it may be written elsewhere.</summary>
    public void StopRequested(Guid replyId, Guid by) => _signals.Writer.TryWrite(new ReplySignal.Stop(replyId, by));
}

/// <summary>A signal to the workers.</summary>
public abstract record ReplySignal
{
    private ReplySignal()
    {
    }

    /// <summary>Begin to write.</summary>
    public sealed record Opened(ClaimedReply Reply) : ReplySignal;

    /// <summary>Stop and keep what there is.</summary>
    public sealed record Stop(Guid ReplyId, Guid By) : ReplySignal;
}

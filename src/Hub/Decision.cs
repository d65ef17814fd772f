using TesslateLite.Contracts.Wire;

namespace TesslateLite.Hub;

/// <summary>
/// What a rule decides: events to append, nothing because it is so already, or a refusal. Rules are pure: they never throw for
/// an expected refusal, and may be asked again after a conflict.
/// </summary>
public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>Append these events in this order, and answer.</summary>
    public sealed record Events(IReadOnlyList<object> Appended, Accepted Answer) : Decision;

    /// <summary>It is so already: append nothing and give the first answer again.</summary>
    public sealed record Nothing(Accepted Answer) : Decision;

    /// <summary>Append nothing and refuse.</summary>
    public sealed record Refuse(Refused Answer) : Decision;

    /// <summary>Events with the plain answer.</summary>
    public static Decision Append(params IReadOnlyList<object> events) => new Events(events, new Accepted());

    /// <summary>Events with an answer that names the reply opened.</summary>
    public static Decision AppendReply(Guid replyId, params IReadOnlyList<object> events) => new Events(events, new Accepted(replyId));

    /// <summary>It is so already.</summary>
    public static Decision Already(Accepted? answer = null) => new Nothing(answer ?? new Accepted());

    /// <summary>The answer that goes on the wire.</summary>
    public Outcome ToOutcome() => this switch
    {
        Events e => e.Answer,
        Nothing n => n.Answer,
        Refuse r => r.Answer,
        _ => throw new InvalidOperationException("A decision is events, nothing or a refusal."),
    };

    /// <summary>A refusal becomes a decision as it stands.</summary>
    public static implicit operator Decision(Refused refused) => new Refuse(refused);
}

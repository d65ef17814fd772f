using JasperFx.Events;
using Marten.Events.Aggregation;
using TesslateLite.Contracts.Events;

namespace TesslateLite.Projections.Sessions;

/// <summary>
/// What decisions about a session ask, folded from its stream. Its size is bounded by the number of open replies and
/// waiting messages, never by the length of the session: messages are looked up in <see cref="MessageRow"/> by id.
/// </summary>
public sealed record ChatSession(Guid Id, Guid OwnerId, string Model)
{
    /// <summary>Stream version that this state shows.</summary>
    public long Version { get; init; }

    /// <summary>Title, or null while it has none.</summary>
    public string? Title { get; init; }

    /// <summary>True while the title is but the first words of the first message: a model may find a better one.</summary>
    public bool TitleIsProvisional { get; init; }

    /// <summary>True while the session is in the bin.</summary>
    public bool Binned { get; init; }

    /// <summary>End of the newest branch: the message or reply that was added last.</summary>
    public Guid? Tip { get; init; }

    /// <summary>Replies being written, in the order in which they opened.</summary>
    public IReadOnlyList<OpenReply> OpenReplies { get; init; } = [];

    /// <summary>Messages that wait, oldest first; each follows a reply or another waiting message.</summary>
    public IReadOnlyList<QueuedMessage> Queue { get; init; } = [];

    /// <summary>The state after an event. Events that no decision asks about change nothing but the version.</summary>
    /// <param name="state">The state before; null before the first event.</param>
    /// <param name="data">The event.</param>
    /// <param name="version">Its stream version.</param>
    public static ChatSession? Fold(ChatSession? state, object data, long version) =>
        data is SessionStarted started
            ? new ChatSession(started.SessionId, started.OwnerId, started.Model) { Version = version }
            : state is null ? null : state.After(data, version) with { Version = version };

    private ChatSession After(object data, long version) => data switch
    {
        SessionRenamed e => this with { Title = e.Title, TitleIsProvisional = e is { By: null, Model: null } },
        ModelChosen e => this with { Model = e.Model },
        UserMessageSent e => this with { Tip = e.MessageId, Queue = Dequeued(e.MessageId, followers: e.ReplyId) },
        MessageQueued e => this with { Queue = [.. Queue, new QueuedMessage(e.MessageId, e.ParentId, e.AuthorId, e.Text) { Attachments = e.Attachments }] },
        MessageUnqueued e => this with { Queue = Dequeued(e.MessageId, followers: Queue.FirstOrDefault(q => q.MessageId == e.MessageId)?.ParentId) },
        ReplyStarted e => this with { Tip = e.ReplyId, OpenReplies = [.. OpenReplies, new OpenReply(version, e.ReplyId, e.ParentId, e.Model)] },
        ReplyClosed e => this with { OpenReplies = [.. OpenReplies.Where(r => r.ReplyId != e.ReplyId)] },
        SessionBinned => this with { Binned = true },
        SessionRestored => this with { Binned = false },
        _ => this,
    };

    /// <summary>The queue without a message; what waited behind it waits for <paramref name="followers"/> instead.</summary>
    private IReadOnlyList<QueuedMessage> Dequeued(Guid messageId, Guid? followers) =>
        Queue.Count == 0
            ? Queue
            : [.. Queue.Where(q => q.MessageId != messageId).Select(q => q.ParentId == messageId ? q with { ParentId = followers ?? q.ParentId } : q)];
}

/// <summary>Keeps <see cref="ChatSession"/>.</summary>
public sealed partial class ChatSessionModel : SingleStreamProjection<ChatSession, Guid>
{
    /// <summary>Sets the projection up.</summary>
    public ChatSessionModel() => Name = nameof(ChatSession);

    /// <inheritdoc/>
    public override ChatSession? Evolve(ChatSession? snapshot, Guid id, IEvent e) => ChatSession.Fold(snapshot, e.Data, e.Version);
}

/// <summary>A reply being written.</summary>
/// <param name="Ordinal">Stream version at which it opened: its short name in the session.</param>
/// <param name="ReplyId">Its id.</param>
/// <param name="ParentId">The message it answers.</param>
/// <param name="Model">The model that writes it.</param>
public sealed record OpenReply(long Ordinal, Guid ReplyId, Guid ParentId, string Model);

/// <summary>A message that waits.</summary>
public sealed record QueuedMessage(Guid MessageId, Guid ParentId, Guid AuthorId, string Text)
{
    /// <summary>Pictures that came with it.</summary>
    public IReadOnlyList<AttachedPicture> Attachments { get; init; } = [];
}

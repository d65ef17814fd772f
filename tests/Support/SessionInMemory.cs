using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub;
using TesslateLite.Hub.Sessions;
using TesslateLite.Projections.Sessions;

namespace TesslateLite.Support;

/// <summary>
/// A session without a store: the write model folded from its events, and the message rows that they make. Each method decides
/// a command as its handler would and appends what was decided.
/// </summary>
public sealed class SessionInMemory
{
    public const string Model = "demo";
    public static readonly Guid Owner = Ids.Of(900);

    /// <summary>Two that can be chosen, and one that cannot.</summary>
    public static readonly IReadOnlyList<ModelView> Models =
    [
        new(Model, "Demo", "Test", "", ModelState.Available),
        new("other", "Other", "Test", "", ModelState.Resting),
        new("keyless", "Keyless", "Test", "", ModelState.Unavailable) { Reason = "TEST_API_KEY is not set." },
    ];

    private readonly Dictionary<Guid, MessageRow> _rows = [];
    private readonly List<object> _events = [];
    private int _made = 1_000_000;

    public SessionInMemory(int id = 1) => Append(new SessionStarted(Ids.Of(id), Owner, Model));

    public ChatSession State { get; private set; } = null!;

    public IReadOnlyList<object> Events => _events;

    public IReadOnlyDictionary<Guid, MessageRow> Rows => _rows;

    public void Append(params IReadOnlyList<object> events)
    {
        foreach (var e in events)
        {
            _events.Add(e);
            State = ChatSession.Fold(_events.Count == 1 ? null : State, e, _events.Count)!;
            var row = e switch
            {
                UserMessageSent sent => Message(sent),
                ReplyClosed closed => Reply(closed),
                _ => null,
            };
            if (row is not null)
            {
                _rows.Add(row.Id, row);
            }
        }
    }

    public Decision Send(
        Guid messageId, string text = "Hello", Guid? parent = null, Guid? reply = null, params IReadOnlyList<AttachedPicture?> pictures) =>
        Done(SendMessageDecision.Decide(State, messageId, text, pictures, Row(messageId), EndOf(parent), Owner, reply ?? NewId()));

    public Decision Edit(
        Guid messageId, Guid newMessageId, string text = "Anew", Guid? reply = null, params IReadOnlyList<AttachedPicture?> pictures) =>
        Done(SendMessageDecision.Decide(State, newMessageId, text, pictures, Row(newMessageId), PlaceOfEdit(messageId), Owner, reply ?? NewId()));

    public Decision Regenerate(Guid messageId, Guid newReplyId, string? model = null) =>
        Done(RegenerateReplyDecision.Decide(
            new RegenerateReply(State.Id, messageId, newReplyId, model), State, Row(messageId), Row(newReplyId), Models));

    public Decision Continue(Guid replyId, Guid newReplyId) =>
        Done(ContinueReplyDecision.Decide(new ContinueReply(State.Id, replyId, newReplyId), State, Row(replyId), Row(newReplyId), Models));

    public Decision Unqueue(Guid messageId) => Done(UnqueueMessageDecision.Decide(new UnqueueMessage(State.Id, messageId), State, Owner));

    public Decision Rename(string title) => Done(RenameSessionDecision.Decide(new RenameSession(State.Id, title), State, Owner));

    public Decision ChooseModel(string model) => Done(ChooseModelDecision.Decide(new ChooseModel(State.Id, model), State, Owner, Models));

    public Decision Bin() => Done(BinSessionDecision.Decide(State, Owner));

    public Decision Restore() => Done(RestoreSessionDecision.Decide(State, Owner, NewId));

    public Decision Close(Guid replyId, ReplyOutcome outcome = ReplyOutcome.Completed, string text = "Done.", Guid? reply = null) =>
        Done(CloseReplyDecision.Decide(State, replyId, new ReplyEnd(outcome, By: null, Code: null, text), reply ?? NewId()));

    public MessageRow? Row(Guid id) => _rows.GetValueOrDefault(id);

    /// <summary>What <see cref="Branches.EndOf"/> answers, from the rows in memory.</summary>
    public Place EndOf(Guid? messageId)
    {
        if ((messageId ?? State.Tip) is not { } end)
        {
            return new Place.At(null);
        }

        if (!IsLive(end) && Row(end) is null)
        {
            return new Place.Unknown();
        }

        while (true)
        {
            var next = State.OpenReplies.LastOrDefault(r => r.ParentId == end)?.ReplyId
                ?? State.Queue.LastOrDefault(q => q.ParentId == end)?.MessageId
                ?? (IsLive(end) ? null : _rows.Values.Where(r => r.ParentId == end).MaxBy(r => r.StreamVersion)?.Id);
            if (next is null)
            {
                return IsLive(end) ? new Place.Behind(end) : new Place.At(end);
            }

            end = next.Value;
        }
    }

    private Place PlaceOfEdit(Guid messageId) =>
        Row(messageId) is { AuthorId: not null } original ? new Place.At(original.ParentId) : new Place.Unknown();

    private bool IsLive(Guid id) => State.OpenReplies.Any(r => r.ReplyId == id) || State.Queue.Any(q => q.MessageId == id);

    private Decision Done(Decision decision)
    {
        if (decision is Decision.Events events)
        {
            Append(events.Appended);
        }

        return decision;
    }

    private Guid NewId() => Ids.Of(++_made);

    // Not made by the projection: rendering each text would cost more than all the rest, and no decision asks for it.
    private MessageRow Message(UserMessageSent e) => new()
    {
        Id = e.MessageId,
        SessionId = State.Id,
        ParentId = e.ParentId,
        StreamVersion = _events.Count,
        SentAt = DateTimeOffset.UnixEpoch,
        Text = e.Text,
        Pieces = [],
        RendererVersion = 0,
        AuthorId = e.AuthorId,
        AskedReplyId = e.ReplyId,
        Queued = e.Queued,
        Attachments = e.Attachments,
    };

    private MessageRow Reply(ReplyClosed e) => new()
    {
        Id = e.ReplyId,
        SessionId = State.Id,
        ParentId = e.ParentId,
        StreamVersion = _events.Count,
        SentAt = DateTimeOffset.UnixEpoch,
        Text = e.Text,
        Pieces = [],
        RendererVersion = 0,
        Model = e.Model,
        Outcome = e.Outcome,
    };
}

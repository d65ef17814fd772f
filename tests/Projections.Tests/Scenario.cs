using Marten;
using TesslateLite.Contracts.Events;
using TesslateLite.Projections.Accounts;
using TesslateLite.Projections.Libraries;
using TesslateLite.Projections.Sessions;

namespace TesslateLite.Projections.Tests;

/// <summary>Two people, two sessions and a library in which everything happens that can happen, commit by commit as in life.</summary>
internal static class Scenario
{
    public static readonly Guid Ann = Id(1);
    public static readonly Guid Bob = Id(2);
    public static readonly Guid Chat = Id(10);
    public static readonly Guid Other = Id(11);
    public static readonly AttachedPicture Picture = new(Id(60), "image/gif", 42, 3, 2);
    public const string Question = "Write **it**:\nplease\n";
    public const string Answer = "Here:\n\n```js app.js\nlet a = 1;\n```\nDone 😀";
    public const string Files = "<files>\n<file path=\"app.js\">\nlet a = 2;\n</file>\n<file path=\"../b.css\">\nb {}\n</file>\n</files>\n\n```js app.js\nlet a = 3";

    private static readonly ReplyGeneration s_made = new("other", "other-1", 3, "general@1", 0, 20, 40, new ReplyUsage(10, 0, 1, 1, Estimated: false), 0.000_01m, [20, 3]);

    private static readonly object[][] s_chat =
    [
        [new SessionStarted(Chat, Ann, "demo")],
        [Sent(20, parent: null, Question, reply: 21), new SessionRenamed("Write it:", By: null), Started(21, 20)],
        [new MessageQueued(Id(22), Id(21), Ann, "Second") { Attachments = [Picture] }],
        [new MessageQueued(Id(24), Id(22), Ann, "Third")],
        [new MessageQueued(Id(26), Id(24), Ann, "Never mind")],
        [new MessageUnqueued(Id(26), Ann)],
        [new ModelChosen("other", Ann)],
        [Closed(21, 20, ReplyOutcome.Completed, Answer), Sent(22, 21, "Second", 23, queued: true) with { Attachments = [Picture] }, Started(23, 22, "other")],
        [new SessionRenamed("My chat", Ann)],
        [Closed(23, 22, ReplyOutcome.Stopped, Files, by: Ann) with { Model = "other" }, Sent(24, 23, "Third", 25, queued: true), Started(25, 24, "other")],
        [Closed(25, 24, ReplyOutcome.Failed, "", code: "model_rate_limited") with { Model = "other", Reasoning = "Hm.", RetryAt = DateTimeOffset.UnixEpoch, Generation = s_made }],
        [Started(27, 24, "other", continues: 25)],
        [Sent(28, 21, "Second, anew", 29), Started(29, 28, "other")],
        [new MessageQueued(Id(30), Id(29), Ann, "Waits") { Attachments = [Picture] }],
    ];

    private static readonly object[][] s_other =
    [
        [new SessionStarted(Other, Bob, "demo")],
        [Sent(40, parent: null, "Hi", reply: 41) with { AuthorId = Bob }, new SessionRenamed("Hi", By: null), Started(41, 40)],
        [new SessionBinned(Bob)],
        [Closed(41, 40, ReplyOutcome.Interrupted, "Hel\n```js app.js\nnot yours\n```\n```\nno path\n```\n")],
        [new SessionRestored(Bob)],
        [new SessionBinned(Bob)],
    ];

    private static readonly object[][] s_library =
    [
        [new LibraryOpened(Ann), new SessionPinned(Chat)],
        [new SessionPinned(Other)],
        [new SessionUnpinned(Chat)],
        [new FolderCreated(Id(50), "Work")],
        [new FolderCreated(Id(51), "Old")],
        [new SessionFiled(Chat, Id(50))],
        [new SessionFiled(Other, Id(51))],
        [new FolderRenamed(Id(50), "Play")],
        [new FolderRemoved(Id(51))],
        [new SessionTagged(Chat, "idea")],
        [new SessionTagged(Chat, "big")],
        [new SessionUntagged(Chat, "idea")],
    ];

    /// <summary>Every event that is appended.</summary>
    public static IEnumerable<object> Events =>
        s_chat.Concat(s_other).Concat(s_library).SelectMany(commit => commit).Append(Opened(Ann, "Ann")).Append(Opened(Bob, "Bob"));

    public static Guid Id(int number) => new(number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>Appends it all, one commit at a time, the streams taking turns.</summary>
    public static async Task PlayAsync(IDocumentStore store)
    {
        await CommitAsync(store, s => s.Events.StartStream<Account>(Ann, Opened(Ann, "Ann")));
        await CommitAsync(store, s => s.Events.StartStream<Account>(Bob, Opened(Bob, "Bob")));
        await CommitAsync(store, s => s.Events.StartStream<ChatSession>(Chat, s_chat[0]));
        await CommitAsync(store, s => s.Events.StartStream<ChatSession>(Other, s_other[0]));
        await CommitAsync(store, s => s.Events.StartStream<Library>(Library.IdOf(Ann), s_library[0]));
        for (var i = 1; i < s_chat.Length; i++)
        {
            foreach (var (stream, commits) in new[] { (Chat, s_chat), (Other, s_other), (Library.IdOf(Ann), s_library) })
            {
                if (i < commits.Length)
                {
                    await CommitAsync(store, s => s.Events.Append(stream, commits[i]));
                }
            }
        }
    }

    private static async Task CommitAsync(IDocumentStore store, Action<IDocumentSession> change)
    {
        await using var session = store.LightweightSession();
        change(session);
        await session.SaveChangesAsync();
    }

    private static AccountOpened Opened(Guid person, string name) => new(person, AccountKind.Guest, name);

    private static UserMessageSent Sent(int id, int? parent, string text, int reply, bool queued = false) =>
        new(Id(id), parent is { } p ? Id(p) : null, Ann, text, Id(reply), queued);

    private static ReplyStarted Started(int id, int parent, string model = "demo", int? continues = null) =>
        new(Id(id), Id(parent), model, Ann, continues is { } c ? Id(c) : null);

    private static ReplyClosed Closed(int id, int parent, ReplyOutcome outcome, string text, Guid? by = null, string? code = null) =>
        new(Id(id), Id(parent), "demo", outcome, by, code, text);
}

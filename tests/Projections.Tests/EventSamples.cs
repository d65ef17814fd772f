using TesslateLite.Contracts.Events;

namespace TesslateLite.Projections.Tests;

/// <summary>
/// Events of every type, each member set to something that is not its default in one of them. The stored form of these is in
/// Events.golden.jsonl, so a value here is never changed: a type that gets a new member gets another sample at the end.
/// </summary>
internal static class EventSamples
{
    public static readonly Guid Person = Guid.Parse("0190a000-0000-7000-8000-000000000001");
    private static readonly Guid s_session = Guid.Parse("0190a000-0000-7000-8000-000000000002");
    private static readonly Guid s_message = Guid.Parse("0190a000-0000-7000-8000-000000000003");
    private static readonly Guid s_parent = Guid.Parse("0190a000-0000-7000-8000-000000000004");
    private static readonly Guid s_reply = Guid.Parse("0190a000-0000-7000-8000-000000000005");
    private static readonly Guid s_folder = Guid.Parse("0190a000-0000-7000-8000-000000000006");

    private static readonly AttachedPicture[] s_pictures =
    [
        new(Guid.Parse("0190a000-0000-7000-8000-000000000007"), "image/png", 1_234, 640, 480),
        new(Guid.Parse("0190a000-0000-7000-8000-000000000008"), "image/webp", 5_242_880, 8_000, 1),
    ];

    public static IReadOnlyList<object> All { get; } =
    [
        new SessionStarted(s_session, Person, "demo"),
        new SessionRenamed("Grüße aus \"Köln\"", Person),
        new ModelChosen("other", Person),
        new UserMessageSent(s_message, s_parent, Person, "Line 1\n\n```js\nlet a = '<b>';\n```\n😀", s_reply, Queued: true) { Attachments = s_pictures },
        new MessageQueued(s_message, s_parent, Person, "Later\n") { Attachments = s_pictures },
        new MessageUnqueued(s_message, Person),
        new ReplyStarted(s_reply, s_message, "demo", Person, Continues: s_parent),
        new ReplyClosed(s_reply, s_message, "demo", ReplyOutcome.Stopped, Person, "overloaded", "Half an\nanswer 😀"),
        new SessionBinned(Person),
        new SessionRestored(Person),
        new LibraryOpened(Person),
        new SessionPinned(s_session),
        new SessionUnpinned(s_session),
        new FolderCreated(s_folder, "Work"),
        new FolderRenamed(s_folder, "Play"),
        new FolderRemoved(s_folder),
        new SessionFiled(s_session, s_folder),
        new SessionTagged(s_session, "big idea"),
        new SessionUntagged(s_session, "big idea"),
        new AccountOpened(Person, AccountKind.Guest, "Guest 0001"),
        new SessionRenamed("Questions about Köln", Person) { Model = "cheap" },
        new ReplyClosed(s_reply, s_message, "fast", ReplyOutcome.Failed, Person, "model_rate_limited", "Half")
        {
            Reasoning = "Let me think: 😀\n",
            RetryAt = new DateTimeOffset(2026, 11, 25, 12, 30, 0, 250, TimeSpan.Zero),
            Generation = new ReplyGeneration(
                "spare", "fast-a", 2, "coder@1", 4, 350, 1_200, new ReplyUsage(1_000, 200, 20, 5, Estimated: true), 0.000_123_450_1m, [350, 2, 850, 2]),
        },
    ];
}

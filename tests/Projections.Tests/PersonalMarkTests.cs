using System.Reflection;
using FluentAssertions;
using TesslateLite.Contracts.Events;
using Xunit;

namespace TesslateLite.Projections.Tests;

/// <summary>Erasure works from the mark: a member that could say something about a person carries it, or is named here with a reason.</summary>
public sealed class PersonalMarkTests
{
    private const string OfSession = "names a session, not a person";
    private const string OfMessage = "names a message or reply, not a person";
    private const string OfPicture = "names pictures and says how large they are; what they show is in a table of its own, by owner";
    private const string OfFolder = "names a folder, not a person";
    private const string OfGeneration = "a count or a time of one reply";
    private const string OfModel = "the name of a model, from the operator's list";

    private static readonly Dictionary<string, string> s_reviewed = new()
    {
        ["SessionStarted.SessionId"] = OfSession,
        ["SessionStarted.Model"] = OfModel,
        ["SessionRenamed.Model"] = OfModel,
        ["ModelChosen.Model"] = OfModel,
        ["UserMessageSent.MessageId"] = OfMessage,
        ["UserMessageSent.ParentId"] = OfMessage,
        ["UserMessageSent.ReplyId"] = OfMessage,
        ["UserMessageSent.Queued"] = "yes or no",
        ["UserMessageSent.Attachments"] = OfPicture,
        ["MessageQueued.Attachments"] = OfPicture,
        ["MessageQueued.MessageId"] = OfMessage,
        ["MessageQueued.ParentId"] = OfMessage,
        ["MessageUnqueued.MessageId"] = OfMessage,
        ["ReplyStarted.ReplyId"] = OfMessage,
        ["ReplyStarted.ParentId"] = OfMessage,
        ["ReplyStarted.Model"] = OfModel,
        ["ReplyStarted.Continues"] = OfMessage,
        ["ReplyClosed.ReplyId"] = OfMessage,
        ["ReplyClosed.ParentId"] = OfMessage,
        ["ReplyClosed.Model"] = OfModel,
        ["ReplyClosed.Outcome"] = "one of four words",
        ["ReplyClosed.Code"] = "a stable code of ours",
        ["ReplyClosed.RetryAt"] = "when a provider takes requests again",
        ["ReplyClosed.Generation"] = "a part, reviewed by its members",
        ["ReplyGeneration.Model"] = OfModel,
        ["ReplyGeneration.Deployment"] = OfModel,
        ["ReplyGeneration.Attempts"] = OfGeneration,
        ["ReplyGeneration.Prompt"] = "the name of a system prompt of ours",
        ["ReplyGeneration.LeftOut"] = OfGeneration,
        ["ReplyGeneration.FirstTokenMs"] = OfGeneration,
        ["ReplyGeneration.DurationMs"] = OfGeneration,
        ["ReplyGeneration.Usage"] = "a part, reviewed by its members",
        ["ReplyGeneration.Cost"] = OfGeneration,
        ["ReplyGeneration.Timeline"] = OfGeneration,
        ["ReplyUsage.InputTokens"] = OfGeneration,
        ["ReplyUsage.CachedInputTokens"] = OfGeneration,
        ["ReplyUsage.OutputTokens"] = OfGeneration,
        ["ReplyUsage.ReasoningTokens"] = OfGeneration,
        ["ReplyUsage.Estimated"] = OfGeneration,
        ["SessionPinned.SessionId"] = OfSession,
        ["SessionUnpinned.SessionId"] = OfSession,
        ["FolderCreated.FolderId"] = OfFolder,
        ["FolderRenamed.FolderId"] = OfFolder,
        ["FolderRemoved.FolderId"] = OfFolder,
        ["SessionFiled.SessionId"] = OfSession,
        ["SessionFiled.FolderId"] = OfFolder,
        ["SessionTagged.SessionId"] = OfSession,
        ["SessionUntagged.SessionId"] = OfSession,
        ["AccountOpened.Kind"] = "how the account came to be, without who",
    };

    [Fact]
    public void Every_member_of_every_event_is_marked_or_reviewed() =>
        Members(marked: false).Should().BeEquivalentTo(
            s_reviewed.Keys, "mark it [Personal] when a person wrote it or it names one; else add it to the list with the reason");

    [Fact]
    public void Texts_and_names_of_persons_are_marked() =>
        Members(marked: true).Should().BeEquivalentTo(
            "SessionStarted.OwnerId",
            "SessionRenamed.Title",
            "SessionRenamed.By",
            "ModelChosen.By",
            "UserMessageSent.AuthorId",
            "UserMessageSent.Text",
            "MessageQueued.AuthorId",
            "MessageQueued.Text",
            "MessageUnqueued.By",
            "ReplyStarted.PayerId",
            "ReplyClosed.By",
            "ReplyClosed.Text",
            "ReplyClosed.Reasoning",
            "SessionBinned.By",
            "SessionRestored.By",
            "LibraryOpened.AccountId",
            "FolderCreated.Name",
            "FolderRenamed.Name",
            "SessionTagged.Tag",
            "SessionUntagged.Tag",
            "AccountOpened.AccountId",
            "AccountOpened.DisplayName");

    private static IEnumerable<string> Members(bool marked) =>
        from type in EventTypes.All.Concat(EventTypes.Parts)
        from member in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where member.IsDefined(typeof(PersonalAttribute)) == marked
        select $"{type.Name}.{member.Name}";
}

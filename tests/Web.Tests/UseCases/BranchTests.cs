using System.Text.RegularExpressions;
using FluentAssertions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Web.Tests.UseCases;

/// <summary>Regenerate, edit and continue: each adds beside, none destroys.</summary>
public sealed partial class BranchTests
{
    [Fact]
    public async Task another_reply_stands_beside_the_first_and_asking_twice_gives_one()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        var (session, screen, message, reply) = await AnsweredAsync(person, "demo:echo question");
        var another = Guid.NewGuid();

        var command = new RegenerateReply(session, message, another, "demo-brisk");
        (await person.DoAsync("Regenerate", command)).ReplyId.Should().Be(another);
        (await person.DoAsync("Regenerate", command)).ReplyId.Should().Be(another);
        await screen.EndOf(another);

        var history = await person.HistoryAsync(session);
        history.Select(m => m.Id).Should().Equal(message, reply, another);
        history.Skip(1).Should().OnlyContain(m => m.ParentId == message);
        history[2].Model.Should().Be("demo-brisk");
        screen.Session!.Model.Should().Be("demo", "another model for one reply is no other model for the session");
    }

    [Fact]
    public async Task an_edited_message_stands_beside_the_old_one_and_the_old_branch_can_be_gone_on_with()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        var (session, screen, message, reply) = await AnsweredAsync(person, "demo:echo old");
        var edited = Guid.NewGuid();

        var command = new EditMessage(session, message, edited, "demo:echo new");
        var answer = await person.DoAsync("Edit", command);
        await screen.EndOf(answer.ReplyId);
        (await person.DoAsync("Edit", command)).Should().Be(answer);
        var onward = await person.SendAsync(session, "demo:echo onward", reply);
        await screen.EndOf(onward.ReplyId);

        var history = await person.HistoryAsync(session);
        history.Select(m => (m.Text, m.ParentId)).Where(m => m.Text is not null).Should().Equal(
            ("demo:echo old", null), ("demo:echo new", null), ("demo:echo onward", reply));
        history.Single(m => m.Id == answer.ReplyId).ParentId.Should().Be(edited);
    }

    [Fact]
    public async Task a_message_after_no_particular_one_goes_to_the_end_of_the_newest_branch()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        var (session, screen, message, _) = await AnsweredAsync(person, "demo:echo old");
        var edit = await person.DoAsync("Edit", new EditMessage(session, message, Guid.NewGuid(), "demo:echo new"));
        await screen.EndOf(edit.ReplyId);

        var sent = Guid.NewGuid();
        await person.SendAsync(session, "demo:echo last", messageId: sent);

        await screen.Shows(s => s.Messages.Any(m => m.Id == sent));
        screen.Messages.Single(m => m.Id == sent).ParentId.Should().Be(edit.ReplyId);
    }

    [Fact]
    public async Task a_stopped_reply_that_is_continued_goes_on_exactly_where_it_ended()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        var (session, screen, message, stopped) = await StoppedAsync(person);
        var continued = Guid.NewGuid();

        var command = new ContinueReply(session, stopped, continued);
        await person.DoAsync("Continue", command);
        (await person.DoAsync("Continue", command)).ReplyId.Should().Be(continued);
        (await screen.EndOf(continued)).Outcome.Should().Be(MessageOutcome.Completed);

        var history = await person.HistoryAsync(session);
        history.Select(m => m.Id).Should().Equal(message, stopped, continued);
        history[2].ParentId.Should().Be(message);
        TextOf(history[2]).Should().StartWith(TextOf(history[1]));
        Numbers(history[2]).Should().Equal(Enumerable.Range(1, 80), "every sentence comes once and in order");
        (await person.RefusalAsync("Continue", new ContinueReply(session, continued, Guid.NewGuid()))).Should().Be(RefusalCodes.NotContinuable);
    }

    [Fact]
    public async Task a_reply_that_is_stopped_and_continued_twice_ends_like_the_uninterrupted_one()
    {
        // The same conversation gets the same answer: so the uninterrupted one can be asked for.
        await using var studio = await TestStudio.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Demo__Seed"] = "7" });
        await using var person = await studio.VisitAsync();
        var (session, screen, message, first) = await StoppedAsync(person);
        Guid second = Guid.NewGuid(), third = Guid.NewGuid(), whole = Guid.NewGuid();

        await person.DoAsync("Continue", new ContinueReply(session, first, second));
        await person.DoAsync("Stop", new StopReply(session, second));
        (await screen.EndOf(second)).Outcome.Should().Be(MessageOutcome.Stopped);
        await person.DoAsync("Continue", new ContinueReply(session, second, third));
        await person.DoAsync("Regenerate", new RegenerateReply(session, message, whole));
        await screen.EndOf(third);
        await screen.EndOf(whole);

        var history = await person.HistoryAsync(session);
        history.Single(m => m.Id == third).Pieces.Should().BeEquivalentTo(
            history.Single(m => m.Id == whole).Pieces, o => o.WithStrictOrdering().RespectingRuntimeTypes());
    }

    private static async Task<(Guid Session, Screen Screen, Guid Message, Guid Reply)> AnsweredAsync(Person person, string text)
    {
        var session = await person.StartAsync();
        var screen = person.Watch(session);
        var message = Guid.NewGuid();
        var sent = await person.SendAsync(session, text, messageId: message);
        await screen.EndOf(sent.ReplyId);
        return (session, screen, message, sent.ReplyId!.Value);
    }

    private static async Task<(Guid Session, Screen Screen, Guid Message, Guid Reply)> StoppedAsync(Person person)
    {
        var session = await person.StartAsync();
        var screen = person.Watch(session);
        var message = Guid.NewGuid();
        var sent = await person.SendAsync(session, "demo:long 20", messageId: message);
        await screen.TextOf(sent.ReplyId, least: 200);
        await person.DoAsync("Stop", new StopReply(session, sent.ReplyId!.Value));
        (await screen.EndOf(sent.ReplyId)).Outcome.Should().Be(MessageOutcome.Stopped, "the test stops it long before its end");
        return (session, screen, message, sent.ReplyId!.Value);
    }

    private static IEnumerable<int> Numbers(MessageView reply) =>
        SentenceNumber().Matches(string.Concat(reply.Pieces.OfType<BlockPiece>().Select(p => p.Html))).Select(m => int.Parse(m.Groups[1].Value));

    private static string TextOf(MessageView reply) =>
        Markup().Replace(string.Join('\n', reply.Pieces.OfType<BlockPiece>().Select(p => p.Html)), "").TrimEnd();

    [GeneratedRegex("Sentence (\\d+):")]
    private static partial Regex SentenceNumber();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Markup();
}

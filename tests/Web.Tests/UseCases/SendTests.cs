using FluentAssertions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Web.Tests.UseCases;

/// <summary>A message and its reply, end to end.</summary>
public sealed class SendTests
{
    /// <summary>Stays open until it is stopped.</summary>
    private const string Endless = "demo:long 2000";

    [Fact]
    public async Task a_message_is_answered_on_every_screen_and_stored_as_it_was_shown()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        await using var otherTab = await person.OpenTabAsync();
        var session = await person.StartAsync();
        Screen[] screens = [person.Watch(session), otherTab.Watch(session)];
        await Task.WhenAll(screens.Select(s => s.Shows(s => s.Frames is [SnapshotFrame, ..])));

        var sent = await person.SendAsync(session, "demo:echo a **bold** word");
        foreach (var screen in screens)
        {
            (await screen.EndOf(sent.ReplyId)).Outcome.Should().Be(MessageOutcome.Completed);
            screen.Messages.Should().ContainSingle().Which.Text.Should().Be("demo:echo a **bold** word");
            screen.Session!.Title.Should().Be("demo:echo a **bold** word");
        }

        var history = await person.HistoryAsync(session);
        history.Select(m => m.Role).Should().Equal(MessageRole.User, MessageRole.Assistant);
        history[1].Should().BeEquivalentTo(new { Id = sent.ReplyId, ParentId = (Guid?)history[0].Id, Outcome = MessageOutcome.Completed });
        history[1].Pieces.OfType<BlockPiece>().Should().Contain(p => p.Html.Contains("<strong>bold</strong>"));
    }

    [Fact]
    public async Task a_repeated_message_gets_the_first_answer()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        var session = await person.StartAsync();
        var screen = person.Watch(session);
        var id = Guid.NewGuid();

        var first = await person.SendAsync(session, "demo:echo one", messageId: id);
        var whileOpen = await person.SendAsync(session, "demo:echo one", messageId: id);
        await screen.EndOf(first.ReplyId);
        var afterwards = await person.SendAsync(session, "demo:echo another text", messageId: id);

        whileOpen.Should().Be(first);
        afterwards.Should().Be(first);
        (await person.HistoryAsync(session)).Should().HaveCount(2);
    }

    [Fact]
    public async Task a_message_that_eight_connections_send_at_once_is_one_message_with_one_reply()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        var session = await person.StartAsync();
        var tabs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => person.OpenTabAsync()));
        var id = Guid.NewGuid();

        var answers = await Task.WhenAll(tabs.Select(tab => tab.SendAsync(session, "demo:echo once", messageId: id)));

        answers.Distinct().Should().ContainSingle().Which.ReplyId.Should().NotBeNull();
        await person.Watch(session).Shows(s => s.Frames.OfType<SnapshotFrame>().Single().Open.Count == 0 || s.Closed.Count == 1);
        (await person.HistoryAsync(session)).Select(m => m.Id).Should().Equal(id, answers[0].ReplyId!.Value);
        await Task.WhenAll(tabs.Select(tab => tab.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task two_tabs_that_send_at_the_same_moment_land_on_one_branch()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        await using var otherTab = await person.OpenTabAsync();
        var session = await person.StartAsync();
        var screen = person.Watch(session);
        var start = await person.SendAsync(session, "demo:echo start");
        await screen.EndOf(start.ReplyId);
        Guid[] ids = [Guid.NewGuid(), Guid.NewGuid()];

        var answers = await Task.WhenAll(
            person.SendAsync(session, Endless, start.ReplyId, ids[0]),
            otherTab.SendAsync(session, Endless, start.ReplyId, ids[1]));

        answers.Select(a => a.Queued).Should().BeEquivalentTo([false, true]);
        var (first, second) = answers[0].Queued ? (1, 0) : (0, 1);
        await person.DoAsync("Stop", new StopReply(session, answers[first].ReplyId!.Value));
        await screen.Shows(s => s.Messages.Count == 3);
        var late = screen.Messages[^1];
        late.Should().BeEquivalentTo(new { Id = ids[second], ParentId = answers[first].ReplyId });
        screen.Messages[^2].ParentId.Should().Be(start.ReplyId);
        await person.DoAsync("Bin", new BinSession(session));
    }

    [Fact]
    public async Task a_reply_finishes_with_no_connection_open_at_all()
    {
        var person = await (await TestStudio.Shared).VisitAsync();
        var session = await person.StartAsync();
        var sent = await person.SendAsync(session, "demo:long 300");
        await person.DisposeAsync();

        await using var back = await person.OpenTabAsync();
        (await back.HistoryAsync(session)).Should().ContainSingle("the reply is still being written when the last connection is gone");
        var history = await Eventually.Become(() => back.HistoryAsync(session), h => h.Count == 2, TimeSpan.FromSeconds(30));

        history[1].Should().BeEquivalentTo(new { Id = sent.ReplyId, Outcome = MessageOutcome.Completed });
        string.Concat(history[1].Pieces.OfType<BlockPiece>().Select(p => p.Html)).Should().Contain("Sentence 1200:");
    }

    [Fact]
    public async Task a_reply_that_fails_says_with_which_code_and_keeps_its_text()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        var session = await person.StartAsync();
        var screen = person.Watch(session);

        var failing = await screen.EndOf((await person.SendAsync(session, "demo:fail")).ReplyId);
        var cut = await screen.EndOf((await person.SendAsync(session, "demo:cut")).ReplyId);

        (failing.Outcome, failing.Code).Should().Be((MessageOutcome.Failed, "demo_failed"));
        (cut.Outcome, cut.Code).Should().Be((MessageOutcome.Failed, "model_ended_early"));
        (await person.HistoryAsync(session)).Should().OnlyContain(m => m.Pieces.Count > 0);
    }

    [Fact]
    public async Task a_reply_that_another_connection_stops_keeps_its_text_and_tells_who()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        await using var otherTab = await person.OpenTabAsync();
        var session = await person.StartAsync();
        var screen = person.Watch(session);
        var sent = await person.SendAsync(session, Endless);
        await screen.TextOf(sent.ReplyId, least: 500);

        await otherTab.DoAsync("Stop", new StopReply(session, sent.ReplyId!.Value));
        var end = await screen.EndOf(sent.ReplyId);
        await otherTab.DoAsync("Stop", new StopReply(session, sent.ReplyId!.Value));

        (end.Outcome, end.By).Should().Be((MessageOutcome.Stopped, person.Id));
        var reply = (await person.HistoryAsync(session))[1];
        (reply.Outcome, reply.By).Should().Be((MessageOutcome.Stopped, person.Id));
        string.Concat(reply.Pieces.OfType<BlockPiece>().Select(p => p.Html)).Should().Contain("Sentence 1:").And.NotContain("Sentence 8000:");
        screen.Closed.Should().ContainSingle("a second stop changes nothing");
    }
}

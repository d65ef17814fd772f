using FluentAssertions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Web.Tests.UseCases;

/// <summary>Messages sent while a reply is open.</summary>
public sealed class QueueTests
{
    private const string Endless = "demo:long 2000";

    [Fact]
    public async Task messages_sent_while_a_reply_is_open_wait_and_are_sent_afterwards_in_order()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        var session = await person.StartAsync();
        var screen = person.Watch(session);
        var open = await person.SendAsync(session, Endless);
        string[] texts = ["demo:echo one", "demo:echo two", "demo:echo three"];
        foreach (var text in texts)
        {
            (await person.SendAsync(session, text)).Should().Be(new Accepted(Queued: true));
        }

        await screen.Shows(s => s.Queue.Select(q => q.Text).SequenceEqual(texts));
        await person.DoAsync("Stop", new StopReply(session, open.ReplyId!.Value));
        await screen.Shows(s => s.Closed.Count == 4);

        screen.Queue.Should().BeEmpty();
        var history = await person.HistoryAsync(session);
        history.Where(m => m.Role == MessageRole.User).Select(m => m.Text).Should().Equal([Endless, .. texts]);
        history.Zip(history.Skip(1)).Should().OnlyContain(pair => pair.Second.ParentId == pair.First.Id, "all is one branch");
        history.Count(m => m.Outcome == MessageOutcome.Completed).Should().Be(3);
    }

    [Fact]
    public async Task a_queued_message_that_is_repeated_waits_once_and_gets_the_first_answer_also_when_sent()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        var session = await person.StartAsync();
        var screen = person.Watch(session);
        var open = await person.SendAsync(session, Endless);
        var id = Guid.NewGuid();

        var first = await person.SendAsync(session, "demo:echo one", messageId: id);
        var again = await person.SendAsync(session, "demo:echo one", messageId: id);
        await person.DoAsync("Stop", new StopReply(session, open.ReplyId!.Value));
        await screen.Shows(s => s.Closed.Count == 2);
        var afterwards = await person.SendAsync(session, "demo:echo one", messageId: id);

        new[] { first, again, afterwards }.Should().AllBeEquivalentTo(new Accepted(Queued: true));
        (await person.HistoryAsync(session)).Should().HaveCount(4);
    }

    [Fact]
    public async Task a_message_taken_back_is_never_sent_and_those_behind_it_are()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        var session = await person.StartAsync();
        var screen = person.Watch(session);
        var open = await person.SendAsync(session, Endless);
        Guid[] ids = [Guid.NewGuid(), Guid.NewGuid()];
        await person.SendAsync(session, "demo:echo taken back", messageId: ids[0]);
        await person.SendAsync(session, "demo:echo kept", messageId: ids[1]);

        await person.DoAsync("Unqueue", new UnqueueMessage(session, ids[0]));
        await person.DoAsync("Unqueue", new UnqueueMessage(session, ids[0]));
        await screen.Shows(s => s.Queue.Select(q => q.Id).SequenceEqual(new[] { ids[1] }));
        await person.DoAsync("Stop", new StopReply(session, open.ReplyId!.Value));
        await screen.Shows(s => s.Closed.Count == 2);

        (await person.HistoryAsync(session)).Where(m => m.Role == MessageRole.User).Select(m => m.Text).Should().Equal(Endless, "demo:echo kept");
    }

    [Fact]
    public async Task the_eleventh_waiting_message_is_refused_and_the_ten_stay()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        var session = await person.StartAsync();
        await person.SendAsync(session, Endless);
        for (var i = 0; i < 10; i++)
        {
            await person.SendAsync(session, "demo:echo waiting");
        }

        (await person.RefusalAsync("Send", new SendMessage(session, Guid.NewGuid(), "demo:echo too many"))).Should().Be(RefusalCodes.QueueFull);

        await person.Watch(session).Shows(s => s.Queue.Count == 10);
        await person.DoAsync("Bin", new BinSession(session));
    }

    [Fact]
    public async Task the_bin_stops_the_reply_refuses_messages_and_lets_the_queue_rest_until_the_session_is_restored()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        var session = await person.StartAsync();
        var screen = person.Watch(session);
        var open = await person.SendAsync(session, Endless);
        await person.SendAsync(session, "demo:echo waited");

        await person.DoAsync("Bin", new BinSession(session));
        (await screen.EndOf(open.ReplyId)).Should().BeEquivalentTo(new { Outcome = MessageOutcome.Stopped, By = person.Id });
        (await person.RefusalAsync("Send", new SendMessage(session, Guid.NewGuid(), "demo:echo no"))).Should().Be(RefusalCodes.SessionBinned);
        screen.Session!.Binned.Should().BeTrue();
        screen.Queue.Should().ContainSingle();

        await person.DoAsync("Restore", new RestoreSession(session));
        await screen.Shows(s => s.Closed.Count == 2);
        screen.Session!.Binned.Should().BeFalse();
        (await person.HistoryAsync(session)).Where(m => m.Role == MessageRole.User).Select(m => m.Text).Should().Equal(Endless, "demo:echo waited");
    }
}

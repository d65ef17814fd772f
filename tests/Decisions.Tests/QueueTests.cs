using FluentAssertions;
using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Sessions;
using TesslateLite.Projections.Sessions;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Decisions.Tests;

/// <summary>What waits is sent when its turn comes, or taken back.</summary>
public sealed class QueueTests
{
    private readonly SessionInMemory _session = new();

    // Below message 10 reply 11 is open; 20 waits for it, 30 for 20, 40 for 30.
    public QueueTests()
    {
        _session.Send(Ids.Of(10), reply: Ids.Of(11));
        _session.Send(Ids.Of(20), "Second");
        _session.Send(Ids.Of(30), "Third");
        _session.Send(Ids.Of(40), "Fourth");
    }

    [Fact]
    public void When_a_reply_closes_the_message_that_waited_for_it_is_sent_in_the_same_commit()
    {
        var decision = _session.Close(Ids.Of(11), ReplyOutcome.Completed, "Done.", reply: Ids.Of(21));

        decision.Appended().Should().Equal(
            new ReplyClosed(Ids.Of(11), Ids.Of(10), SessionInMemory.Model, ReplyOutcome.Completed, By: null, Code: null, "Done."),
            new UserMessageSent(Ids.Of(20), Ids.Of(11), SessionInMemory.Owner, "Second", Ids.Of(21), Queued: true),
            new ReplyStarted(Ids.Of(21), Ids.Of(20), SessionInMemory.Model, SessionInMemory.Owner, Continues: null));
    }

    [Fact]
    public void What_waited_behind_the_message_now_waits_for_its_reply()
    {
        _session.Close(Ids.Of(11), reply: Ids.Of(21));

        Waiting().Should().Equal((Ids.Of(30), Ids.Of(21)), (Ids.Of(40), Ids.Of(30)));
    }

    [Fact]
    public void Only_the_message_of_the_replys_own_branch_is_sent()
    {
        _session.Edit(Ids.Of(10), Ids.Of(50), reply: Ids.Of(51));

        _session.Close(Ids.Of(51)).Appended().Should().ContainSingle().Which.Should().BeOfType<ReplyClosed>();

        _session.State.Queue.Should().HaveCount(3);
    }

    [Fact]
    public void A_message_is_answered_by_the_model_chosen_while_it_waited()
    {
        _session.ChooseModel("other");

        _session.Close(Ids.Of(11)).Appended().OfType<ReplyStarted>().Single().Model.Should().Be("other");
    }

    [Theory]
    [InlineData(ReplyOutcome.Stopped)]
    [InlineData(ReplyOutcome.Interrupted)]
    [InlineData(ReplyOutcome.Failed)]
    public void However_the_reply_ended_the_next_message_is_sent(ReplyOutcome outcome) =>
        _session.Close(Ids.Of(11), outcome).Appended().OfType<UserMessageSent>().Single().MessageId.Should().Be(Ids.Of(20));

    [Fact]
    public void In_the_bin_a_reply_closes_and_the_queue_rests()
    {
        _session.Bin();

        _session.Close(Ids.Of(11)).Appended().Should().ContainSingle().Which.Should().BeOfType<ReplyClosed>();

        _session.State.Queue.Should().HaveCount(3);
        _session.State.OpenReplies.Should().BeEmpty();
    }

    [Fact]
    public void How_a_reply_ended_is_recorded() =>
        CloseReplyDecision.Decide(
                _session.State, Ids.Of(11), new ReplyEnd(ReplyOutcome.Failed, Ids.Of(5), "overloaded", "Half"), Ids.Of(99))
            .Appended()[0].Should().Be(
                new ReplyClosed(Ids.Of(11), Ids.Of(10), SessionInMemory.Model, ReplyOutcome.Failed, Ids.Of(5), "overloaded", "Half"));

    [Fact]
    public void A_reply_that_is_not_open_closes_nothing()
    {
        _session.Close(Ids.Of(11));

        _session.Close(Ids.Of(11)).NothingButAnswer();
        _session.Close(Ids.Of(99)).NothingButAnswer();
    }

    [Fact]
    public void A_message_taken_back_is_gone()
    {
        _session.Unqueue(Ids.Of(40)).Appended().Should().Equal(new MessageUnqueued(Ids.Of(40), SessionInMemory.Owner));

        Waiting().Should().Equal((Ids.Of(20), Ids.Of(11)), (Ids.Of(30), Ids.Of(20)));
    }

    [Fact]
    public void What_waited_behind_a_message_taken_back_waits_for_what_that_one_waited_for()
    {
        _session.Unqueue(Ids.Of(30));
        Waiting().Should().Equal((Ids.Of(20), Ids.Of(11)), (Ids.Of(40), Ids.Of(20)));

        _session.Unqueue(Ids.Of(20));
        Waiting().Should().Equal((Ids.Of(40), Ids.Of(11)));

        _session.Close(Ids.Of(11)).Appended().OfType<UserMessageSent>().Single().MessageId.Should().Be(Ids.Of(40));
    }

    [Fact]
    public void A_message_that_does_not_wait_needs_no_taking_back()
    {
        _session.Unqueue(Ids.Of(10)).NothingButAnswer().Should().Be(new Accepted());
        _session.Unqueue(Ids.Of(99)).NothingButAnswer().Should().Be(new Accepted());
    }

    [Fact]
    public void The_whole_queue_is_sent_one_reply_after_another()
    {
        while (_session.State.OpenReplies is [var open, ..])
        {
            _session.State.OpenReplies.Should().ContainSingle();
            _session.Close(open.ReplyId);
        }

        _session.Events.OfType<UserMessageSent>().Select(e => e.MessageId).Should().Equal(Ids.Of(10), Ids.Of(20), Ids.Of(30), Ids.Of(40));
        _session.State.Queue.Should().BeEmpty();
    }

    private IEnumerable<(Guid MessageId, Guid ParentId)> Waiting() =>
        _session.State.Queue.Select((QueuedMessage q) => (q.MessageId, q.ParentId));
}

using FluentAssertions;
using TesslateLite.Contracts.Events;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Decisions.Tests;

public sealed class BinTests
{
    private readonly SessionInMemory _session = new();

    [Fact]
    public void A_session_goes_to_the_bin_once()
    {
        _session.Bin().Appended().Should().Equal(new SessionBinned(SessionInMemory.Owner));

        _session.Bin().NothingButAnswer();
        _session.State.Binned.Should().BeTrue();
    }

    [Fact]
    public void A_session_comes_back_from_the_bin_once()
    {
        _session.Bin();

        _session.Restore().Appended().Should().Equal(new SessionRestored(SessionInMemory.Owner));

        _session.Restore().NothingButAnswer();
        _session.State.Binned.Should().BeFalse();
    }

    [Fact]
    public void A_session_that_is_not_in_the_bin_needs_no_restoring() => _session.Restore().NothingButAnswer();

    [Fact]
    public void A_message_whose_turn_came_in_the_bin_is_sent_when_the_session_comes_back()
    {
        _session.Send(Ids.Of(10), reply: Ids.Of(11));
        _session.Send(Ids.Of(20), "Second");
        _session.Send(Ids.Of(30), "Third");
        _session.Bin();
        _session.Close(Ids.Of(11));

        var restored = _session.Restore().Appended();

        var started = restored.OfType<ReplyStarted>().Single();
        restored.Should().Equal(
            new SessionRestored(SessionInMemory.Owner),
            new UserMessageSent(Ids.Of(20), Ids.Of(11), SessionInMemory.Owner, "Second", started.ReplyId, Queued: true),
            new ReplyStarted(started.ReplyId, Ids.Of(20), SessionInMemory.Model, SessionInMemory.Owner, Continues: null));
        _session.State.Queue.Should().ContainSingle().Which.ParentId.Should().Be(started.ReplyId);
    }

    [Fact]
    public void A_message_whose_reply_is_still_open_waits_on()
    {
        _session.Send(Ids.Of(10), reply: Ids.Of(11));
        _session.Send(Ids.Of(20));
        _session.Bin();

        _session.Restore().Appended().Should().ContainSingle();

        _session.State.Queue.Should().ContainSingle();
    }

    [Fact]
    public void Messages_of_several_branches_are_sent_together_each_with_a_reply_of_its_own()
    {
        _session.Send(Ids.Of(10), reply: Ids.Of(11));
        _session.Edit(Ids.Of(10), Ids.Of(12), reply: Ids.Of(13));
        _session.Send(Ids.Of(20), parent: Ids.Of(11));
        _session.Send(Ids.Of(21), parent: Ids.Of(13));
        _session.Bin();
        _session.Close(Ids.Of(11));
        _session.Close(Ids.Of(13));

        var restored = _session.Restore().Appended();

        restored.OfType<UserMessageSent>().Select(e => (e.MessageId, e.ParentId)).Should().Equal((Ids.Of(20), Ids.Of(11)), (Ids.Of(21), Ids.Of(13)));
        restored.OfType<ReplyStarted>().Select(e => e.ReplyId).Should().OnlyHaveUniqueItems().And.HaveCount(2);
        _session.State.Queue.Should().BeEmpty();
    }

    [Fact]
    public void A_message_can_be_taken_back_in_the_bin_and_is_not_sent_afterwards()
    {
        _session.Send(Ids.Of(10), reply: Ids.Of(11));
        _session.Send(Ids.Of(20));
        _session.Bin();
        _session.Close(Ids.Of(11));

        _session.Unqueue(Ids.Of(20)).Appended();

        _session.Restore().Appended().Should().ContainSingle();
    }
}

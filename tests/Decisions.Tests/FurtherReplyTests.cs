using FluentAssertions;
using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Sessions;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Decisions.Tests;

/// <summary>Regenerating and continuing: a further reply to a message that has been answered.</summary>
public sealed class FurtherReplyTests
{
    private readonly SessionInMemory _session = new();

    public FurtherReplyTests()
    {
        _session.Send(Ids.Of(10), reply: Ids.Of(11));
        _session.Close(Ids.Of(11), ReplyOutcome.Stopped);
    }

    [Fact]
    public void Regenerating_starts_another_reply_beside_the_first()
    {
        var decision = _session.Regenerate(Ids.Of(10), Ids.Of(12));

        decision.Appended().Should().Equal(
            new ReplyStarted(Ids.Of(12), Ids.Of(10), SessionInMemory.Model, SessionInMemory.Owner, Continues: null));
        decision.Answer().Should().Be(new Accepted(Ids.Of(12)));
    }

    [Fact]
    public void Regenerating_may_ask_another_model_once_and_leaves_the_sessions_alone()
    {
        _session.Regenerate(Ids.Of(10), Ids.Of(12), "other").Appended().OfType<ReplyStarted>().Single().Model.Should().Be("other");

        _session.State.Model.Should().Be(SessionInMemory.Model);
    }

    [Fact]
    public void Regenerating_with_an_unknown_model_is_refused() =>
        _session.Regenerate(Ids.Of(10), Ids.Of(12), "none").RefusedWith().Should().Be(RefusalCodes.UnknownModel);

    [Fact]
    public void Regenerating_with_a_model_that_cannot_be_used_is_refused() =>
        _session.Regenerate(Ids.Of(10), Ids.Of(12), "keyless").RefusedWith().Should().Be(RefusalCodes.ModelUnavailable);

    [Fact]
    public void Regenerating_by_the_sessions_own_model_is_never_refused_for_the_model()
    {
        _session.Append(new ModelChosen("gone since", SessionInMemory.Owner));

        _session.Regenerate(Ids.Of(10), Ids.Of(12)).Appended().OfType<ReplyStarted>().Single().Model.Should().Be("gone since", "the reply fails and says why");
    }

    [Fact]
    public void A_repeat_gets_the_first_answer_also_when_the_model_cannot_be_used_any_more()
    {
        _session.Append(new ReplyStarted(Ids.Of(12), Ids.Of(10), "keyless", SessionInMemory.Owner, Continues: null));

        _session.Regenerate(Ids.Of(10), Ids.Of(12), "keyless").NothingButAnswer().Should().Be(new Accepted(Ids.Of(12)));
    }

    [Fact]
    public void Only_a_persons_message_is_answered_again()
    {
        _session.Regenerate(Ids.Of(11), Ids.Of(12)).RefusedWith().Should().Be(RefusalCodes.UnknownMessage);
        _session.Regenerate(Ids.Of(99), Ids.Of(12)).RefusedWith().Should().Be(RefusalCodes.UnknownMessage);
    }

    [Fact]
    public void A_message_of_another_session_is_not_answered()
    {
        var other = new SessionInMemory(id: 2);

        RegenerateReplyDecision.Decide(
                new RegenerateReply(other.State.Id, Ids.Of(10), Ids.Of(12)), other.State, _session.Row(Ids.Of(10)), sameId: null, SessionInMemory.Models)
            .RefusedWith().Should().Be(RefusalCodes.UnknownMessage);
    }

    [Theory]
    [InlineData(ReplyOutcome.Stopped)]
    [InlineData(ReplyOutcome.Interrupted)]
    [InlineData(ReplyOutcome.Failed)]
    public void A_reply_that_did_not_complete_is_continued_beside_itself_by_its_own_model(ReplyOutcome outcome)
    {
        _session.Regenerate(Ids.Of(10), Ids.Of(12), "other");
        _session.Close(Ids.Of(12), outcome);

        _session.Continue(Ids.Of(12), Ids.Of(13)).Appended().Should().Equal(
            new ReplyStarted(Ids.Of(13), Ids.Of(10), "other", SessionInMemory.Owner, Continues: Ids.Of(12)));
    }

    [Fact]
    public void A_completed_reply_cannot_be_continued()
    {
        _session.Regenerate(Ids.Of(10), Ids.Of(12));
        _session.Close(Ids.Of(12));

        _session.Continue(Ids.Of(12), Ids.Of(13)).RefusedWith().Should().Be(RefusalCodes.NotContinuable);
    }

    [Fact]
    public void What_is_no_finished_reply_cannot_be_continued()
    {
        _session.Regenerate(Ids.Of(10), Ids.Of(12));

        _session.Continue(Ids.Of(10), Ids.Of(13)).RefusedWith().Should().Be(RefusalCodes.UnknownMessage, "it is a person's");
        _session.Continue(Ids.Of(12), Ids.Of(13)).RefusedWith().Should().Be(RefusalCodes.UnknownMessage, "it is open");
        _session.Continue(Ids.Of(99), Ids.Of(13)).RefusedWith().Should().Be(RefusalCodes.UnknownMessage, "there is none");
    }

    [Fact]
    public void A_reply_of_another_session_cannot_be_continued()
    {
        var other = new SessionInMemory(id: 2);

        ContinueReplyDecision.Decide(
                new ContinueReply(other.State.Id, Ids.Of(11), Ids.Of(12)), other.State, _session.Row(Ids.Of(11)), sameId: null, SessionInMemory.Models)
            .RefusedWith().Should().Be(RefusalCodes.UnknownMessage);
    }

    [Fact]
    public void Repeats_get_the_first_answer_while_the_reply_is_open_and_after_it_ended()
    {
        var regenerated = _session.Regenerate(Ids.Of(10), Ids.Of(12)).Answer();
        var continued = _session.Continue(Ids.Of(11), Ids.Of(13)).Answer();

        _session.Regenerate(Ids.Of(10), Ids.Of(12)).NothingButAnswer().Should().Be(regenerated);
        _session.Continue(Ids.Of(11), Ids.Of(13)).NothingButAnswer().Should().Be(continued);

        _session.Close(Ids.Of(12));
        _session.Close(Ids.Of(13));
        _session.Bin();

        _session.Regenerate(Ids.Of(10), Ids.Of(12)).NothingButAnswer().Should().Be(regenerated);
        _session.Continue(Ids.Of(11), Ids.Of(13)).NothingButAnswer().Should().Be(continued);
    }

    [Fact]
    public void An_id_that_is_taken_by_a_message_is_refused()
    {
        _session.Send(Ids.Of(20), reply: Ids.Of(21));
        _session.Send(Ids.Of(30));

        _session.Regenerate(Ids.Of(10), Ids.Of(20)).RefusedWith().Should().Be(RefusalCodes.DuplicateId, "a message has it");
        _session.Regenerate(Ids.Of(10), Ids.Of(30)).RefusedWith().Should().Be(RefusalCodes.DuplicateId, "a waiting message has it");
        _session.Continue(Ids.Of(11), Ids.Of(10)).RefusedWith().Should().Be(RefusalCodes.DuplicateId);
    }

    [Fact]
    public void The_id_of_a_reply_to_another_message_is_refused()
    {
        _session.Send(Ids.Of(20), reply: Ids.Of(21));

        _session.Regenerate(Ids.Of(10), Ids.Of(21)).RefusedWith().Should().Be(RefusalCodes.DuplicateId, "it is open below another message");
        _session.Close(Ids.Of(21));
        _session.Regenerate(Ids.Of(10), Ids.Of(21)).RefusedWith().Should().Be(RefusalCodes.DuplicateId, "it ended below another message");
    }

    [Fact]
    public void An_id_that_is_taken_in_another_session_is_refused()
    {
        var other = new SessionInMemory(id: 2);
        other.Send(Ids.Of(40), reply: Ids.Of(41));
        other.Close(Ids.Of(41));

        RegenerateReplyDecision.Decide(
                new RegenerateReply(_session.State.Id, Ids.Of(10), Ids.Of(41)), _session.State, _session.Row(Ids.Of(10)), other.Row(Ids.Of(41)), SessionInMemory.Models)
            .RefusedWith().Should().Be(RefusalCodes.DuplicateId);
    }

    [Fact]
    public void An_id_of_all_zeros_is_refused()
    {
        _session.Regenerate(Ids.Of(10), Guid.Empty).RefusedWith().Should().Be(RefusalCodes.InvalidId);
        _session.Continue(Ids.Of(11), Guid.Empty).RefusedWith().Should().Be(RefusalCodes.InvalidId);
    }

    [Fact]
    public void Nothing_is_answered_again_in_the_bin()
    {
        _session.Bin();

        _session.Regenerate(Ids.Of(10), Ids.Of(12)).RefusedWith().Should().Be(RefusalCodes.SessionBinned);
        _session.Continue(Ids.Of(11), Ids.Of(12)).RefusedWith().Should().Be(RefusalCodes.SessionBinned);
    }

    [Fact]
    public void No_more_replies_are_written_at_once_than_may_be()
    {
        for (var i = 0; i < SessionLimits.OpenReplies; i++)
        {
            _session.Regenerate(Ids.Of(10), Ids.Of(20 + i)).Appended();
        }

        _session.Regenerate(Ids.Of(10), Ids.Of(40)).RefusedWith().Should().Be(RefusalCodes.TooManyReplies);
        _session.Continue(Ids.Of(11), Ids.Of(40)).RefusedWith().Should().Be(RefusalCodes.TooManyReplies);
    }
}

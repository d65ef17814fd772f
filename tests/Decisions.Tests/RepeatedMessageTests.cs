using FluentAssertions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Sessions;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Decisions.Tests;

/// <summary>A message id says the same thing however often it comes, and cannot take another thing's place.</summary>
public sealed class RepeatedMessageTests
{
    private readonly SessionInMemory _session = new();

    [Fact]
    public void A_repeat_gets_the_first_answer_while_the_reply_is_open()
    {
        var first = _session.Send(Ids.Of(10), reply: Ids.Of(11)).Answer();

        _session.Send(Ids.Of(10), reply: Ids.Of(12)).NothingButAnswer().Should().Be(first);
    }

    [Fact]
    public void A_repeat_gets_the_first_answer_after_the_reply_has_ended()
    {
        var first = _session.Send(Ids.Of(10), reply: Ids.Of(11)).Answer();
        _session.Close(Ids.Of(11));

        _session.Send(Ids.Of(10), reply: Ids.Of(12)).NothingButAnswer().Should().Be(first);
    }

    [Fact]
    public void A_repeat_gets_the_first_answer_after_another_reply_to_the_message()
    {
        var first = _session.Send(Ids.Of(10), reply: Ids.Of(11)).Answer();
        _session.Regenerate(Ids.Of(10), Ids.Of(12));

        _session.Send(Ids.Of(10)).NothingButAnswer().Should().Be(first);
    }

    [Fact]
    public void A_repeat_of_a_waiting_message_gets_the_first_answer()
    {
        _session.Send(Ids.Of(10));
        var first = _session.Send(Ids.Of(20)).Answer();

        _session.Send(Ids.Of(20)).NothingButAnswer().Should().Be(first);
    }

    [Fact]
    public void A_repeat_gets_the_first_answer_when_the_message_has_waited_and_was_sent()
    {
        _session.Send(Ids.Of(10), reply: Ids.Of(11));
        var first = _session.Send(Ids.Of(20)).Answer();
        _session.Close(Ids.Of(11));
        _session.State.Queue.Should().BeEmpty();

        _session.Send(Ids.Of(20)).NothingButAnswer().Should().Be(first).And.Be(new Accepted(ReplyId: null, Queued: true));
    }

    [Fact]
    public void A_repeat_of_an_edit_gets_the_first_answer()
    {
        _session.Send(Ids.Of(10));
        var first = _session.Edit(Ids.Of(10), Ids.Of(20), reply: Ids.Of(21)).Answer();

        _session.Edit(Ids.Of(10), Ids.Of(20), reply: Ids.Of(22)).NothingButAnswer().Should().Be(first).And.Be(new Accepted(Ids.Of(21)));
    }

    [Fact]
    public void A_repeat_gets_the_first_answer_also_in_the_bin_and_with_another_text()
    {
        var first = _session.Send(Ids.Of(10)).Answer();
        _session.Bin();

        _session.Send(Ids.Of(10), "").NothingButAnswer().Should().Be(first);
    }

    [Fact]
    public void The_id_of_a_message_of_another_session_is_taken()
    {
        var other = new SessionInMemory(id: 2);
        other.Send(Ids.Of(10));

        SendMessageDecision.Decide(
                _session.State, Ids.Of(10), "Hello", pictures: [], other.Row(Ids.Of(10)), new Place.At(null), SessionInMemory.Owner, Ids.Of(11))
            .RefusedWith().Should().Be(RefusalCodes.DuplicateId);
    }

    [Fact]
    public void The_id_of_a_finished_reply_is_taken()
    {
        _session.Send(Ids.Of(10), reply: Ids.Of(11));
        _session.Close(Ids.Of(11));

        _session.Send(Ids.Of(11)).RefusedWith().Should().Be(RefusalCodes.DuplicateId);
    }

    [Fact]
    public void The_id_of_an_open_reply_is_taken()
    {
        _session.Send(Ids.Of(10), reply: Ids.Of(11));

        _session.Send(Ids.Of(11)).RefusedWith().Should().Be(RefusalCodes.DuplicateId);
    }
}

using FluentAssertions;
using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Decisions.Tests;

public sealed class EditMessageTests
{
    private readonly SessionInMemory _session = new();

    public EditMessageTests()
    {
        _session.Send(Ids.Of(10), reply: Ids.Of(11));
        _session.Close(Ids.Of(11));
        _session.Send(Ids.Of(20), reply: Ids.Of(21));
    }

    [Fact]
    public void An_edit_stands_beside_the_old_message_and_has_its_own_reply()
    {
        var decision = _session.Edit(Ids.Of(20), Ids.Of(30), "Anew", reply: Ids.Of(31));

        decision.Appended().Should().Equal(
            new UserMessageSent(Ids.Of(30), Ids.Of(11), SessionInMemory.Owner, "Anew", Ids.Of(31), Queued: false),
            new ReplyStarted(Ids.Of(31), Ids.Of(30), SessionInMemory.Model, SessionInMemory.Owner, Continues: null));
        decision.Answer().Should().Be(new Accepted(Ids.Of(31)));
    }

    [Fact]
    public void An_edit_of_the_first_message_is_a_second_root() =>
        _session.Edit(Ids.Of(10), Ids.Of(30)).Appended().OfType<UserMessageSent>().Single().ParentId.Should().BeNull();

    [Fact]
    public void An_edit_need_not_wait_for_the_open_reply_of_the_other_branch()
    {
        _session.Edit(Ids.Of(20), Ids.Of(30), reply: Ids.Of(31));

        _session.State.OpenReplies.Select(r => r.ReplyId).Should().Equal(Ids.Of(21), Ids.Of(31));
        _session.State.Tip.Should().Be(Ids.Of(31));
    }

    [Fact]
    public void A_reply_cannot_be_edited() =>
        _session.Edit(Ids.Of(11), Ids.Of(30)).RefusedWith().Should().Be(RefusalCodes.UnknownMessage);

    [Fact]
    public void An_unknown_message_cannot_be_edited() =>
        _session.Edit(Ids.Of(99), Ids.Of(30)).RefusedWith().Should().Be(RefusalCodes.UnknownMessage);

    [Fact]
    public void A_waiting_message_cannot_be_edited()
    {
        _session.Send(Ids.Of(30));

        _session.Edit(Ids.Of(30), Ids.Of(40)).RefusedWith().Should().Be(RefusalCodes.UnknownMessage);
    }

    [Fact]
    public void Nothing_is_edited_in_the_bin()
    {
        _session.Bin();

        _session.Edit(Ids.Of(10), Ids.Of(30)).RefusedWith().Should().Be(RefusalCodes.SessionBinned);
    }
}

using FluentAssertions;
using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub;
using TesslateLite.Hub.Sessions;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Decisions.Tests;

public sealed class SendMessageTests
{
    private readonly SessionInMemory _session = new();

    [Fact]
    public void The_first_message_joins_the_root_names_the_session_and_is_answered()
    {
        var decision = _session.Send(Ids.Of(10), "# What is a *cat*?", reply: Ids.Of(11));

        decision.Appended().Should().Equal(
            new UserMessageSent(Ids.Of(10), ParentId: null, SessionInMemory.Owner, "# What is a *cat*?", Ids.Of(11), Queued: false),
            new SessionRenamed("What is a *cat*?", By: null),
            new ReplyStarted(Ids.Of(11), Ids.Of(10), SessionInMemory.Model, SessionInMemory.Owner, Continues: null));
        decision.Answer().Should().Be(new Accepted(Ids.Of(11)));
    }

    [Fact]
    public void The_title_is_taken_from_the_first_message_only()
    {
        _session.Send(Ids.Of(10), "First", reply: Ids.Of(11));
        _session.Close(Ids.Of(11));

        _session.Send(Ids.Of(20), "Second").Appended().Should().NotContain(e => e is SessionRenamed);

        _session.State.Title.Should().Be("First");
    }

    [Fact]
    public void A_session_that_a_person_named_before_its_first_message_keeps_that_name()
    {
        _session.Rename("Mine");

        _session.Send(Ids.Of(10), "First").Appended().Should().NotContain(e => e is SessionRenamed);
    }

    [Fact]
    public void A_message_after_a_finished_reply_goes_below_it()
    {
        _session.Send(Ids.Of(10), reply: Ids.Of(11));
        _session.Close(Ids.Of(11));

        _session.Send(Ids.Of(20)).Appended().OfType<UserMessageSent>().Single().ParentId.Should().Be(Ids.Of(11));
    }

    [Fact]
    public void The_reply_comes_from_the_chosen_model_and_the_owner_pays()
    {
        _session.ChooseModel("other");

        var started = Decide(new Place.At(null), caller: Ids.Of(77)).Appended().OfType<ReplyStarted>().Single();

        started.Model.Should().Be("other");
        started.PayerId.Should().Be(SessionInMemory.Owner);
    }

    [Fact]
    public void A_message_behind_an_open_reply_waits_for_it()
    {
        _session.Send(Ids.Of(10), reply: Ids.Of(11));

        var decision = _session.Send(Ids.Of(20), "Later");

        decision.Appended().Should().Equal(new MessageQueued(Ids.Of(20), Ids.Of(11), SessionInMemory.Owner, "Later"));
        decision.Answer().Should().Be(new Accepted(ReplyId: null, Queued: true));
    }

    [Fact]
    public void A_second_message_behind_an_open_reply_waits_for_the_first_one()
    {
        _session.Send(Ids.Of(10), reply: Ids.Of(11));
        _session.Send(Ids.Of(20));

        _session.Send(Ids.Of(30)).Appended().OfType<MessageQueued>().Single().ParentId.Should().Be(Ids.Of(20));
    }

    [Fact]
    public void The_queue_takes_ten_messages_and_refuses_the_next()
    {
        _session.Send(Ids.Of(10));
        for (var i = 0; i < SessionLimits.QueuedMessages; i++)
        {
            _session.Send(Ids.Of(20 + i)).Answer().Queued.Should().BeTrue();
        }

        _session.Send(Ids.Of(40)).RefusedWith().Should().Be(RefusalCodes.QueueFull);

        _session.State.Queue.Should().HaveCount(SessionLimits.QueuedMessages).And.HaveCount(10);
    }

    [Fact]
    public void Eight_replies_may_be_open_at_once_and_a_ninth_is_refused()
    {
        _session.Send(Ids.Of(10));
        for (var i = 1; i < SessionLimits.OpenReplies; i++)
        {
            _session.Edit(Ids.Of(10), Ids.Of(10 + i)).Appended();
        }

        _session.State.OpenReplies.Should().HaveCount(SessionLimits.OpenReplies).And.HaveCount(8);
        _session.Edit(Ids.Of(10), Ids.Of(30)).RefusedWith().Should().Be(RefusalCodes.TooManyReplies);
    }

    [Fact]
    public void A_message_behind_one_of_too_many_open_replies_may_still_wait()
    {
        _session.Send(Ids.Of(10), reply: Ids.Of(100));
        for (var i = 1; i < SessionLimits.OpenReplies; i++)
        {
            _session.Edit(Ids.Of(10), Ids.Of(10 + i));
        }

        _session.Send(Ids.Of(30), parent: Ids.Of(100)).Answer().Queued.Should().BeTrue();
    }

    [Fact]
    public void A_session_in_the_bin_takes_no_message()
    {
        _session.Bin();

        _session.Send(Ids.Of(10)).RefusedWith().Should().Be(RefusalCodes.SessionBinned);
    }

    [Fact]
    public void An_unknown_parent_is_refused() =>
        _session.Send(Ids.Of(10), parent: Ids.Of(99)).RefusedWith().Should().Be(RefusalCodes.UnknownMessage);

    [Fact]
    public void An_id_of_all_zeros_is_refused() =>
        _session.Send(Guid.Empty).RefusedWith().Should().Be(RefusalCodes.InvalidId);

    [Fact]
    public void The_message_is_the_callers() =>
        Decide(new Place.At(null), caller: Ids.Of(77)).Appended().OfType<UserMessageSent>().Single().AuthorId.Should().Be(Ids.Of(77));

    [Fact]
    public void The_waiting_message_is_the_callers() =>
        Decide(new Place.Behind(Ids.Of(11)), caller: Ids.Of(77)).Appended().OfType<MessageQueued>().Single().AuthorId.Should().Be(Ids.Of(77));

    private Decision Decide(Place place, Guid caller) =>
        SendMessageDecision.Decide(_session.State, Ids.Of(10), "Hello", pictures: [], sameId: null, place, caller, Ids.Of(11));
}

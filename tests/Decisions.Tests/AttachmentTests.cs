using FluentAssertions;
using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Decisions.Tests;

/// <summary>Pictures that come with messages.</summary>
public sealed class AttachmentTests
{
    private readonly SessionInMemory _session = new();

    [Fact]
    public void A_message_has_its_pictures_in_their_order()
    {
        var sent = _session.Send(Ids.Of(10), "Look", pictures: [Picture(1), Picture(2)]).Appended().OfType<UserMessageSent>().Single();

        (sent.Text, sent.Attachments).Should().BeEquivalentTo(("Look", new[] { Picture(1)!.Value, Picture(2)!.Value }), o => o.WithStrictOrdering());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\u2003")]
    public void Pictures_need_no_text_and_without_text_there_is_no_title_yet(string text)
    {
        var events = _session.Send(Ids.Of(10), text, reply: Ids.Of(11), pictures: Picture(1)).Appended();

        events.OfType<UserMessageSent>().Single().Text.Should().BeEmpty();
        events.Should().NotContain(e => e is SessionRenamed);
        _session.Close(Ids.Of(11));
        _session.Send(Ids.Of(12), "What is it?").Appended().OfType<SessionRenamed>().Single().Title.Should().Be("What is it?");
    }

    [Fact]
    public void The_first_text_gives_the_title_also_when_it_has_waited()
    {
        _session.Send(Ids.Of(10), "", reply: Ids.Of(11), pictures: Picture(1));
        _session.Send(Ids.Of(20), "What is it?");
        _session.Close(Ids.Of(11), reply: Ids.Of(21));
        _session.State.Title.Should().Be("What is it?");
        _session.Send(Ids.Of(30), "And this?");
        _session.Close(Ids.Of(21)).Appended().OfType<SessionRenamed>().Should().BeEmpty();
    }

    [Fact]
    public void Without_pictures_there_must_be_text() => _session.Send(Ids.Of(10), "").RefusedWith().Should().Be(RefusalCodes.EmptyText);

    [Fact]
    public void Beside_pictures_a_text_has_its_limits_all_the_same()
    {
        _session.Send(Ids.Of(10), new string('x', 100_001), pictures: Picture(1)).RefusedWith().Should().Be(RefusalCodes.TextTooLong);
        _session.Send(Ids.Of(10), "a\0b", pictures: Picture(1)).RefusedWith().Should().Be(RefusalCodes.InvalidText);
    }

    [Fact]
    public void A_picture_that_is_not_there_is_refused() =>
        _session.Send(Ids.Of(10), "Look", pictures: [Picture(1), null]).RefusedWith().Should().Be(RefusalCodes.UnknownAttachment);

    [Fact]
    public void Ten_pictures_may_come_with_a_message_and_no_more()
    {
        _session.Send(Ids.Of(10), "Look", pictures: [.. Enumerable.Range(1, 11).Select(Picture)]).RefusedWith().Should().Be(RefusalCodes.TooManyAttachments);
        _session.Send(Ids.Of(10), "Look", pictures: [.. Enumerable.Range(1, 10).Select(Picture)])
            .Appended().OfType<UserMessageSent>().Single().Attachments.Should().HaveCount(10);
    }

    [Fact]
    public void A_repeat_gets_the_first_answer_whatever_its_pictures()
    {
        var first = _session.Send(Ids.Of(10), "Look", pictures: Picture(1)).Answer();

        _session.Send(Ids.Of(10), "Look", pictures: [null]).NothingButAnswer().Should().Be(first);
    }

    [Fact]
    public void A_message_that_waits_keeps_its_pictures_until_it_is_sent()
    {
        _session.Send(Ids.Of(10), reply: Ids.Of(11));
        _session.Send(Ids.Of(12), "", pictures: Picture(1)).Appended().Should().ContainSingle()
            .Which.Should().BeOfType<MessageQueued>().Which.Attachments.Should().Equal(Picture(1)!.Value);
        _session.State.Queue.Single().Attachments.Should().Equal(Picture(1)!.Value);

        _session.Close(Ids.Of(11)).Appended().OfType<UserMessageSent>().Single().Attachments.Should().Equal(Picture(1)!.Value);
    }

    [Fact]
    public void An_edited_message_has_the_pictures_named_with_it_and_not_those_of_the_old_one()
    {
        _session.Send(Ids.Of(10), "Look", reply: Ids.Of(11), pictures: [Picture(1), Picture(2)]);
        _session.Close(Ids.Of(11));

        _session.Edit(Ids.Of(10), Ids.Of(12), "", pictures: Picture(2)).Appended().OfType<UserMessageSent>().Single()
            .Attachments.Should().Equal(Picture(2)!.Value);
        _session.Row(Ids.Of(10))!.Attachments.Should().HaveCount(2);
    }

    private static AttachedPicture? Picture(int number) => new AttachedPicture(Ids.Of(500 + number), "image/png", 64, 640, 480);
}

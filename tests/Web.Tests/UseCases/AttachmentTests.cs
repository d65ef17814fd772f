using System.Net;
using System.Net.Http.Json;
using FluentAssertions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Web.Tests.UseCases;

/// <summary>Pictures, from their upload to everyone who sees the message.</summary>
public sealed class AttachmentTests
{
    [Fact]
    public async Task a_picture_that_comes_with_a_message_is_in_every_view_of_it()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        var session = await person.StartAsync();
        var screen = person.Watch(session);
        var (one, two) = (await person.UploadAsync(Pictures.Png(1, 2)), await person.UploadAsync(Pictures.Png(3, 4)));
        one.Should().Be(new AttachmentView(one.Id, "image/png", 64, 1, 2));

        await person.DoAsync("Send", new SendMessage(session, Guid.NewGuid(), "demo:echo look", Attachments: [two.Id, one.Id, two.Id]));
        await screen.Shows(s => s.Closed.Count == 1);

        var live = screen.Frames.OfType<MessageFrame>().Single().Message;
        live.Attachments.Should().Equal(two, one);
        (await person.HistoryAsync(session)).Select(m => m.Attachments.Count).Should().Equal(2, 0);
        var fresh = person.Watch(session);
        await fresh.Shows(s => s.Frames is [SnapshotFrame, ..]);
        ((SnapshotFrame)fresh.Frames[0]).Messages[0].Attachments.Should().Equal(two, one);
    }

    [Fact]
    public async Task a_picture_alone_is_a_message_and_the_first_text_gives_the_title()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        var session = await person.StartAsync();
        var screen = person.Watch(session);

        await person.DoAsync("Send", new SendMessage(session, Guid.NewGuid(), "", Attachments: [(await person.UploadAsync()).Id]));
        await screen.Shows(s => s.Closed.Count == 1);
        screen.Session!.Title.Should().BeNull();
        await person.SendAsync(session, "demo:echo a title");
        await screen.Shows(s => s.Closed.Count == 2);

        screen.Session!.Title.Should().Be("demo:echo a title");
        (await person.HistoryAsync(session))[0].Should().Match<MessageView>(m => m.Text == "" && m.Pieces.Count == 0 && m.Attachments.Count == 1);
    }

    [Fact]
    public async Task a_waiting_message_shows_its_pictures_and_keeps_them_when_it_is_sent()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        var session = await person.StartAsync();
        var screen = person.Watch(session);
        var picture = await person.UploadAsync();
        var open = await person.SendAsync(session, "demo:long 2000");

        await person.DoAsync("Send", new SendMessage(session, Guid.NewGuid(), "demo:echo b", Attachments: [picture.Id]));
        await screen.Shows(s => s.Queue.Count == 1);
        screen.Queue[0].Attachments.Should().Equal(picture);
        using (var waiting = await Get(person, $"/api/chat/sessions/{session}/attachments/{picture.Id}"))
        {
            waiting.StatusCode.Should().Be(HttpStatusCode.OK);
        }

        await person.DoAsync("Stop", new StopReply(session, open.ReplyId!.Value));
        await screen.Shows(s => s.Closed.Count == 2);

        (await person.HistoryAsync(session)).Single(m => m.Text == "demo:echo b").Attachments.Should().Equal(picture);
    }

    [Fact]
    public async Task an_edited_message_has_the_pictures_that_are_named_again()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        var session = await person.StartAsync();
        var screen = person.Watch(session);
        var (one, two, message) = (await person.UploadAsync(), await person.UploadAsync(), Guid.NewGuid());
        await person.DoAsync("Send", new SendMessage(session, message, "demo:echo a", Attachments: [one.Id, two.Id]));
        await screen.Shows(s => s.Closed.Count == 1);

        await person.DoAsync("Edit", new EditMessage(session, message, Guid.NewGuid(), "demo:echo b", [two.Id]));
        await screen.Shows(s => s.Closed.Count == 2);

        var history = await person.HistoryAsync(session);
        history.Single(m => m.Text == "demo:echo a").Attachments.Should().Equal(one, two);
        history.Single(m => m.Text == "demo:echo b").Attachments.Should().Equal(two);
    }

    [Fact]
    public async Task a_picture_is_shown_as_it_was_uploaded_and_as_nothing_but_a_picture()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        var session = await person.StartAsync();
        // A file that is a picture and also a page for who does not look closely.
        byte[] file = [.. Pictures.Png(), .. "<script>alert(1)</script>"u8];
        using var put = await person.PutPictureAsync(Guid.NewGuid(), file, "text/html");
        var picture = await Problemless<AttachmentView>(put);
        await person.DoAsync("Send", new SendMessage(session, Guid.NewGuid(), "demo:echo a", Attachments: [picture.Id]));

        foreach (var path in new[] { $"/api/attachments/{picture.Id}", $"/api/chat/sessions/{session}/attachments/{picture.Id}" })
        {
            using var answer = await Get(person, path);

            answer.StatusCode.Should().Be(HttpStatusCode.OK);
            (await answer.Content.ReadAsByteArrayAsync()).Should().Equal(file);
            answer.Content.Headers.ContentType!.ToString().Should().Be("image/png");
            answer.Content.Headers.ContentDisposition!.ToString().Should().Be("inline");
            answer.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
            answer.Headers.GetValues("Content-Security-Policy").Should().Equal("default-src 'none'; sandbox");
            answer.Headers.CacheControl!.ToString().Should().Be("max-age=31536000, private, immutable");
        }
    }

    [Fact]
    public async Task an_upload_may_be_repeated_and_its_id_is_nobody_elses()
    {
        var studio = await TestStudio.Shared;
        await using var person = await studio.VisitAsync();
        await using var stranger = await studio.VisitAsync();
        var id = Guid.NewGuid();

        using var first = await person.PutPictureAsync(id, Pictures.Png());
        using var again = await person.PutPictureAsync(id, Pictures.Png());
        using var other = await person.PutPictureAsync(id, Pictures.Png(width: 1));
        using var others = await stranger.PutPictureAsync(id, Pictures.Png());

        (await Problemless<AttachmentView>(again)).Should().Be(await Problemless<AttachmentView>(first));
        foreach (var refused in new[] { other, others })
        {
            refused.StatusCode.Should().Be(HttpStatusCode.Conflict);
            (await Problem.CodeOf(refused)).Should().Be(RefusalCodes.DuplicateId);
        }
    }

    [Fact]
    public async Task a_picture_of_somebody_else_cannot_be_sent_and_is_not_seen_by_trying()
    {
        var studio = await TestStudio.Shared;
        await using var person = await studio.VisitAsync();
        await using var stranger = await studio.VisitAsync();
        var picture = await person.UploadAsync();
        var session = await stranger.StartAsync();

        (await stranger.RefusalAsync("Send", new SendMessage(session, Guid.NewGuid(), "Mine", Attachments: [picture.Id])))
            .Should().Be(RefusalCodes.UnknownAttachment);

        using var answer = await Get(stranger, $"/api/chat/sessions/{session}/attachments/{picture.Id}");
        (await Problem.CodeOf(answer)).Should().Be(RefusalCodes.UnknownAttachment);
    }

    [Fact]
    public async Task the_largest_picture_can_be_uploaded()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();

        (await person.UploadAsync(Pictures.Png(8_000, 8_000, 5 * 1024 * 1024))).Size.Should().Be(5 * 1024 * 1024);
    }

    private static Task<HttpResponseMessage> Get(Person person, string path) => person.Http.GetAsync(new Uri(path, UriKind.Relative));

    private static async Task<T> Problemless<T>(HttpResponseMessage answer)
    {
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        return await answer.Content.ReadFromJsonAsync<T>(WireJson.Options)
            ?? throw new InvalidDataException("Nothing came.");
    }
}

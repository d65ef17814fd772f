using FluentAssertions;
using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Attachments;
using TesslateLite.Hub.Gateway;
using TesslateLite.Hub.Gateway.Context;
using TesslateLite.Hub.Sessions;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Hub.Tests.Sessions;

/// <summary>The branch that a model is shown, as PostgreSQL has it.</summary>
public sealed class BranchPathTests : IAsyncLifetime
{
    private readonly SessionInMemory _session = new();
    private int _next = 100;
    private ChatDatabase _database = null!;

    public async Task InitializeAsync() => _database = await ChatDatabase.CreateAsync();

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task A_branch_is_its_messages_from_the_root_and_none_of_another_branch()
    {
        var first = Say("One", "Two");
        var last = Say("Three", reply: null);
        _session.Edit(last, Id(), "Another");

        (await Path(last)).Should().Equal([User("One"), Assistant("Two"), User("Three")], Same);
        (await Path(first)).Should().Equal([User("One")], Same);
    }

    [Fact]
    public async Task A_long_branch_is_shown_whole()
    {
        for (var i = 0; i < 600; i++)
        {
            Say($"Question {i}", $"Answer {i}");
        }

        var branch = await Path(Say("Last", reply: null));

        branch.Should().HaveCount(1_201);
        branch[0].Text.Should().Be("Question 0");
        branch.Take(1_200).Select((turn, i) => (turn.Role, turn.Text)).Should().Equal(
            Enumerable.Range(0, 1_200).Select(i => i % 2 == 0 ? (MessageRole.User, $"Question {i / 2}") : (MessageRole.Assistant, $"Answer {i / 2}")));
    }

    [Fact]
    public async Task Of_a_branch_with_too_many_turns_the_newest_and_the_root_are_shown_and_a_mark_between()
    {
        Say("Root", "a");
        Say("b", "c");
        Say("d", "e");

        var branch = await Path(Say("Last", reply: null), turns: 3);

        branch.Should().Equal(
            [User("Root"), User("[3 earlier messages are left out here.]"), User("d"), Assistant("e"), User("Last")], Same);
    }

    [Fact]
    public async Task Of_a_branch_with_too_much_text_the_newest_and_the_root_are_shown_and_a_mark_between()
    {
        Say(new string('r', 500), new string('a', 50));
        Say("1234567890", "1234567890");

        var branch = await Path(Say("1234567890", reply: null), length: 79);

        branch.Select(turn => turn.Text.Length).Should().Equal(500, ContextNotes.LeftOut(1).Length, 10, 10, 10);
        (await Path(_session.State.OpenReplies[0].ParentId, length: 80)).Should().HaveCount(5).And.NotContain(turn => turn.Text.StartsWith('['));
    }

    [Fact]
    public async Task A_message_that_is_longer_than_all_may_be_is_shown_whole()
    {
        Say("Root", "a");
        Say("b", "c");

        var branch = await Path(Say(new string('x', 100), reply: null), length: 99);

        branch.Should().Equal([User("Root"), User("[3 earlier messages are left out here.]"), User(new string('x', 100))], Same);
    }

    [Fact]
    public async Task Pictures_are_with_their_messages_in_their_order()
    {
        var (one, two, three) = (await Upload(1), await Upload(2), await Upload(3));
        Say("Look", "Yes", two, one);

        var branch = await Path(Say("", reply: null, three, one));

        branch[0].Images.Select(WidthOf).Should().Equal(2, 1);
        branch[1].Images.Should().BeEmpty();
        branch[2].Images.Select(WidthOf).Should().Equal(3, 1);
        branch.Select(turn => turn.Text).Should().Equal("Look", "Yes", "");
    }

    [Fact]
    public async Task Of_too_many_pictures_the_newest_are_shown_and_a_note_stands_for_the_others()
    {
        var pictures = new List<AttachedPicture>();
        for (var i = 1; i <= 25; i++)
        {
            pictures.Add(await Upload(i));
        }

        Say("First", "Yes", [.. pictures[..8]]);
        Say("Second", "Yes", [.. pictures[8..16]]);

        var branch = await Path(Say("Third", reply: null, [.. pictures[16..]]));

        branch[0].Text.Should().Be("First\n\n" + ContextNotes.NotSentAgain(5));
        branch.SelectMany(turn => turn.Images).Select(WidthOf).Should().Equal(Enumerable.Range(6, ContextWindow.MaxImages));
        branch[2].Text.Should().Be("Second");
    }

    [Fact]
    public async Task A_picture_that_comes_with_several_messages_counts_with_each()
    {
        var picture = await Upload(1) with { Size = AttachmentLimits.OfBranch / 2 };
        Say("First", "Yes", picture);
        Say("Second", "Yes", picture);

        var branch = await Path(Say("Third", reply: null, picture));

        branch.Select(turn => turn.Images.Count).Should().Equal(0, 0, 1, 0, 1);
        branch[0].Text.Should().Be("First\n\n" + ContextNotes.NotSentAgain(1));
    }

    [Fact]
    public async Task Of_too_large_pictures_the_newest_are_shown()
    {
        var (old, large, last) = (await Upload(1), await Upload(2), await Upload(3));
        Say("First", "Yes", old);
        Say("Second", "Yes", large with { Size = AttachmentLimits.OfBranch });

        var branch = await Path(Say("Third", reply: null, last));

        branch.Select(turn => turn.Images.Count).Should().Equal(0, 0, 0, 0, 1);
        branch[2].Text.Should().Be("Second\n\n" + ContextNotes.NotSentAgain(1));
    }

    [Fact]
    public async Task A_message_stored_before_there_were_pictures_has_none()
    {
        var last = Say("Old", reply: null);
        await Store();
        await using var command = _database.DataSource.CreateCommand("update tesslate.mt_doc_messagerow set data = data - 'attachments'");
        (await command.ExecuteNonQueryAsync()).Should().Be(1);

        (await Branches.Path(_database.DataSource, last, default)).Should().Equal([User("Old")], Same);
    }

    /// <summary>Adds a message to the branch, and a reply if there is one.</summary>
    private Guid Say(string text, string? reply, params AttachedPicture?[] pictures)
    {
        var (message, replyId) = (Id(), Id());
        _session.Send(message, text, reply: replyId, pictures: pictures);
        if (reply is not null)
        {
            _session.Close(replyId, text: reply);
        }

        return message;
    }

    private async Task<AttachedPicture> Upload(int width)
    {
        var id = Id();
        var (stored, _) = await new AttachmentStore(_database.DataSource).Put(SessionInMemory.Owner, id, Pictures.Png(width), default);
        return new AttachedPicture(id, stored!.MediaType, stored.Size, stored.Width, stored.Height);
    }

    private async Task<IReadOnlyList<ModelMessage>> Path(Guid message, int turns = SessionLimits.PathTurns, int length = SessionLimits.PathLength)
    {
        await Store();
        return await Branches.Path(_database.DataSource, message, turns, length, default);
    }

    private async Task Store()
    {
        await _database.Store.Advanced.Clean.DeleteDocumentsByTypeAsync(typeof(Projections.Sessions.MessageRow));
        await _database.Store.BulkInsertAsync([.. _session.Rows.Values]);
    }

    private Guid Id() => Ids.Of(++_next);

    private static int WidthOf(ModelImage image) => PictureHeader.Read(image.Bytes.Span)!.Value.Width;

    private static ModelMessage User(string text) => new(MessageRole.User, text);

    private static ModelMessage Assistant(string text) => new(MessageRole.Assistant, text);

    private static bool Same(ModelMessage one, ModelMessage other) =>
        one.Role == other.Role && one.Text == other.Text && one.Images.Count == other.Images.Count;
}

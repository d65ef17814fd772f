using FluentAssertions;
using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Libraries;
using TesslateLite.Projections.Libraries;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Decisions.Tests;

public sealed class LibraryDecisionsTests
{
    private static readonly Guid s_session = Ids.Of(1);
    private static readonly Guid s_folder = Ids.Of(2);
    private readonly Library _empty = Library.Create(new LibraryOpened(Ids.Of(7)));

    [Fact]
    public void A_session_is_pinned_once_and_unpinned_once()
    {
        LibraryDecisions.Pin(_empty, s_session).Appended().Should().Equal(new SessionPinned(s_session));
        LibraryDecisions.Unpin(_empty, s_session).NothingButAnswer();

        var pinned = _empty.Apply(new SessionPinned(s_session));

        LibraryDecisions.Pin(pinned, s_session).NothingButAnswer();
        LibraryDecisions.Unpin(pinned, s_session).Appended().Should().Equal(new SessionUnpinned(s_session));
        pinned.Apply(new SessionUnpinned(s_session)).Pins.Should().BeEmpty();
    }

    [Fact]
    public void A_folder_is_made_and_named_anew()
    {
        LibraryDecisions.NameFolder(_empty, s_folder, " My\n work ").Appended().Should().Equal(new FolderCreated(s_folder, "My work"));

        var made = _empty.Apply(new FolderCreated(s_folder, "My work"));

        LibraryDecisions.NameFolder(made, s_folder, "My  work").NothingButAnswer();
        LibraryDecisions.NameFolder(made, s_folder, "Play").Appended().Should().Equal(new FolderRenamed(s_folder, "Play"));
        made.Apply(new FolderRenamed(s_folder, "Play")).Folders.Should().Equal(new Folder(s_folder, "Play"));
    }

    [Theory]
    [InlineData("", RefusalCodes.EmptyText)]
    [InlineData("a\0", RefusalCodes.InvalidText)]
    public void A_folder_needs_a_name(string name, string code) =>
        LibraryDecisions.NameFolder(_empty, s_folder, name).RefusedWith().Should().Be(code);

    [Fact]
    public void A_folders_name_has_sixty_characters_at_most()
    {
        LibraryDecisions.NameFolder(_empty, s_folder, new string('a', 60)).Appended().Should().ContainSingle();
        LibraryDecisions.NameFolder(_empty, s_folder, new string('a', 61)).RefusedWith().Should().Be(RefusalCodes.TextTooLong);
    }

    [Fact]
    public void A_folder_needs_an_id() =>
        LibraryDecisions.NameFolder(_empty, Guid.Empty, "Work").RefusedWith().Should().Be(RefusalCodes.InvalidId);

    [Fact]
    public void A_folder_is_removed_once_and_its_sessions_stay_outside()
    {
        var filed = _empty.Apply(new FolderCreated(s_folder, "Work")).Apply(new SessionFiled(s_session, s_folder));

        LibraryDecisions.RemoveFolder(filed, s_folder).Appended().Should().Equal(new FolderRemoved(s_folder));

        var removed = filed.Apply(new FolderRemoved(s_folder));
        LibraryDecisions.RemoveFolder(removed, s_folder).NothingButAnswer();
        removed.Filed.Should().BeEmpty();
    }

    [Fact]
    public void A_session_is_in_one_folder_at_a_time()
    {
        var two = _empty.Apply(new FolderCreated(s_folder, "Work")).Apply(new FolderCreated(Ids.Of(3), "Play"));

        LibraryDecisions.FileSession(two, s_session, s_folder).Appended().Should().Equal(new SessionFiled(s_session, s_folder));
        var filed = two.Apply(new SessionFiled(s_session, s_folder));
        LibraryDecisions.FileSession(filed, s_session, s_folder).NothingButAnswer();
        LibraryDecisions.FileSession(filed, s_session, Ids.Of(3)).Appended().Should().Equal(new SessionFiled(s_session, Ids.Of(3)));
        LibraryDecisions.FileSession(filed, s_session, folderId: null).Appended().Should().Equal(new SessionFiled(s_session, FolderId: null));

        filed.Apply(new SessionFiled(s_session, Ids.Of(3))).Filed.Should().Equal(new FiledSession(s_session, Ids.Of(3)));
        filed.Apply(new SessionFiled(s_session, FolderId: null)).Filed.Should().BeEmpty();
    }

    [Fact]
    public void A_session_outside_any_folder_needs_no_taking_out() =>
        LibraryDecisions.FileSession(_empty, s_session, folderId: null).NothingButAnswer();

    [Fact]
    public void An_unknown_folder_takes_no_session() =>
        LibraryDecisions.FileSession(_empty, s_session, s_folder).RefusedWith().Should().Be(RefusalCodes.UnknownFolder);

    [Fact]
    public void A_tag_is_put_on_once_and_taken_off_once_however_it_is_written()
    {
        LibraryDecisions.Tag(_empty, s_session, "  Big  IDEA ").Appended().Should().Equal(new SessionTagged(s_session, "big idea"));
        LibraryDecisions.Untag(_empty, s_session, "big idea").NothingButAnswer();

        var tagged = _empty.Apply(new SessionTagged(s_session, "big idea"));

        LibraryDecisions.Tag(tagged, s_session, "BIG idea").NothingButAnswer();
        LibraryDecisions.Tag(tagged, Ids.Of(9), "big idea").Appended().Should().Equal(new SessionTagged(Ids.Of(9), "big idea"));
        LibraryDecisions.Untag(tagged, s_session, "Big idea ").Appended().Should().Equal(new SessionUntagged(s_session, "big idea"));
        tagged.Apply(new SessionUntagged(s_session, "big idea")).Tags.Should().BeEmpty();
    }

    [Theory]
    [InlineData(" ", RefusalCodes.EmptyText)]
    [InlineData("a\0", RefusalCodes.InvalidText)]
    [InlineData("1234567890123456789012345678901", RefusalCodes.TextTooLong)]
    public void A_tag_that_is_none_is_refused(string tag, string code) =>
        LibraryDecisions.Tag(_empty, s_session, tag).RefusedWith().Should().Be(code);

    [Fact]
    public void A_library_is_full_at_five_hundred_of_a_kind()
    {
        var ids = Enumerable.Range(100, 500).Select(Ids.Of).ToList();
        var full = _empty with
        {
            Pins = ids,
            Folders = [.. ids.Select(id => new Folder(id, "Folder"))],
            Tags = [.. ids.Select(id => new SessionTag(id, "tag"))],
        };

        LibraryDecisions.Pin(full, s_session).RefusedWith().Should().Be(RefusalCodes.LibraryFull);
        LibraryDecisions.NameFolder(full, s_folder, "Work").RefusedWith().Should().Be(RefusalCodes.LibraryFull);
        LibraryDecisions.Tag(full, s_session, "tag").RefusedWith().Should().Be(RefusalCodes.LibraryFull);
        LibraryDecisions.Pin(full, ids[0]).NothingButAnswer();
        LibraryDecisions.NameFolder(full, ids[0], "Other").Appended().Should().ContainSingle("a name is no further folder");
    }

    [Fact]
    public void A_persons_library_has_a_stream_of_its_own()
    {
        Library.IdOf(Ids.Of(7)).Should().Be(Library.IdOf(Ids.Of(7))).And.NotBe(Library.IdOf(Ids.Of(8))).And.NotBe(Ids.Of(7));
        _empty.AccountId.Should().Be(Ids.Of(7));
    }
}

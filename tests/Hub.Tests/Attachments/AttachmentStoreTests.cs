using FluentAssertions;
using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Attachments;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Hub.Tests.Attachments;

/// <summary>Pictures between their upload and the message that takes them, on PostgreSQL.</summary>
public sealed class AttachmentStoreTests : IAsyncLifetime
{
    private static readonly Guid Ann = Ids.Of(1);
    private static readonly Guid Bob = Ids.Of(2);
    private static readonly Guid Session = Ids.Of(3);
    private ChatDatabase _database = null!;
    private AttachmentStore _store = null!;

    public async Task InitializeAsync()
    {
        _database = await ChatDatabase.CreateAsync();
        _store = new AttachmentStore(_database.DataSource);
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task A_picture_is_read_back_as_it_was_stored_by_its_owner_alone()
    {
        var file = Pictures.Png(320, 200);

        (await Put(Ann, 10, file)).Should().Be((new AttachmentView(Ids.Of(10), "image/png", file.Length, 320, 200), (string?)null));

        (await _store.ReadOwn(Ann, Ids.Of(10), default)).Should().BeEquivalentTo(new StoredPicture("image/png", file));
        (await _store.ReadOwn(Bob, Ids.Of(10), default)).Should().BeNull();
        (await _store.ReadOwn(Ann, Ids.Of(11), default)).Should().BeNull();
    }

    [Fact]
    public async Task The_same_upload_again_gets_the_same_answer_and_any_other_under_its_id_is_refused()
    {
        var first = await Put(Ann, 10, Pictures.Png());

        (await Put(Ann, 10, Pictures.Png())).Should().Be(first);
        (await Put(Ann, 10, Pictures.Png(width: 641))).Refused.Should().Be(RefusalCodes.DuplicateId);
        (await Put(Bob, 10, Pictures.Png())).Refused.Should().Be(RefusalCodes.DuplicateId);
        (await Count()).Should().Be(1);
    }

    [Fact]
    public async Task What_is_no_picture_or_too_large_is_refused_and_not_stored()
    {
        (await Put(Ann, 10, [.. "GIF88a and no more of it than this"u8])).Refused.Should().Be(RefusalCodes.AttachmentUnsupported);
        (await Put(Ann, 10, Pictures.Png(width: 8_001))).Refused.Should().Be(RefusalCodes.AttachmentTooLarge);
        (await Put(Ann, 10, Pictures.Png(height: 8_001))).Refused.Should().Be(RefusalCodes.AttachmentTooLarge);
        (await Put(Ann, 10, Pictures.Png(size: AttachmentLimits.Size + 1))).Refused.Should().Be(RefusalCodes.AttachmentTooLarge);
        (await _store.Put(Ann, Guid.Empty, Pictures.Png(), default)).Refused!.Code.Should().Be(RefusalCodes.InvalidId);
        (await Count()).Should().Be(0);
    }

    [Fact]
    public async Task The_largest_picture_is_taken()
    {
        (await Put(Ann, 10, Pictures.Png(8_000, 8_000, AttachmentLimits.Size))).Stored!.Size.Should().Be(AttachmentLimits.Size);

        (await _store.ReadOwn(Ann, Ids.Of(10), default))!.Bytes.Should().HaveCount(AttachmentLimits.Size);
    }

    [Fact]
    public async Task A_person_can_upload_no_more_than_may_wait_until_some_is_sent()
    {
        await Put(Ann, 10, Pictures.Png(size: 1_000));
        await Execute($"update tesslate.attachments set size = {AttachmentLimits.Unsent - 1_000}");

        (await Put(Ann, 11, Pictures.Png(size: 1_001))).Refused.Should().Be(RefusalCodes.AttachmentsFull);
        (await Put(Ann, 10, Pictures.Png(size: 1_000))).Stored.Should().NotBeNull("a repeat needs no room");
        (await Put(Bob, 12, Pictures.Png(size: 1_001))).Stored.Should().NotBeNull("the room is each person's own");
        (await Put(Ann, 13, Pictures.Png(size: 1_000))).Stored.Should().NotBeNull("it just fits");
        (await Put(Ann, 11, Pictures.Png(size: 1_001))).Refused.Should().Be(RefusalCodes.AttachmentsFull);
        await Attach(10);
        (await Put(Ann, 11, Pictures.Png(size: 1_001))).Stored.Should().NotBeNull("what is sent does not wait any more");
    }

    [Fact]
    public async Task Of_uploads_at_the_same_moment_no_more_are_taken_than_there_is_room_for()
    {
        await Put(Ann, 10, Pictures.Png());
        await Execute($"update tesslate.attachments set size = {AttachmentLimits.Unsent - 2_000}");

        var answers = await Task.WhenAll(Enumerable.Range(20, 8).Select(i => Put(Ann, i, Pictures.Png(size: 1_000))));

        answers.Count(a => a.Stored is not null).Should().Be(2);
        answers.Count(a => a.Refused == RefusalCodes.AttachmentsFull).Should().Be(6);
    }

    [Fact]
    public async Task What_no_message_has_taken_in_time_is_deleted_and_before_that_cannot_be_sent_any_more()
    {
        foreach (var number in new[] { 10, 11, 12, 13 })
        {
            await Put(Ann, number, Pictures.Png());
        }

        await Attach(10);
        await Age(10, "48 hours");
        await Age(11, "24 hours 1 minute");
        await Age(12, "23 hours 1 minute");
        await Age(13, "22 hours 59 minutes");

        (await Found(10, 11, 12, 13)).Should().Equal(true, false, false, true);
        await Put(Bob, 20, Pictures.Png());
        (await _database.QueryAsync<Guid>("select id from tesslate.attachments")).Should()
            .BeEquivalentTo([Ids.Of(10), Ids.Of(12), Ids.Of(13), Ids.Of(20)]);
    }

    [Fact]
    public async Task A_picture_that_is_uploaded_again_may_be_sent_for_as_long_again()
    {
        await Put(Ann, 10, Pictures.Png());
        await Age(10, "23 hours 30 minutes");
        (await Found(10)).Should().Equal(false);

        await Put(Bob, 10, Pictures.Png());
        (await Found(10)).Should().Equal(false);
        await Put(Ann, 10, Pictures.Png());

        (await Found(10)).Should().Equal(true);
    }

    [Fact]
    public async Task What_is_to_be_sent_is_found_in_its_order_once_and_only_by_who_uploaded_it()
    {
        await Put(Ann, 10, Pictures.Png(1, 2));
        await Put(Ann, 11, Pictures.Png(3, 4));
        await Put(Bob, 12, Pictures.Png());

        var found = await _store.Find(Ann, [Ids.Of(11), Ids.Of(12), Ids.Of(10), Ids.Of(99), Ids.Of(11)]);

        found.Should().Equal(
            new AttachedPicture(Ids.Of(11), "image/png", 64, 3, 4), null, new AttachedPicture(Ids.Of(10), "image/png", 64, 1, 2), null);
        (await _store.Find(Ann, null)).Should().BeEmpty();
        (await _store.Find(Ann, [])).Should().BeEmpty();
        (await _store.Find(Ann, [.. Enumerable.Range(10, 11).Select(Ids.Of)])).Should().HaveCount(11).And.OnlyContain(p => p == null);
    }

    [Fact]
    public async Task A_picture_is_seen_in_the_sessions_that_have_it_and_in_no_other()
    {
        await Put(Ann, 10, Pictures.Png());
        (await _store.ReadInSession(Session, Ids.Of(10), default)).Should().BeNull();

        await Attach(10);
        await Attach(10);

        (await _store.ReadInSession(Session, Ids.Of(10), default))!.MediaType.Should().Be("image/png");
        (await _store.ReadInSession(Ids.Of(4), Ids.Of(10), default)).Should().BeNull();
    }

    private async Task<(AttachmentView? Stored, string? Refused)> Put(Guid owner, int number, byte[] file)
    {
        var (stored, refused) = await _store.Put(owner, Ids.Of(number), file, default);
        return (stored, refused?.Code);
    }

    private async Task Attach(int number)
    {
        await using var session = _database.Store.LightweightSession();
        AttachmentStore.Attach(session, Session, [new AttachedPicture(Ids.Of(number), "image/png", 64, 640, 480)]);
        await session.SaveChangesAsync();
    }

    private async Task<IEnumerable<bool>> Found(params IEnumerable<int> numbers) =>
        (await _store.Find(Ann, [.. numbers.Select(Ids.Of)])).Select(p => p is not null);

    private async Task<long> Count() => (await _database.QueryAsync<long>("select count(*) from tesslate.attachments")).Single();

    private Task Age(int number, string by) =>
        Execute($"update tesslate.attachments set created_at = now() - interval '{by}' where id = '{Ids.Of(number)}'");

    private async Task Execute(string sql)
    {
        await using var command = _database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

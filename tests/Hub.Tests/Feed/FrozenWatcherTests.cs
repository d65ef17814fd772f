using System.Text;
using FluentAssertions;
using TesslateLite.Hub.Feed;
using TesslateLite.Hub.Sessions;
using Xunit;

namespace TesslateLite.Hub.Tests.Feed;

[Collection(Alone.Name)]
public class FrozenWatcherTests
{
    private const int Chunk = 10_000;

    private readonly FeedSimulation _simulation = new();

    [Fact]
    public void a_watcher_who_does_not_read_gets_one_merged_batch_when_it_reads_again()
    {
        var slow = Watcher();
        _simulation.Send("question", tell: true);
        _simulation.Clock.Tick();
        slow.Receive();
        slow.Reduce(_simulation.Feed);
        var before = slow.Frames;

        Write(count: 20, "ten words of prose that go on and on, ");
        slow.Receive();
        slow.Reduce(_simulation.Feed);

        (slow.Frames - before).Should().Be(2, "it had asked for one frame; the nineteen after it are one");
        slow.Snapshots.Should().Be(1, "only the one that it began with");
        slow.View.Open.Single().Tail.Should().StartWith("ten words").And.HaveLength(20 * 38);
    }

    [Fact]
    public void a_watcher_far_behind_gets_one_snapshot()
    {
        var slow = Watcher();
        _simulation.Send("question", tell: true);
        _simulation.Clock.Tick();
        slow.Receive();
        slow.Reduce(_simulation.Feed);

        Write(count: 2 * SessionCursor.MaxLag / Chunk, new string('x', Chunk));
        slow.Receive();
        slow.Reduce(_simulation.Feed);

        slow.Snapshots.Should().Be(2);
        slow.View.Open.Single().Offset.Should().Be(2 * SessionCursor.MaxLag / Chunk * Chunk);
    }

    [Fact]
    public void a_watcher_who_slept_through_many_replies_gets_one_snapshot_and_who_was_awake_none()
    {
        var slow = Watcher();
        var awake = Watcher();
        for (var reply = 0; reply < 40; reply++)
        {
            _simulation.Send("question", tell: true);
            _simulation.Clock.Tick();
            for (var i = 0; i < 10; i++)
            {
                _simulation.Write(0, new string('z', Chunk));
                _simulation.Clock.Tick();
                awake.Receive();
                awake.Reduce(_simulation.Feed);
            }

            _simulation.Close(0, tell: true);
            _simulation.Clock.Tick();
            awake.Receive();
            awake.Reduce(_simulation.Feed);
        }

        slow.Receive();
        slow.Reduce(_simulation.Feed);

        awake.Snapshots.Should().Be(1, "who keeps up is never sent one");
        slow.Snapshots.Should().Be(2, "the first one, and one for all that it missed");
        slow.View.Messages.Should().HaveCount(80);
    }

    [Fact]
    public void who_keeps_up_gets_the_longest_message_as_a_frame()
    {
        var awake = Watcher();
        awake.Receive();

        _simulation.Send(new string('m', SessionLimits.MessageLength), tell: true);
        _simulation.Clock.Tick();
        awake.Receive();
        awake.Reduce(_simulation.Feed);

        awake.Snapshots.Should().Be(1, "only the one that it began with");
        awake.View.Messages.Single().Text.Should().HaveLength(SessionLimits.MessageLength);
    }

    [Fact]
    public void what_a_watcher_is_handed_at_once_is_less_than_half_a_megabyte_also_in_the_widest_script()
    {
        var stream = _simulation.Feed.Watch(_simulation.Store.SessionId, after: null).GetAsyncEnumerator();
        stream.MoveNextAsync().AsTask().IsCompletedSuccessfully.Should().BeTrue("the snapshot is there");
        _simulation.Send("question", tell: true);
        _simulation.Clock.Tick();
        Write(count: 12, new string('語', Chunk));

        stream.MoveNextAsync().AsTask().IsCompletedSuccessfully.Should().BeTrue("all that has come is there");

        Enumerable.Range(0, stream.Current.Count).Sum(i => Encoding.UTF8.GetByteCount(stream.Current.Json(i))).Should().BeInRange(12 * Chunk, 500_000);
    }

    [Fact]
    public void a_frozen_watcher_changes_nothing_for_the_others()
    {
        var frozen = Watcher();
        var awake = Watcher();
        _simulation.Send("question", tell: true);
        for (var i = 0; i < 100; i++)
        {
            _simulation.Write(0, "word ");
            _simulation.Clock.Tick();
            awake.Receive();
            awake.Reduce(_simulation.Feed);
            awake.View.Open.Single().Offset.Should().Be(5 * (i + 1), "each frame comes at its tick");
        }

        awake.Snapshots.Should().Be(1);
        frozen.View.Open.Should().BeEmpty("it has not read");
        frozen.Settle(_simulation.Feed, _simulation.Clock);
        frozen.View.Open.Single().Tail.Should().Be(awake.View.Open.Single().Tail);
    }

    [Fact]
    public void a_thousand_frozen_watchers_hold_no_text()
    {
        _simulation.Send("question", tell: true);
        _simulation.Clock.Tick();
        var frozen = Enumerable.Range(0, 1_000).Select(_ => Watcher()).ToList();
        frozen.ForEach(w => w.Receive(batches: 1));

        var before = GC.GetTotalMemory(forceFullCollection: true);
        Write(count: 100, new string('y', Chunk));
        var after = GC.GetTotalMemory(forceFullCollection: true);

        // The reply itself is kept once: a million units, 2 MB. Were each frame kept for each watcher, it would be 2 GB.
        (after - before).Should().BeLessThan(10_000_000);
        GC.KeepAlive(frozen);
    }

    [Fact]
    public void frames_are_made_once_for_all_who_keep_up()
    {
        var feed = _simulation.Feed;
        var cursors = Enumerable.Range(0, 3).Select(_ => feed.Watch(_simulation.Store.SessionId, after: null).GetAsyncEnumerator()).ToList();
        cursors.ForEach(c => c.MoveNextAsync().AsTask().IsCompletedSuccessfully.Should().BeTrue("the snapshot is there"));
        var waiting = cursors.ConvertAll(c => c.MoveNextAsync().AsTask());
        _simulation.Send("question", tell: true);

        _simulation.Clock.Tick();

        waiting.Should().OnlyContain(w => w.IsCompletedSuccessfully);
        cursors.Select(c => c.Current.Encoded).Distinct().Should().ContainSingle("all three have the same bytes in hand");
    }

    private SimulatedWatcher Watcher()
    {
        var watcher = new SimulatedWatcher(_simulation.Store.SessionId);
        watcher.Connect(_simulation.Feed);
        watcher.Receive(batches: 1);
        watcher.Reduce(_simulation.Feed);
        return watcher;
    }

    private void Write(int count, string text)
    {
        for (var i = 0; i < count; i++)
        {
            _simulation.Write(0, text);
            _simulation.Clock.Tick();
        }
    }
}

using CsCheck;
using FluentAssertions;
using Microsoft.Extensions.Logging.Abstractions;
using TesslateLite.Hub.Feed;
using TesslateLite.Hub.Replies;
using Xunit;

namespace TesslateLite.Hub.Tests.Feed;

/// <summary>When frames are published: times are milliseconds here.</summary>
public sealed class FrameClockTests
{
    private const int Interval = 40;
    private const int Grid = 10;

    private readonly FrameSchedule _schedule = new(Interval, Grid);
    private readonly SessionChannel _channel = NewChannel();

    [Fact]
    public void The_first_text_after_a_pause_is_due_at_once()
    {
        _schedule.Request(_channel, atOnce: false, now: 1_003).Should().BeTrue();

        DueAt(1_003).Should().Equal(_channel);
    }

    [Fact]
    public void What_follows_within_a_frame_is_due_together_when_the_frame_is_over()
    {
        _schedule.Request(_channel, atOnce: false, now: 1_003);
        DueAt(1_003);

        _schedule.Request(_channel, atOnce: false, now: 1_004).Should().BeTrue();
        _schedule.Request(_channel, atOnce: false, now: 1_020).Should().BeFalse("it will be shown with the first");

        DueAt(1_049).Should().BeEmpty();
        DueAt(1_050).Should().Equal(_channel);
        DueAt(2_000).Should().BeEmpty();
    }

    [Fact]
    public void What_people_do_does_not_wait_for_the_frame()
    {
        _schedule.Request(_channel, atOnce: false, now: 1_000);
        DueAt(1_000);
        _schedule.Request(_channel, atOnce: false, now: 1_001);

        _schedule.Request(_channel, atOnce: true, now: 1_002).Should().BeTrue();

        DueAt(1_002).Should().Equal(_channel);
        DueAt(1_040).Should().BeEmpty("it has been shown already");
    }

    [Fact]
    public void Whatever_is_asked_no_session_has_more_frames_of_text_than_one_in_40_ms_and_nothing_waits_longer_than_50() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 30]).Array[1, 200].Sample(
            requests =>
            {
                var schedule = new FrameSchedule(Interval, Grid);
                var channels = Enumerable.Range(0, 3).Select(_ => NewChannel()).ToList();
                var published = channels.ConvertAll(_ => new List<long>());
                var asked = new long?[3];
                var now = 1_000L;
                var next = 0;
                for (; next < requests.Length || asked.Any(a => a is not null); now++)
                {
                    for (; next < requests.Length && requests[next].Item2 <= now % 31; next++)
                    {
                        var which = requests[next].Item1;
                        schedule.Request(channels[which], atOnce: false, now);
                        asked[which] ??= now;
                    }

                    var ready = new List<SessionChannel>();
                    schedule.Collect(now, ready);
                    foreach (var which in ready.Select(channel => channels.IndexOf(channel)))
                    {
                        (now - asked[which]!.Value).Should().BeLessThan(Interval + Grid);
                        if (published[which].Count > 0)
                        {
                            (now - published[which][^1]).Should().BeGreaterThanOrEqualTo(Interval);
                        }

                        published[which].Add(now);
                        asked[which] = null;
                    }
                }
            },
            iter: 1_000);

    [Fact]
    public async Task A_reader_that_fails_at_its_frame_stops_no_other_session()
    {
        using var clock = new FrameClock(TimeProvider.System, NullLogger<FrameClock>.Instance);
        var broken = new SimulatedStore();
        var healthy = new SimulatedStore();
        var brokenFeed = new MemorySessionFeed(broken, clock, TimeProvider.System, NullLogger<MemorySessionFeed>.Instance);
        var feed = new MemorySessionFeed(healthy, clock, TimeProvider.System, NullLogger<MemorySessionFeed>.Instance);
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reader = brokenFeed.Watch(broken.SessionId, after: null).GetAsyncEnumerator();
        await reader.MoveNextAsync();
#pragma warning disable CA2012 // Consumed once, by hand: a task would catch what the reader throws.
        var waiting = reader.MoveNextAsync().GetAwaiter();
#pragma warning restore CA2012
        waiting.UnsafeOnCompleted(() =>
        {
            failed.SetResult();
            throw new InvalidOperationException("The reader's own fault.");
        });
        broken.Append(new Contracts.Events.SessionRenamed("Title", By: null));
        await brokenFeed.Advance(broken.SessionId);
        await failed.Task.WaitAsync(TimeSpan.FromSeconds(20));

        var other = feed.Watch(healthy.SessionId, after: null).GetAsyncEnumerator();
        await other.MoveNextAsync();
        var next = other.MoveNextAsync().AsTask();
        healthy.Append(new Contracts.Events.SessionRenamed("Title", By: null));
        await feed.Advance(healthy.SessionId);

        (await next.WaitAsync(TimeSpan.FromSeconds(20))).Should().BeTrue();
    }

    [Fact]
    public async Task A_reader_may_end_the_clock_on_the_clocks_own_thread()
    {
        var clock = new FrameClock(TimeProvider.System, NullLogger<FrameClock>.Instance);
        var store = new SimulatedStore();
        var feed = new MemorySessionFeed(store, clock, TimeProvider.System, NullLogger<MemorySessionFeed>.Instance);
        var reader = feed.Watch(store.SessionId, after: null).GetAsyncEnumerator();
        await reader.MoveNextAsync();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
#pragma warning disable CA2012 // Consumed once, by hand: it must go on where the clock is.
        reader.MoveNextAsync().GetAwaiter().UnsafeOnCompleted(() =>
        {
            clock.Dispose();
            ended.SetResult();
        });
#pragma warning restore CA2012
        store.Append(new Contracts.Events.SessionRenamed("Title", By: null));

        await feed.Advance(store.SessionId);

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Readers_that_leave_at_any_moment_end_and_keep_nobody_waiting()
    {
        using var clock = new FrameClock(TimeProvider.System, NullLogger<FrameClock>.Instance);
        var store = new SimulatedStore();
        var feed = new MemorySessionFeed(store, clock, TimeProvider.System, NullLogger<MemorySessionFeed>.Instance);
        var message = Guid.NewGuid();
        var reply = Guid.NewGuid();
        store.Append(
            new Contracts.Events.UserMessageSent(message, null, Guid.NewGuid(), "Hi", reply, Queued: false),
            new Contracts.Events.ReplyStarted(reply, message, "demo", Guid.NewGuid(), Continues: null));
        var text = new ReplyReader();
        using var writer = await feed.Open(store.SessionId, store.State.Version, fence: 1, text.Append(""));
        // One word for each frame that somebody waits for.
        using var wanted = new SemaphoreSlim(0);
        using var over = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
            {
                await wanted.WaitAsync();
                writer.Append(text.Append("w "));
            }
        });

        await Parallel.ForAsync(0, 2_000, new ParallelOptions { MaxDegreeOfParallelism = 100 }, async (i, stop) =>
        {
            using var leaving = new CancellationTokenSource();
            var read = 0;
            var reading = Task.Run(async () =>
            {
                await foreach (var batch in feed.Watch(store.SessionId, after: null).WithCancellation(leaving.Token))
                {
                    if (++read > i % 3)
                    {
                        await leaving.CancelAsync();
                    }

                    wanted.Release();
                }
            }, stop);
            if (i % 5 == 0)
            {
                await leaving.CancelAsync();
            }

            await reading.WaitAsync(TimeSpan.FromSeconds(30), stop);
        });
        await over.CancelAsync();
        wanted.Release();
        await writing;
    }

    private List<SessionChannel> DueAt(long now)
    {
        var ready = new List<SessionChannel>();
        _schedule.Collect(now, ready);
        return ready;
    }

    private static SessionChannel NewChannel() =>
        new(new StoredSession(new SimulatedStore().State, []), NullLogger.Instance);
}

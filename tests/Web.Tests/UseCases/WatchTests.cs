using FluentAssertions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Web.Tests.UseCases;

/// <summary>Watches that begin and resume at any moment. A screen fails by itself when a frame repeats or leaves out something.</summary>
public sealed class WatchTests
{
    [Fact]
    public async Task screens_that_open_at_any_moment_of_a_busy_session_show_each_change_once()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        var session = await person.StartAsync();
        var screens = new List<Screen>();
        for (var i = 0; i < 10; i++)
        {
            var sending = person.SendAsync(session, $"demo:echo {i}");
            screens.Add(person.Watch(session));
            await sending;
            screens.Add(person.Watch(session));
            var renaming = person.DoAsync("Rename", new RenameSession(session, $"Title {i}"));
            screens.Add(person.Watch(session));
            await renaming;
        }

        await Eventually.Become(() => person.HistoryAsync(session), h => h.Count == 20, TimeSpan.FromSeconds(20));
        await person.DoAsync("Rename", new RenameSession(session, "The end"));

        foreach (var screen in screens)
        {
            await screen.Shows(s => s.Session?.Title == "The end");
            screen.Queue.Should().BeEmpty();
        }
    }

    [Fact]
    public async Task a_watch_that_resumes_from_each_frame_shows_all_that_follows_it()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        var session = await person.StartAsync();
        var first = person.Watch(session);
        await first.EndOf((await person.SendAsync(session, "demo:long 20")).ReplyId);
        var frames = first.Frames;
        var whole = WatchedSession.Empty.ReduceAll(frames);

        for (var seen = 1; seen < frames.Count; seen++)
        {
            var view = WatchedSession.Empty.ReduceAll(frames.Take(seen)).BeginWatch();
            await using var resumed = person.Watch(session, view.At);

            await resumed.Shows(s => view.ReduceAll(s.Frames).Version == whole.Version);

            view.ReduceAll(resumed.Frames).Should().BeEquivalentTo(whole, o => o.Excluding(v => v.N).WithStrictOrdering().RespectingRuntimeTypes());
        }
    }

    [Fact]
    public async Task a_connection_has_only_so_many_watches_and_each_that_ends_makes_room()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        var session = await person.StartAsync();
        var screens = Enumerable.Range(0, 32).Select(_ => person.Watch(session)).ToList();
        foreach (var screen in screens)
        {
            await screen.Shows(s => s.Frames is [SnapshotFrame]);
        }

        (await person.Watch(session).End()).Code.Should().Be(RefusalCodes.TooManyWatches);
        await screens[0].DisposeAsync();
        await Eventually.Become(async () =>
        {
            await using var again = person.Watch(session);
            await again.Shows(s => s.Frames.Count > 0);
            return again.Frames[0] is SnapshotFrame;
        });

        await using var otherTab = await person.OpenTabAsync();
        await otherTab.Watch(session).Shows(s => s.Frames is [SnapshotFrame]);
    }
}

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
        for (var i = 0; i < 12; i++)
        {
            var sending = person.SendAsync(session, $"demo:echo {i}");
            screens.Add(person.Watch(session));
            await sending;
            screens.Add(person.Watch(session));
            var renaming = person.DoAsync("Rename", new RenameSession(session, $"Title {i}"));
            screens.Add(person.Watch(session));
            await renaming;
        }

        await Eventually.Become(() => person.HistoryAsync(session), h => h.Count == 24, TimeSpan.FromSeconds(20));
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

        foreach (var at in frames.Select(f => f.At).Distinct())
        {
            var resumed = person.Watch(session, at);
            await resumed.Shows(s => s.Frames.Count > 0 || at == frames[^1].At);
            if (at != frames[^1].At)
            {
                await resumed.Shows(s => s.Frames[^1].At == frames[^1].At);
            }
        }
    }
}

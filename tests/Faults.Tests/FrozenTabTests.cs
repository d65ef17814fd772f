using System.Globalization;
using FluentAssertions;
using Microsoft.AspNetCore.SignalR.Client;
using TesslateLite.Contracts.Wire;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Faults.Tests;

/// <summary>A tab that stops reading, over real sockets.</summary>
public sealed class FrozenTabTests
{
    /// <summary>About 1.5 MB of frames for each watcher, in a few seconds.</summary>
    private const string LongQuestion = "demo:long 1500";

    [Fact]
    public async Task A_tab_that_does_not_read_holds_less_than_a_megabyte_delays_no_answer_and_catches_up()
    {
        await using var studio = await TestStudio.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Demo__Pace"] = "400",
        });
        await using var proxy = new FaultProxy(studio.Server.Port);
        await using var awake = await studio.VisitAsync();
        await using var frozen = await awake.OpenTabAsync(new Uri($"http://127.0.0.1:{proxy.Port}"));
        var session = await awake.StartAsync();
        var frozenScreen = frozen.Watch(session);
        await frozenScreen.Shows(s => s.Frames.Count > 0);
        proxy.PauseReading();

        var screen = awake.Watch(session);
        var reply = (await awake.SendAsync(session, LongQuestion)).ReplyId;
        var end = await screen.EndOf(reply);
        // The frozen tab's connection is full by now; it is told of its list as well, and no command may wait for that.
        for (var i = 0; i < 300; i++)
        {
            await awake.DoAsync("Rename", new RenameSession(session, $"{i} {new string('x', 90)}"));
        }

        var held = BytesQueuedBy(studio.Server.Port);
        (frozen.Hub.State).Should().Be(HubConnectionState.Connected, "were it dropped, nothing would have had to wait for it");
        proxy.ResumeReading();

        end.Outcome.Should().Be(MessageOutcome.Completed);
        held.Should().BeLessThan(1_000_000, "what the frozen tab has not read waits in its session, not in its connection");
        await screen.Shows(s => s.Session!.Title!.StartsWith("299 ", StringComparison.Ordinal));
        var whole = WatchedSession.Empty.ReduceAll(screen.Frames);
        await frozenScreen.Shows(s => WatchedSession.Empty.ReduceAll(s.Frames).Version == whole.Version);
        var caughtUp = WatchedSession.Empty.ReduceAll(frozenScreen.Frames);
        caughtUp.Session.Should().Be(whole.Session);
        // The page of its snapshot ends at this long reply; what is older can be fetched.
        caughtUp.Messages.Should().ContainSingle().Which.Should().BeEquivalentTo(whole.Messages[^1], o => o.RespectingRuntimeTypes());
    }

    /// <summary>What the kernel holds of the server's answers that nobody has read.</summary>
    private static long BytesQueuedBy(int port) =>
        new[] { "/proc/net/tcp", "/proc/net/tcp6" }
            .SelectMany(File.ReadLines)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[1].EndsWith(port.ToString("X4", CultureInfo.InvariantCulture), StringComparison.Ordinal))
            .Sum(fields => long.Parse(fields[4].Split(':')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
}

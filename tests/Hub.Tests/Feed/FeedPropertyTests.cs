using System.Text.Json;
using CsCheck;
using FluentAssertions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Feed;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Hub.Tests.Feed;

public class FeedPropertyTests
{
    private static readonly Gen<string> Delta = Gen.OneOf(
        Gen.OneOf(new[] { "word ", "and ", "\n", "\n\n", "# Title\n", "- item\n", "* ", "```", "```ts src/a.ts\n", "let x = 1;\n", "\n```\n", "~~~\n", "| a | b |\n|---|---|\n", "👍🏽 ", "\r\n", "[x][r] ", "[r]: https://example.org\n", "`", "``", "> quote\n" }.Select(text => Gen.Const(text)).ToArray()),
        Gen.String[Gen.Char.AlphaNumeric, 1, 40]);

    private static readonly Gen<Step> AnyStep = Gen.Frequency(
        (30, Gen.Select(Gen.Int[0, 7], Delta.Array[1, 4]).Select((w, d) => new Step($"write {w} {string.Concat(d)}", (s, _) => s.Write(w, string.Concat(d))))),
        (8, Gen.Select(Gen.Int[0, 7], Delta).Select((w, d) => new Step($"think {w} {d}", (s, _) => s.Think(w, d)))),
        (6, Gen.Select(Delta, Gen.Bool).Select((text, tell) => new Step($"send, told {tell}", (s, _) => s.Send("m " + text, tell), NeedsStore: true))),
        (2, Gen.Bool.Select(tell => new Step($"rename, told {tell}", (s, _) => s.Rename("title", tell), NeedsStore: true))),
        (2, Gen.Bool.Select(tell => new Step($"queue, told {tell}", (s, _) => s.Queue("waits", tell), NeedsStore: true))),
        (5, Gen.Int[0, 7].Select(w => new Step($"checkpoint {w}", (s, _) => s.Checkpoint(w), NeedsStore: true))),
        (3, Gen.Int[0, 7].Select(w => new Step($"take over {w}", (s, _) => s.TakeOver(w), NeedsStore: true))),
        (3, Delta.Select(text => new Step($"a replaced worker writes {text}", (s, _) => s.WriteReplaced(text)))),
        (5, Gen.Select(Gen.Int[0, 7], Gen.Bool).Select((w, tell) => new Step($"close {w}, told {tell}", (s, _) => s.Close(w, tell), NeedsStore: true))),
        (20, Gen.Const(new Step("tick", (s, _) => s.Clock.Tick()))),
        (3, Gen.Const(new Step("repair", (s, _) => s.Repair(), NeedsStore: true))),
        (1, Gen.Const(new Step("crash", (s, _) => s.Crash(), NeedsStore: true))),
        (3, Gen.Bool.Select(up => new Step($"store up {up}", (s, _) => s.Store.IsAvailable = up))),
        (25, Watcher("receives", (w, _, n) => w.Receive(n))),
        (20, Watcher("reduces", (w, s, _) => w.Reduce(s.Feed))),
        (4, Watcher("connects", (w, s, _) => w.Connect(s.Feed))),
        (2, Watcher("disconnects", (w, _, _) => w.Disconnect())),
        (6, Watcher("loses", (w, _, n) => w.Lose(n))),
        (6, Watcher("duplicates", (w, _, n) => w.Duplicate(n))),
        (6, Watcher("swaps", (w, _, n) => w.Swap(n))));

    [Fact]
    public void any_split_delay_duplication_or_loss_of_frames_ends_in_the_same_view() =>
        AnyStep.Array[1, 80].Sample(
            steps =>
            {
                var simulation = new FeedSimulation();
                var watchers = Enumerable.Range(0, 3).Select(_ => new SimulatedWatcher(simulation.Store.SessionId)).ToArray();
                foreach (var step in steps)
                {
                    if (simulation.Store.IsAvailable || !step.NeedsStore)
                    {
                        step.Act(simulation, watchers);
                    }
                }

                simulation.Store.IsAvailable = true;
                simulation.Repair();
                simulation.Clock.Tick();
                var fresh = new SimulatedWatcher(simulation.Store.SessionId);
                fresh.Settle(simulation.Feed, simulation.Clock);
                TruthOf(simulation, fresh.View);
                foreach (var watcher in watchers)
                {
                    watcher.Connect(simulation.Feed);
                    watcher.Settle(simulation.Feed, simulation.Clock);
                    MustBeSame(fresh.View, watcher.View);
                }
            },
            iter: 10_000,
            print: steps => string.Join('\n', steps.AsEnumerable()));

    private static Gen<Step> Watcher(string what, Action<SimulatedWatcher, FeedSimulation, int> act) =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[1, 6]).Select((w, n) => new Step($"watcher {w} {what} {n}", (s, all) => act(all[w], s, n)));

    /// <summary>
    /// The fresh view itself is checked against what was written: every stored message, rendered as stored, and all that the
    /// workers have of the open replies.
    /// </summary>
    private static void TruthOf(FeedSimulation simulation, WatchedSession view)
    {
        var store = simulation.Store;
        Json(view.Messages).Should().Be(Json(store.Messages.Select(m => m.ToView()).ToList()));
        view.Session.Should().Be(store.State.ToView());
        Json(view.Open).Should().Be(Json(simulation.Written));
        view.Version.Should().Be(store.State.Version);
    }

    private static void MustBeSame(WatchedSession expected, WatchedSession actual)
    {
        actual.Version.Should().Be(expected.Version);
        actual.Session.Should().Be(expected.Session);
        Json(actual.Queue).Should().Be(Json(expected.Queue));
        Json(actual.Open).Should().Be(Json(expected.Open));
        for (var i = 0; i < expected.Messages.Count; i++)
        {
            Json(actual.Messages.ElementAtOrDefault(i)).Should().Be(Json(expected.Messages[i]));
        }

        actual.Messages.Count.Should().Be(expected.Messages.Count);
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, WireJson.Options);

    private sealed record Step(string Name, Action<FeedSimulation, SimulatedWatcher[]> Act, bool NeedsStore = false)
    {
        public override string ToString() => Name;
    }
}

using System.Text.Json;
using CsCheck;
using FluentAssertions;
using TesslateLite.Contracts.Events;
using TesslateLite.Hub;
using TesslateLite.Hub.Sessions;
using TesslateLite.Projections.Sessions;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Decisions.Tests;

/// <summary>What holds for every sequence of commands.</summary>
public sealed class SessionPropertyTests
{
    private const int Iterations = 300;

    private static readonly Gen<Step[]> s_steps = Gen.Select(
            Gen.Frequency(
                (6, Gen.Const(What.Send)), (2, Gen.Const(What.Edit)), (2, Gen.Const(What.Regenerate)), (1, Gen.Const(What.Continue)),
                (2, Gen.Const(What.Unqueue)), (1, Gen.Const(What.Rename)), (1, Gen.Const(What.Model)), (1, Gen.Const(What.Bin)),
                (2, Gen.Const(What.Restore)), (6, Gen.Const(What.Close))),
            Gen.Int[0, 999], Gen.Int[0, 999], (what, pick, choice) => new Step(what, pick, choice)).Array[1, 80];

    [Fact]
    public void A_command_repeated_at_once_changes_nothing_and_gets_the_same_answer() =>
        Sample((session, decide) =>
        {
            var first = decide();
            if (first is not Decision.Events)
            {
                return;
            }

            var events = session.Events.Count;
            decide().NothingButAnswer().Should().Be(first.Answer());
            session.Events.Should().HaveCount(events);
        });

    [Fact]
    public void A_refused_command_repeated_at_once_is_refused_alike() =>
        Sample((_, decide) =>
        {
            if (decide() is Decision.Refuse first)
            {
                decide().RefusedWith().Should().Be(first.Answer.Code);
            }
        });

    [Fact]
    public void No_branch_has_two_open_replies() =>
        Sample((session, decide) =>
        {
            decide();
            var open = session.State.OpenReplies.ToDictionary(r => r.ReplyId);
            foreach (var reply in open.Values)
            {
                Ancestors(session, reply.ParentId).Any(open.ContainsKey).Should().BeFalse();
            }
        });

    [Fact]
    public void The_write_model_stays_within_its_bounds_however_long_the_sequence() =>
        Sample((session, decide) =>
        {
            decide();
            session.State.OpenReplies.Should().HaveCountLessThanOrEqualTo(SessionLimits.OpenReplies);
            session.State.Queue.Should().HaveCountLessThanOrEqualTo(SessionLimits.QueuedMessages);
            // Texts here are short: a list that grew with the session would soon be larger.
            JsonSerializer.Serialize(session.State).Length.Should().BeLessThan(6_000);
        });

    [Fact]
    public void No_message_is_lost_every_accepted_one_is_sent_waits_or_was_taken_back() =>
        Sample((_, decide) => decide(), session =>
        {
            var sent = session.Events.OfType<UserMessageSent>().Select(e => e.MessageId).ToList();
            var waiting = session.State.Queue.Select(q => q.MessageId).ToList();
            var taken = session.Events.OfType<MessageUnqueued>().Select(e => e.MessageId);

            sent.Concat(waiting).Should().OnlyHaveUniqueItems();
            session.Accepted.Except(sent).Except(waiting).Except(taken).Should().BeEmpty();
        });

    [Fact]
    public void Every_waiting_message_has_its_turn_once_the_replies_close() =>
        Sample((_, decide) => decide(), session =>
        {
            session.Memory.Restore();
            while (session.State.OpenReplies is [var open, ..])
            {
                session.Memory.Close(open.ReplyId);
            }

            session.State.Queue.Should().BeEmpty();
        });

    private static IEnumerable<Guid> Ancestors(Run session, Guid? from)
    {
        for (var id = from; id is { } current; id = session.Memory.Row(current)?.ParentId)
        {
            yield return current;
        }
    }

    private static void Sample(Action<Run, Func<Decision>> check, Action<Run>? atEnd = null) =>
        s_steps.Sample(
            steps =>
            {
                var run = new Run();
                foreach (var step in steps)
                {
                    check(run, run.Command(step));
                }

                atEnd?.Invoke(run);
            },
            iter: Iterations);

    private enum What
    {
        Send, Edit, Regenerate, Continue, Unqueue, Rename, Model, Bin, Restore, Close,
    }

    private sealed record Step(What What, int Pick, int Choice);

    /// <summary>A session with the ids that have come up in it, to take the next command's from.</summary>
    private sealed class Run
    {
        private int _id = 1_000;

        public SessionInMemory Memory { get; } = new();

        public ChatSession State => Memory.State;

        public IReadOnlyList<object> Events => Memory.Events;

        /// <summary>Messages that were accepted.</summary>
        public HashSet<Guid> Accepted { get; } = [];

        /// <summary>The command of a step, the same each time it is called.</summary>
        public Func<Decision> Command(Step step)
        {
            var known = Memory.Events.SelectMany(IdsOf).Prepend(Ids.Of(5)).ToList();
            var pick = known[step.Pick % known.Count];
            // Now and then an id that is taken, or the newest branch.
            var id = step.Choice % 10 == 0 ? known[step.Choice % known.Count] : Ids.Of(++_id);
            Guid? parent = step.Choice % 3 == 0 ? pick : null;
            var open = Memory.State.OpenReplies;
            var reply = open.Count == 0 ? pick : open[step.Pick % open.Count].ReplyId;
            return step.What switch
            {
                What.Send => () => Noted(id, Memory.Send(id, "Hello", parent)),
                What.Edit => () => Noted(id, Memory.Edit(pick, id)),
                What.Regenerate => () => Memory.Regenerate(pick, id),
                What.Continue => () => Memory.Continue(pick, id),
                What.Unqueue => () => Memory.Unqueue(pick),
                What.Rename => () => Memory.Rename($"Title {step.Choice}"),
                What.Model => () => Memory.ChooseModel(SessionInMemory.Models[step.Choice % 2].Name),
                What.Bin => Memory.Bin,
                What.Restore => Memory.Restore,
                What.Close => () => Memory.Close(reply, (ReplyOutcome)(step.Choice % 4)),
                _ => throw new ArgumentOutOfRangeException(nameof(step)),
            };
        }

        private Decision Noted(Guid id, Decision decision)
        {
            if (decision is Decision.Events)
            {
                Accepted.Add(id);
            }

            return decision;
        }

        private static IEnumerable<Guid> IdsOf(object e) => e switch
        {
            UserMessageSent sent => [sent.MessageId],
            MessageQueued queued => [queued.MessageId],
            ReplyStarted started => [started.ReplyId],
            _ => [],
        };
    }
}

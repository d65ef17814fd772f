using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;

namespace TesslateLite.Hub.Tests.Conformance;

// What models add besides their answer: thoughts, and what is told of a failure.
internal static partial class Situations
{
    private static string Reasoning(ScriptedSession s, Transcript t)
    {
        t.Watch().Receive();
        s.Send("How many?");
        s.Think("Let me", " count: 👍🏽");
        t.Receive().Follow("There ", "are ");
        s.Think("\nThree.");
        t.Receive();
        s.Write("three");
        t.Watch().Receive().Follow(".");
        s.Close();
        return t.Receive().Complete();
    }

    private static string RenumberedLostReasoning(ScriptedSession s, Transcript t)
    {
        t.Watch().Receive();
        s.Send("How many?");
        s.Think("One,");
        t.Receive();
        s.Think(" two");
        var frames = t.Pull();
        s.Close();
        frames.AddRange(t.Pull());
        Renumber(frames);
        return t.TakeWithoutRenumbered(frames, "reasoning", shownBy: "reply-closed").Watch().Receive().Complete();
    }

    private static string ReasoningOfAnotherNode(ScriptedSession s, Transcript t)
    {
        s.Send("How many?");
        s.Think("One, two");
        s.Restart();
        t.Watch().Receive();
        s.Close();
        return t.Receive().Complete();
    }

    private static string RateLimitedReply(ScriptedSession s, Transcript t)
    {
        t.Watch().Receive();
        s.Send("Hello");
        t.Receive();
        s.Close(
            ReplyOutcome.Failed,
            ReplyFailureCodes.RateLimited,
            new DateTimeOffset(2026, 11, 25, 12, 30, 0, TimeSpan.Zero),
            new ReplyGeneration("fast", "fast-a", 3, "general@1", 2, null, 1_250, new ReplyUsage(0, 0, 0, 0, Estimated: true), 0m, []));
        return t.Receive().Complete();
    }
}

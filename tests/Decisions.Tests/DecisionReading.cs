using FluentAssertions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub;

namespace TesslateLite.Decisions.Tests;

/// <summary>Reads a decision as one of its three kinds, and fails the test when it is another.</summary>
internal static class DecisionReading
{
    /// <summary>The events that are appended.</summary>
    public static IReadOnlyList<object> Appended(this Decision decision) =>
        decision.Should().BeOfType<Decision.Events>().Which.Appended;

    /// <summary>The code it is refused with.</summary>
    public static string RefusedWith(this Decision decision) =>
        decision.Should().BeOfType<Decision.Refuse>().Which.Answer.Code;

    /// <summary>The answer when nothing is to be done.</summary>
    public static Accepted NothingButAnswer(this Decision decision) =>
        decision.Should().BeOfType<Decision.Nothing>().Which.Answer;

    /// <summary>The answer when something is done, or had been already.</summary>
    public static Accepted Answer(this Decision decision) =>
        decision.ToOutcome().Should().BeOfType<Accepted>().Which;
}

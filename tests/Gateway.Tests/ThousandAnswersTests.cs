using System.Collections.Concurrent;
using FluentAssertions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Gateway.Direct;
using TesslateLite.Hub.Replies;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Gateway.Tests;

[Collection(Upstream.Name)]
public sealed class ThousandAnswersTests(Upstream upstream)
{
    private const int Answers = 1000;
    private const int AtATime = 32;
    private const string MockAnswer = "A mock answers with the same words, again and again, and that is what makes it useful for us.";

    private static readonly TimeSpan s_within = TimeSpan.FromSeconds(60);

    /// <summary>Faults that no retry mends, and what each must end with.</summary>
    private static readonly (string Name, string Code)[] s_faults =
    [
        ("429", ReplyFailureCodes.RateLimited),
        ("503", ReplyFailureCodes.ProviderFailed),
        ("rst-early", ReplyFailureCodes.ConnectionLost),
        ("rst-midway", ReplyFailureCodes.ConnectionLost),
        ("fin-midway", ReplyFailureCodes.ConnectionLost),
        ("silent-end", ReplyFailureCodes.EndedEarly),
        ("no-finish", ReplyFailureCodes.EndedEarly),
        ("error-midway", ReplyFailureCodes.ProviderFailed),
        ("error-only", ReplyFailureCodes.RateLimited),
        ("cut-json", ReplyFailureCodes.Malformed),
        ("long-line", ReplyFailureCodes.Malformed),
        ("filter-finish", ReplyFailureCodes.ContentFiltered),
        ("context-vllm", ReplyFailureCodes.ContextTooLong),
        ("black-hole", ReplyFailureCodes.TimedOut),
        ("black-hole-midway", ReplyFailureCodes.Stalled),
    ];

    [Fact]
    public async Task Of_a_thousand_answers_with_a_fifth_of_faults_each_finishes_or_says_why_not()
    {
        await using var mock = await AimockServer.StartAsync(
            MockAnswer, "--chunk-size", "8", "--chaos-drop", "0.05", "--chaos-malformed", "0.05", "--chaos-ratelimit", "0.03", "--chaos-disconnect", "0.08");
        using var gateway = new TestGateway(
            upstream.Server,
            TestGateway.Router with { FirstTokenTimeout = TimeSpan.FromSeconds(3), IdleTimeout = TimeSpan.FromSeconds(3) },
            [
                new ModelGroup("mock", [TestGateway.Deployment("mock-1", "mock") with { ApiBase = mock.ApiBase }]),
                TestGateway.Model("fine", "answer"),
                .. s_faults.Select(fault => TestGateway.Model(fault.Name, fault.Name)),
            ]);
        var answers = new ConcurrentDictionary<int, (string Model, Answer Answer)>();

        await Parallel.ForEachAsync(
            Enumerable.Range(0, Answers),
            new ParallelOptions { MaxDegreeOfParallelism = AtATime },
            async (number, _) =>
            {
                var model = ModelOf(number);
                answers[number] = (model, await gateway.AnswerAsync(model));
            }).WaitAsync(s_within);

        answers.Should().HaveCount(Answers);
        foreach (var (model, answer) in answers.Values)
        {
            (answer.Finished is null).Should().Be(answer.Failure is not null, "an answer finishes or fails");
            answer.Code.Should().Match(code => code == null || ReplyFailures.All.ContainsKey(code));
            if (model == "mock" && answer.Finished is not null)
                answer.Text.Should().Be(MockAnswer);
            if (model == "fine")
                answer.Text.Should().Be("Hello, world.");
        }
        foreach (var (name, code) in s_faults)
            answers.Values.Where(a => a.Model == name).Select(a => a.Answer.Code).Distinct().Should().Equal([code], "{0} has one meaning", name);
        // With one retry a twenty-fifth of five hundred fails; six times as many would be no chance.
        Failed("mock").Should().BeLessThan(Answers / 8);
        answers.Values.Count(a => a.Model == "mock" && a.Answer.Asked.Count() > 1).Should().BeGreaterThan(Answers / 20, "the mock failed as told");
        Failed("fine").Should().Be(0);

        int Failed(string model) => answers.Values.Count(a => a.Model == model && a.Answer.Failure is not null);
    }

    /// <summary>Half of them to the mock, which throws its own dice; of the other half every fifth has a fault of ours.</summary>
    private static string ModelOf(int number) => number switch
    {
        _ when number % 2 == 0 => "mock",
        _ when number % 10 == 1 => s_faults[number / 10 % s_faults.Length].Name,
        _ => "fine",
    };
}

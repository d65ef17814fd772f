using System.Collections.Concurrent;
using FluentAssertions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Replies;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Faults.Tests;

/// <summary>The whole product over providers that fail: a server process, its database, its clients.</summary>
public sealed class UpstreamFaultTests : IAsyncLifetime
{
    private const int Replies = 1_000;
    private const int Sessions = 40;
    private const string Key = "product";

    private const string MockAnswer = "A mock answers with the same words, again and again, and that is what makes it useful for us.";

    /// <summary>What a stop may take until the provider sees that it was hung up on, in milliseconds.</summary>
    private const double AtOnce = 200;

    private static readonly TimeSpan s_within = TimeSpan.FromMinutes(2);

    /// <summary>Faults that no retry mends.</summary>
    private static readonly string[] s_faults =
    [
        "429", "401", "402", "403", "context-openai", "filter-azure", "503", "rst-early", "rst-midway", "fin-midway", "silent-end", "no-finish",
        "error-midway", "error-only", "choices-null", "cut-json", "long-line", "filter-finish", "black-hole", "black-hole-midway",
    ];

    private readonly string _config = Path.GetTempFileName();
    private UpstreamServer _upstream = null!;
    private AimockServer _mock = null!;
    private TestStudio _studio = null!;

    public async Task InitializeAsync()
    {
        _upstream = await UpstreamServer.StartAsync();
        _mock = await AimockServer.StartAsync(
            MockAnswer, "--chunk-size", "8", "--chaos-drop", "0.05", "--chaos-malformed", "0.05", "--chaos-ratelimit", "0.03", "--chaos-disconnect", "0.08");
        await File.WriteAllTextAsync(_config, ConfigText());
        _studio = await TestStudio.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Gateway__ConfigFile"] = _config });
    }

    public async Task DisposeAsync()
    {
        await _studio.DisposeAsync();
        await _mock.DisposeAsync();
        await _upstream.DisposeAsync();
        File.Delete(_config);
    }

    [Fact]
    public async Task Of_a_thousand_replies_with_a_fifth_of_faults_each_completes_fails_with_a_code_or_is_stopped()
    {
        var ended = new ConcurrentBag<(string Model, MessageView Reply)>();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Sessions),
            new ParallelOptions { MaxDegreeOfParallelism = Sessions },
            async (number, _) => await ConverseAsync(number, ended)).WaitAsync(s_within);

        ended.Should().HaveCount(Replies);
        foreach (var (model, reply) in ended)
        {
            switch (reply.Outcome)
            {
                case MessageOutcome.Completed:
                    TextOf(reply).Should().Be(model == "mock" ? MockAnswer : "Hello, world.", "it is complete, and so is its text");
                    reply.Code.Should().BeNull();
                    break;
                case MessageOutcome.Failed:
                    ReplyFailures.All.Should().ContainKey(reply.Code!);
                    break;
                case MessageOutcome.Stopped:
                    model.Should().Be("endless");
                    break;
                default:
                    throw new InvalidOperationException($"A reply of {model} ended as {reply.Outcome}.");
            }

            if (reply.Outcome != MessageOutcome.Stopped || TextOf(reply).Length > 0)
            {
                reply.Generation.Should().NotBeNull("a model was asked, however it ended; only a stop may come before that");
            }
        }

        ended.Where(e => s_faults.Contains(e.Model)).Should().OnlyContain(e => e.Reply.Outcome == MessageOutcome.Failed);
        ended.Where(e => e.Model == "answer").Should().OnlyContain(e => e.Reply.Outcome == MessageOutcome.Completed);
        ended.Where(e => e.Model == "endless").Should().NotBeEmpty().And.OnlyContain(e => e.Reply.Outcome == MessageOutcome.Stopped);
        ended.Count(e => e.Reply.Outcome == MessageOutcome.Completed).Should().BeGreaterThan(Replies / 2);
    }

    [Theory]
    [InlineData("endless")]
    [InlineData("black-hole")]
    [InlineData("black-hole-midway")]
    public async Task A_stop_in_a_tab_reaches_the_provider_at_once(string model)
    {
        await using var person = await _studio.VisitAsync();
        var session = Guid.NewGuid();
        await person.DoAsync("Start", new StartSession(session, model));
        var best = double.MaxValue;
        // What else the machine does may delay one, but not one after the other.
        for (var attempt = 0; attempt < 5 && best > AtOnce; attempt++)
        {
            var before = (await RequestsAsync(model)).Count;
            var reply = (await person.SendAsync(session, "Go")).ReplyId!.Value;
            await Eventually.Become(() => RequestsAsync(model), requests => requests.Count > before);

            var stopped = DateTimeOffset.UtcNow;
            await person.DoAsync("Stop", new StopReply(session, reply));

            var request = (await Eventually.Become(() => RequestsAsync(model), requests => requests[^1].Cancelled is not null))[^1];
            best = Math.Min(best, request.Cancelled!.Value - stopped.ToUnixTimeMilliseconds());
            await Eventually.Become(() => person.HistoryAsync(session), messages => messages.Any(m => m.Id == reply));
        }

        best.Should().BeLessThanOrEqualTo(AtOnce);
    }

    /// <summary>One session, whose replies come one after the other.</summary>
    private async Task ConverseAsync(int number, ConcurrentBag<(string Model, MessageView Reply)> ended)
    {
        await using var person = await _studio.VisitAsync();
        var session = await person.StartAsync();
        for (var turn = 0; turn < Replies / Sessions; turn++)
        {
            var model = ModelOf((number * (Replies / Sessions)) + turn);
            await person.AskAsync("ChooseModel", new ChooseModel(session, model));
            var sent = await person.SendAsync(session, "Hello");
            var reply = sent.ReplyId ?? throw new InvalidOperationException("No reply is open, so none is waited for.");
            if (model == "endless")
            {
                await person.DoAsync("Stop", new StopReply(session, reply));
            }

            var messages = await Eventually.Become(
                () => person.HistoryAsync(session), messages => messages.Any(m => m.Id == reply), TimeSpan.FromSeconds(60), $"a reply of {model} ends");
            ended.Add((model, messages.First(m => m.Id == reply)));
        }
    }

    private async Task<IReadOnlyList<UpstreamRequest>> RequestsAsync(string model) =>
        [.. (await _upstream.RequestsAsync(Key)).Where(r => r.Model == model)];

    private static string TextOf(MessageView reply) => string.Concat(reply.Pieces.Cast<BlockPiece>().Select(b => b.Html)).Replace("<p>", "", StringComparison.Ordinal).Replace("</p>", "", StringComparison.Ordinal);

    /// <summary>Half of them to the mock, which throws its own dice; of the other half every fifth has a fault of ours, and some are stopped.</summary>
    private static string ModelOf(int number) => number switch
    {
        _ when number % 2 == 0 => "mock",
        _ when number % 10 == 1 => s_faults[number / 10 % s_faults.Length],
        _ when number % 50 == 3 => "endless",
        _ => "answer",
    };

    private string ConfigText()
    {
        var models = s_faults.Append("answer").Append("endless").Select(fault =>
            $"  - {{model_name: {fault}, litellm_params: {{model: openai/{fault}, api_base: \"{_upstream.ApiBase(Key)}\", api_key: sk-none}}}}\n");
        return $"""
            model_list:
              - model_name: mock
                litellm_params:
                  model: openai/mock
                  api_base: "{_mock.ApiBase}"
                  api_key: sk-none
            {string.Concat(models)}
            router_settings:
              num_retries: 1
              allowed_fails: 1000
              cooldown_time: 1
              stream_timeout: 3
              stream_idle_timeout: 3
            """;
    }
}

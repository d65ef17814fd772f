using System.Collections.Concurrent;
using FluentAssertions;
using Microsoft.Extensions.Logging;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Gateway;
using TesslateLite.Hub.Gateway.Direct;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Gateway.Tests;

[Collection(Upstream.Name)]
public sealed class FaultTests(Upstream upstream)
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(200);

    [Theory]
    [InlineData("429", ReplyFailureCodes.RateLimited, 2)]
    [InlineData("429-retry-after-1", ReplyFailureCodes.RateLimited, 2)]
    [InlineData("429-retry-after-60", ReplyFailureCodes.RateLimited, 1)]
    [InlineData("429-quota", ReplyFailureCodes.BudgetExceeded, 1)]
    [InlineData("429-budget", ReplyFailureCodes.BudgetExceeded, 1)]
    [InlineData("400-budget", ReplyFailureCodes.BudgetExceeded, 1)]
    [InlineData("401", ReplyFailureCodes.Unauthorized, 1)]
    [InlineData("401-denied", ReplyFailureCodes.Denied, 1)]
    [InlineData("402", ReplyFailureCodes.BudgetExceeded, 1)]
    [InlineData("403", ReplyFailureCodes.Denied, 1)]
    [InlineData("404", ReplyFailureCodes.Unavailable, 1)]
    [InlineData("400-decommissioned", ReplyFailureCodes.Unavailable, 1)]
    [InlineData("408", ReplyFailureCodes.TimedOut, 2)]
    [InlineData("413", ReplyFailureCodes.ContextTooLong, 1)]
    [InlineData("context-openai", ReplyFailureCodes.ContextTooLong, 1)]
    [InlineData("context-anthropic", ReplyFailureCodes.ContextTooLong, 1)]
    [InlineData("context-groq", ReplyFailureCodes.ContextTooLong, 1)]
    [InlineData("context-vllm", ReplyFailureCodes.ContextTooLong, 1)]
    [InlineData("context-litellm", ReplyFailureCodes.ContextTooLong, 1)]
    [InlineData("context-llamacpp", ReplyFailureCodes.ContextTooLong, 1)]
    [InlineData("context-gemini", ReplyFailureCodes.ContextTooLong, 1)]
    [InlineData("error-context", ReplyFailureCodes.ContextTooLong, 1)]
    [InlineData("filter-openai", ReplyFailureCodes.ContentFiltered, 1)]
    [InlineData("filter-azure", ReplyFailureCodes.ContentFiltered, 1)]
    [InlineData("400", ReplyFailureCodes.RequestRejected, 1)]
    [InlineData("422", ReplyFailureCodes.RequestRejected, 1)]
    [InlineData("500", ReplyFailureCodes.ProviderFailed, 2)]
    [InlineData("503", ReplyFailureCodes.ProviderFailed, 2)]
    [InlineData("529", ReplyFailureCodes.ProviderFailed, 2)]
    [InlineData("endless-error", ReplyFailureCodes.ProviderFailed, 2)]
    [InlineData("rst-early", ReplyFailureCodes.ConnectionLost, 2)]
    [InlineData("error-only", ReplyFailureCodes.RateLimited, 2)]
    [InlineData("error-string", ReplyFailureCodes.ProviderFailed, 2)]
    [InlineData("json-error", ReplyFailureCodes.RateLimited, 2)]
    [InlineData("empty", ReplyFailureCodes.EndedEarly, 2)]
    [InlineData("choices-null", ReplyFailureCodes.Malformed, 2)]
    [InlineData("cut-json", ReplyFailureCodes.Malformed, 2)]
    [InlineData("html", ReplyFailureCodes.Malformed, 2)]
    [InlineData("redirect", ReplyFailureCodes.Malformed, 2)]
    [InlineData("long-line", ReplyFailureCodes.Malformed, 2)]
    [InlineData("long-event", ReplyFailureCodes.Malformed, 2)]
    [InlineData("tools", ReplyFailureCodes.Malformed, 2)]
    public async Task Before_the_first_token_each_failure_has_its_code_and_its_attempts(string fault, string code, int attempts)
    {
        using var gateway = TestGateway.With(upstream.Server, fault);

        var answer = await gateway.AnswerAsync();

        answer.Code.Should().Be(code);
        answer.Finished.Should().BeNull();
        answer.Text.Should().BeEmpty();
        answer.Deltas.OfType<ModelAttempt>().Select(a => a.Attempt).Should().Equal(Enumerable.Range(1, attempts));
        (await gateway.RequestsAsync()).Should().HaveCount(attempts);
    }

    [Theory]
    [InlineData("rst-midway", ReplyFailureCodes.ConnectionLost)]
    [InlineData("fin-midway", ReplyFailureCodes.ConnectionLost)]
    [InlineData("error-midway", ReplyFailureCodes.ProviderFailed)]
    [InlineData("no-finish", ReplyFailureCodes.EndedEarly)]
    [InlineData("silent-end", ReplyFailureCodes.EndedEarly)]
    [InlineData("cut-json-midway", ReplyFailureCodes.Malformed)]
    [InlineData("odd-finish", ReplyFailureCodes.Malformed)]
    [InlineData("filter-finish", ReplyFailureCodes.ContentFiltered)]
    public async Task After_the_first_token_a_failure_keeps_the_text_and_nothing_is_asked_again(string fault, string code)
    {
        using var gateway = new TestGateway(
            upstream.Server,
            TestGateway.Router with { Fallbacks = new Dictionary<string, IReadOnlyList<string>> { ["chat"] = ["backup"] } },
            [TestGateway.Model("chat", fault, fault), TestGateway.Model("backup", "answer")]);

        var answer = await gateway.AnswerAsync();

        answer.Code.Should().Be(code);
        answer.Text.Should().Be("Hello");
        answer.Finished.Should().BeNull();
        (await gateway.RequestsAsync()).Should().ContainSingle();
    }

    [Theory]
    [InlineData("black-hole")]
    [InlineData("black-hole-headers")]
    [InlineData("pings")]
    public async Task An_answer_that_does_not_begin_is_given_up_and_asked_for_again(string fault)
    {
        using var gateway = TestGateway.With(upstream.Server, fault, TestGateway.Router with { FirstTokenTimeout = s_short });

        var answer = await gateway.AnswerAsync();

        answer.Code.Should().Be(ReplyFailureCodes.TimedOut);
        answer.Asked.Should().HaveCount(2);
        await Eventually.Become(async () => (await gateway.RequestsAsync()).All(r => r.Cancelled is not null));
    }

    [Fact]
    public async Task A_deployment_may_have_a_limit_of_its_own_for_the_first_token()
    {
        var deployment = TestGateway.Deployment("chat-1", "black-hole") with { FirstTokenTimeout = s_short };
        using var gateway = new TestGateway(upstream.Server, TestGateway.Router with { Retries = 0 }, [new ModelGroup("chat", [deployment])]);

        (await gateway.AnswerAsync()).Code.Should().Be(ReplyFailureCodes.TimedOut);
    }

    [Theory]
    [InlineData("black-hole-midway")]
    [InlineData("pings-midway")]
    [InlineData("blank-deltas")]
    public async Task An_answer_in_which_no_token_comes_any_more_has_stalled(string fault)
    {
        using var gateway = TestGateway.With(upstream.Server, fault, TestGateway.Router with { IdleTimeout = s_short });

        var answer = await gateway.AnswerAsync();

        answer.Code.Should().Be(ReplyFailureCodes.Stalled);
        answer.Text.Should().Be("Hello");
        answer.Asked.Should().ContainSingle();
    }

    [Fact]
    public async Task Nobody_listening_and_no_such_host_are_unreachable()
    {
        foreach (var address in (string[])[$"http://127.0.0.1:{FreePort.Next()}/v1", "http://no-such-host.invalid/v1"])
        {
            var deployment = TestGateway.Deployment("chat-1", "answer") with { ApiBase = new Uri(address) };
            using var gateway = new TestGateway(upstream.Server, TestGateway.Router, [new ModelGroup("chat", [deployment])]);

            var answer = await gateway.AnswerAsync();

            answer.Code.Should().Be(ReplyFailureCodes.Unreachable);
            answer.Asked.Should().HaveCount(2);
        }
    }

    [Fact]
    public async Task No_TLS_at_the_other_end_is_unreachable()
    {
        var deployment = TestGateway.Deployment("chat-1", "answer") with
        {
            ApiBase = new UriBuilder(upstream.Server.ApiBase("tls")) { Scheme = "https" }.Uri,
        };
        using var gateway = new TestGateway(upstream.Server, TestGateway.Router with { Retries = 0 }, [new ModelGroup("chat", [deployment])]);

        (await gateway.AnswerAsync()).Code.Should().Be(ReplyFailureCodes.Unreachable);
    }

    [Theory]
    [InlineData("503*1")]
    [InlineData("rst-early*1")]
    [InlineData("empty*1")]
    [InlineData("cut-json*1")]
    [InlineData("error-only*1")]
    public async Task A_failure_that_passes_is_not_seen(string fault)
    {
        using var gateway = TestGateway.With(upstream.Server, fault);

        var answer = await gateway.AnswerAsync();

        answer.Text.Should().Be("Hello, world.");
        answer.Finished.Should().Be(new ModelFinished());
        answer.Asked.Should().Equal("chat-1", "chat-1");
    }

    [Fact]
    public async Task A_request_in_which_nothing_may_be_retried_is_made_once()
    {
        using var gateway = TestGateway.With(upstream.Server, "503*1", TestGateway.Router with { Retries = 0 });

        (await gateway.AnswerAsync()).Code.Should().Be(ReplyFailureCodes.ProviderFailed);
    }

    [Fact]
    public async Task Nothing_that_was_asked_answered_or_kept_secret_is_logged()
    {
        using var logs = new LogLines();
        using var gateway = new TestGateway(
            upstream.Server, TestGateway.Router, [TestGateway.Model("chat", "500"), TestGateway.Model("fine", "echo"), TestGateway.Model("cut", "error-midway")],
            logs: logs);

        foreach (var model in (string[])["chat", "fine", "cut"])
            await gateway.AnswerAsync(TestGateway.Ask(model, "private words"));

        logs.Lines.Should().Contain(line => line.Contains("chat-1 failed with model_provider_failed", StringComparison.Ordinal))
            .And.Contain(line => line.Contains("fine-1 began to answer", StringComparison.Ordinal));
        string.Concat(logs.Lines).Should().NotContainAny("private words", "You said", "sk-very-secret", "what the person wrote", "Hello");
    }

    /// <summary>Every line of every category, exceptions included.</summary>
    private sealed class LogLines : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception}\n");

        public void Dispose()
        {
        }
    }
}

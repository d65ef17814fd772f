using FluentAssertions;
using Microsoft.Extensions.Time.Testing;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Gateway;
using TesslateLite.Hub.Gateway.Context;
using TesslateLite.Hub.Gateway.Direct;
using Xunit;

namespace TesslateLite.Gateway.Tests;

[Collection(Upstream.Name)]
public sealed class FallbackTests(Upstream upstream)
{
    private static readonly RouterSettings s_router = TestGateway.Router with
    {
        Retries = 0,
        Fallbacks = new Dictionary<string, IReadOnlyList<string>> { ["chat"] = ["second", "third"], ["second"] = ["chat", "never"] },
        ContextWindowFallbacks = new Dictionary<string, IReadOnlyList<string>> { ["chat"] = ["wide", "wider"] },
    };

    [Fact]
    public async Task While_all_of_a_model_rests_its_fallback_is_asked_first()
    {
        var router = TestGateway.Router with
        {
            AllowedFails = 1,
            Cooldown = TimeSpan.FromMinutes(5),
            Fallbacks = new Dictionary<string, IReadOnlyList<string>> { ["chat"] = ["spare"] },
        };
        using var gateway = new TestGateway(upstream.Server, router, [TestGateway.Model("chat", "500"), TestGateway.Model("spare", "answer")]);

        (await gateway.AnswerAsync()).Asked.Should().Equal("chat-1", "chat-1", "spare-1");
        (await gateway.AnswerAsync()).Asked.Should().Equal("spare-1");
    }

    [Fact]
    public async Task A_further_attempt_goes_to_another_deployment()
    {
        using var gateway = new TestGateway(
            upstream.Server, s_router with { Retries = 1, LatencyBased = true }, [TestGateway.Model("chat", "503", "503")]);

        var answer = await gateway.AnswerAsync();

        answer.Asked.Should().BeEquivalentTo("chat-1", "chat-2");
    }

    [Theory]
    [InlineData("401")]
    [InlineData("404")]
    [InlineData("429-retry-after-60")]
    public async Task A_deployment_of_no_use_is_left_for_another_at_once(string fault)
    {
        using var gateway = new TestGateway(upstream.Server, s_router with { Retries = 1 }, [TestGateway.Model("chat", fault, "answer")]);

        for (var i = 0; i < 5; i++)
            (await gateway.AnswerAsync()).Finished.Should().NotBeNull();

        (await gateway.RequestsAsync()).Count(r => r.Model == fault).Should().BeLessThan(2, "it rests after the first time");
    }

    [Theory]
    [InlineData("503")]
    [InlineData("401")]
    [InlineData("429-quota")]
    [InlineData("429-retry-after-60")]
    [InlineData("rst-early")]
    public async Task When_a_model_fails_its_fallbacks_are_asked_in_order(string fault)
    {
        using var gateway = Gateway(("chat", fault), ("second", "500"), ("third", "answer"), ("never", "answer"));

        var answer = await gateway.AnswerAsync();

        answer.Asked.Should().Equal("chat-1", "second-1", "third-1");
        answer.Text.Should().Be("Hello, world.");
    }

    [Fact]
    public async Task When_all_fail_each_was_asked_once_and_the_last_failure_is_told()
    {
        using var gateway = Gateway(("chat", "503"), ("second", "500"), ("third", "401"), ("never", "answer"));

        var answer = await gateway.AnswerAsync();

        answer.Asked.Should().Equal("chat-1", "second-1", "third-1");
        answer.Code.Should().Be(ReplyFailureCodes.Unauthorized);
    }

    [Theory]
    [InlineData("400", ReplyFailureCodes.RequestRejected)]
    [InlineData("filter-openai", ReplyFailureCodes.ContentFiltered)]
    public async Task What_is_wrong_with_the_request_does_not_fall_back(string fault, string code)
    {
        using var gateway = Gateway(("chat", fault), ("second", "answer"), ("wide", "answer"));

        var answer = await gateway.AnswerAsync();

        answer.Asked.Should().Equal("chat-1");
        answer.Code.Should().Be(code);
    }

    [Fact]
    public async Task A_conversation_too_long_for_the_model_goes_to_the_wider_ones()
    {
        using var gateway = Gateway(("chat", "context-openai"), ("second", "answer"), ("wide", "context-vllm"), ("wider", "answer"));

        var answer = await gateway.AnswerAsync();

        answer.Asked.Should().Equal("chat-1", "wide-1", "wider-1");
        answer.Finished.Should().NotBeNull();
    }

    [Fact]
    public async Task A_conversation_that_cannot_fit_is_not_sent_to_the_model_at_all()
    {
        using var gateway = Gateway(Fit(chat: (false, 9), wide: (false, 9), wider: (true, 4)), ("chat", "answer"), ("wide", "answer"), ("wider", "answer"));

        (await gateway.AnswerAsync()).Asked.Should().Equal("wider-1");
    }

    [Fact]
    public async Task A_conversation_that_fits_nowhere_fails_without_a_request()
    {
        using var gateway = Gateway(Fit(chat: (false, 9), wide: (false, 9), wider: (false, 9)), ("chat", "answer"), ("wide", "answer"), ("wider", "answer"));

        var answer = await gateway.AnswerAsync();

        answer.Code.Should().Be(ReplyFailureCodes.ContextTooLong);
        (await gateway.RequestsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_wider_model_that_takes_the_whole_branch_is_asked_first()
    {
        using var gateway = Gateway(Fit(chat: (true, 5), wide: (true, 2), wider: (true, 0)), ("chat", "answer"), ("wide", "answer"), ("wider", "answer"));

        (await gateway.AnswerAsync()).Asked.Should().Equal("wider-1");
    }

    [Fact]
    public async Task When_the_wider_model_fails_the_one_asked_for_answers_with_what_fits()
    {
        using var gateway = Gateway(Fit(chat: (true, 5), wide: (true, 0), wider: (true, 0)), ("chat", "answer"), ("wide", "503"), ("wider", "answer"));

        var answer = await gateway.AnswerAsync();

        answer.Asked.Should().Equal("wide-1", "chat-1");
        answer.Deltas.OfType<ModelAttempt>().Last().LeftOut.Should().Be(5);
    }

    [Fact]
    public async Task A_model_that_takes_the_whole_branch_needs_no_wider_one()
    {
        using var gateway = Gateway(Fit(chat: (true, 0), wide: (true, 0), wider: (true, 0)), ("chat", "answer"), ("wide", "answer"), ("wider", "answer"));

        (await gateway.AnswerAsync()).Asked.Should().Equal("chat-1");
    }

    [Fact]
    public async Task A_model_that_nobody_knows_is_unavailable()
    {
        using var gateway = Gateway(("chat", "answer"));

        var answer = await gateway.AnswerAsync("nobody");

        answer.Code.Should().Be(ReplyFailureCodes.Unavailable);
        answer.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task A_model_without_its_key_is_unavailable_and_falls_back()
    {
        var keyless = TestGateway.Deployment("chat-1", "answer") with { Unavailable = "CHAT_KEY is not set." };
        using var alone = new TestGateway(upstream.Server, s_router, [new ModelGroup("chat", [keyless])]);
        using var backed = new TestGateway(upstream.Server, s_router, [new ModelGroup("chat", [keyless]), TestGateway.Model("second", "answer")]);

        (await alone.AnswerAsync()).Code.Should().Be(ReplyFailureCodes.Unavailable);
        (await backed.AnswerAsync()).Asked.Should().Equal("second-1");
    }

    [Fact]
    public async Task A_model_that_failed_too_often_is_shown_as_resting_and_still_answers_when_chosen()
    {
        using var gateway = new TestGateway(
            upstream.Server, s_router with { AllowedFails = 2, Cooldown = TimeSpan.FromMinutes(10) }, [TestGateway.Model("chat", "503*2")]);

        await gateway.AnswerAsync();
        gateway.Direct.Models.Single().State.Should().Be(ModelState.Available);
        await gateway.AnswerAsync();
        gateway.Direct.Models.Single().State.Should().Be(ModelState.Resting);

        (await gateway.AnswerAsync()).Finished.Should().NotBeNull();
    }

    [Fact]
    public async Task A_deployment_that_failed_too_often_is_left_alone_until_it_has_rested()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var gateway = new TestGateway(
            upstream.Server,
            s_router with { Retries = 1, AllowedFails = 1, Cooldown = TimeSpan.FromMinutes(5) },
            [TestGateway.Model("chat", "503", "answer")],
            time);

        await AskAsync();
        (await FailedAsync()).Should().Be(1, "chance comes to it sooner or later, and then it rests");
        time.Advance(TimeSpan.FromMinutes(5));
        await AskAsync();
        (await FailedAsync()).Should().Be(2);

        async Task<int> FailedAsync() => (await gateway.RequestsAsync()).Count(r => r.Model == "503");

        async Task AskAsync()
        {
            for (var i = 0; i < 40; i++)
                (await gateway.AnswerAsync()).Finished.Should().NotBeNull();
        }
    }

    private TestGateway Gateway(params (string Name, string Fault)[] models) => Gateway(null, models);

    private TestGateway Gateway(Func<ModelRequest, DeploymentInfo, int?, FittedContext>? fit, params (string Name, string Fault)[] models) => new(
        upstream.Server,
        s_router,
        models.Select(m => new ModelGroup(m.Name, [TestGateway.Deployment($"{m.Name}-1", m.Fault) with { Info = new DeploymentInfo { Label = m.Name } }])).ToList(),
        fit: fit);

    /// <summary>Whether each model can be asked, and how much it leaves out.</summary>
    private static Func<ModelRequest, DeploymentInfo, int?, FittedContext> Fit((bool, int) chat, (bool, int) wide, (bool, int) wider) =>
        (request, info, _) =>
        {
            var (fits, leftOut) = info.Label switch
            {
                "chat" => chat,
                "wide" => wide,
                _ => wider,
            };
            return new FittedContext("", null, request.Messages, 0, leftOut, fits);
        };
}

using Microsoft.Extensions.AI;
using System.Text.Json;
using FluentAssertions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Gateway;
using TesslateLite.Hub.Gateway.Context;
using TesslateLite.Hub.Gateway.Direct;
using Xunit;

namespace TesslateLite.Gateway.Tests;

[Collection(Upstream.Name)]
public sealed class AnswerTests(Upstream upstream)
{
    [Theory]
    [InlineData(10, 5_000, 20, 0, 30, 10, 20)]
    [InlineData(32, 0, 9, 94, 135, 0, 103)]
    [InlineData(32, 0, 103, 94, 135, 0, 103)]
    public void What_a_provider_counts_in_its_own_way_is_charged_for_in_ours(
        int input, int cached, int output, int reasoning, int total, int ourCached, int ourOutput)
    {
        var reader = new AnswerReader();
        var deltas = new List<ModelDelta>();
        reader.Take(
            new ChatResponseUpdate
            {
                Contents =
                [
                    new UsageContent(new UsageDetails
                    {
                        InputTokenCount = input,
                        CachedInputTokenCount = cached,
                        OutputTokenCount = output,
                        ReasoningTokenCount = reasoning,
                        TotalTokenCount = total,
                    }),
                ],
            },
            deltas);
        reader.Release(deltas);

        deltas.Should().Equal(new ModelUsage(input, ourCached, ourOutput, reasoning));
    }

    [Fact]
    public async Task An_answer_is_an_attempt_text_usage_and_an_end()
    {
        using var gateway = TestGateway.With(upstream.Server, "answer");

        var answer = await gateway.AnswerAsync();

        var attempt = answer.Deltas[0].Should().BeOfType<ModelAttempt>().Subject;
        attempt.Should().BeEquivalentTo(new { Deployment = "chat-1", Attempt = 1, LeftOut = 0, Prompt = "general@1", Price = (ModelPrice?)null });
        attempt.InputTokens.Should().BePositive();
        answer.Deltas.Skip(1).Should().Equal(
            new ModelText("Hello"), new ModelText(", "), new ModelText("world."),
            new ModelUsage(11, 0, 13, 0),
            new ModelFinished());
        answer.Failure.Should().BeNull();
    }

    [Fact]
    public async Task What_the_provider_counted_in_detail_is_told()
    {
        using var gateway = TestGateway.With(upstream.Server, "usage-details");

        (await gateway.AnswerAsync()).Usage.Should().Be(new ModelUsage(11, 5, 13, 7));
    }

    [Theory]
    [InlineData("reasoning-content", "Let me see.", "Four.")]
    [InlineData("reasoning", "Let me see.", "Four.")]
    [InlineData("reasoning-both", "Let me see.", "Four.")]
    [InlineData("think", "Let me see.", "Four.")]
    public async Task Reasoning_comes_apart_from_the_answer_however_it_is_sent(string fault, string reasoning, string text)
    {
        using var gateway = TestGateway.With(upstream.Server, fault);

        var answer = await gateway.AnswerAsync();

        answer.Reasoning.Should().Be(reasoning);
        answer.Text.Should().Be(text);
        answer.Finished.Should().Be(new ModelFinished());
    }

    [Fact]
    public async Task An_answer_at_the_limit_says_so()
    {
        using var gateway = TestGateway.With(upstream.Server, "length");

        var answer = await gateway.AnswerAsync();

        answer.Finished.Should().Be(new ModelFinished(AtLimit: true));
        answer.Usage.Should().NotBeNull();
    }

    [Theory]
    [InlineData("pings-then-answer", "Hello!")]
    [InlineData("after-finish", "Hello")]
    [InlineData("loose", "Hello")]
    public async Task What_is_around_an_answer_takes_nothing_of_it_away(string fault, string text)
    {
        using var gateway = TestGateway.With(upstream.Server, fault);

        var answer = await gateway.AnswerAsync();

        answer.Text.Should().Be(text);
        answer.Usage.Should().NotBeNull();
        answer.Finished.Should().Be(new ModelFinished());
    }

    [Fact]
    public async Task A_request_is_what_the_protocol_asks_for()
    {
        var deployment = TestGateway.Deployment("chat-1", "answer") with { Temperature = 0.25f, MaxTokens = 77 };
        using var gateway = new TestGateway(
            upstream.Server, TestGateway.Router, [new ModelGroup("chat", [deployment])],
            fit: (request, _, _) => new FittedContext("Be brief.", "general@1", request.Messages, InputTokens: 42, LeftOut: 3, Fits: true));
        var asked = new ModelRequest(
            "chat",
            Guid.NewGuid(),
            [
                new ModelMessage(MessageRole.User, "What is this?") { Images = [new ModelImage("image/png", new byte[] { 1, 2, 3 })] },
                new ModelMessage(MessageRole.Assistant, "A cat."),
                new ModelMessage(MessageRole.User, "Sure?"),
            ],
            "");

        var answer = await gateway.AnswerAsync(asked);

        answer.Deltas[0].Should().Be(new ModelAttempt("chat", "chat-1", 1, 42, 3, "general@1", null));
        var request = (await gateway.RequestsAsync()).Should().ContainSingle().Which.Request;
        request.Path.Should().EndWith("/v1/chat/completions");
        request.Headers["authorization"].Should().Be("Bearer sk-very-secret");
        JsonElement.DeepEquals(JsonElement.Parse(request.Body), JsonElement.Parse("""
            {
              "model": "answer",
              "messages": [
                {"role": "system", "content": "Be brief."},
                {"role": "user", "content": [
                  {"type": "text", "text": "What is this?"},
                  {"type": "image_url", "image_url": {"url": "data:image/png;base64,AQID"}}
                ]},
                {"role": "assistant", "content": "A cat."},
                {"role": "user", "content": "Sure?"}
              ],
              "temperature": 0.25,
              "max_tokens": 77,
              "stream": true,
              "stream_options": {"include_usage": true}
            }
            """)).Should().BeTrue("it is {0}", request.Body);
    }

    [Fact]
    public async Task OpenAI_itself_is_asked_with_its_newer_name_of_the_limit()
    {
        var deployment = TestGateway.Deployment("chat-1", "answer") with { Provider = "openai", MaxTokens = 77 };
        using var gateway = new TestGateway(upstream.Server, TestGateway.Router, [new ModelGroup("chat", [deployment])]);

        await gateway.AnswerAsync();

        var request = (await gateway.RequestsAsync()).Should().ContainSingle().Which.Request;
        request.Body.Should().Contain("\"max_completion_tokens\":77").And.NotContain("\"max_tokens\"");
    }

    [Fact]
    public async Task A_provider_without_a_key_gets_none()
    {
        var deployment = TestGateway.Deployment("chat-1", "answer") with { ApiKey = null };
        using var gateway = new TestGateway(upstream.Server, TestGateway.Router, [new ModelGroup("chat", [deployment])]);

        (await gateway.AnswerAsync()).Finished.Should().NotBeNull();

        (await gateway.RequestsAsync()).Should().ContainSingle().Which.Request.Headers.Should().NotContainKey("authorization");
    }

    [Fact]
    public async Task A_connection_is_used_again_after_an_answer()
    {
        using var gateway = TestGateway.With(upstream.Server, "answer");

        for (var i = 0; i < 3; i++)
            await gateway.AnswerAsync();

        (await gateway.RequestsAsync()).Should().HaveCount(3).And.Subject.Select(r => r.Connection).Distinct().Should().ContainSingle();
    }

    [Fact]
    public void The_models_say_whether_they_can_be_used_and_continued()
    {
        var keyless = TestGateway.Deployment("b-1", "answer") with { Unavailable = "B_KEY is not set." };
        var continuing = TestGateway.Deployment("c-1", "answer") with { Info = new DeploymentInfo { Continues = true } };
        using var gateway = new TestGateway(
            upstream.Server, TestGateway.Router,
            [TestGateway.Model("a", "answer"), new ModelGroup("b", [keyless]), new ModelGroup("c", [continuing])]);

        gateway.Direct.Models.Select(m => (m.Name, m.State, m.Reason)).Should().Equal(
            ("a", ModelState.Available, null),
            ("c", ModelState.Available, null),
            ("b", ModelState.Unavailable, "B_KEY is not set."));
        gateway.Direct.CanContinue("a").Should().BeFalse();
        gateway.Direct.CanContinue("c").Should().BeTrue();
        gateway.Direct.CanContinue("nobody").Should().BeFalse();
    }
}

using CsCheck;
using FluentAssertions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Gateway;
using TesslateLite.Hub.Gateway.Demo;
using Xunit;

namespace TesslateLite.Hub.Tests.Gateway;

public sealed class DemoModelTests
{
    private static readonly Guid AReply = new("0197c0de-0000-7000-8000-00000000d3a0");

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task an_answer_is_text_and_then_finished_once()
    {
        var deltas = await Run(Ask("Hello"));

        deltas.SkipLast(1).Should().AllBeOfType<ModelText>();
        deltas[^1].Should().BeOfType<ModelFinished>();
    }

    [Fact]
    public async Task both_models_and_every_pace_say_the_same()
    {
        var natural = TextOf(await Run(Ask("Hello")));

        TextOf(await Run(Ask("Hello") with { Model = DemoModel.Brisk })).Should().Be(natural);
        TextOf(await Run(Ask("Hello"), new DemoOptions { Pace = 50 })).Should().Be(natural);
    }

    [Fact]
    public async Task the_same_reply_says_the_same_and_another_one_does_not()
    {
        var brisk = Ask("Hello") with { Model = DemoModel.Brisk };

        var once = TextOf(await Run(brisk));

        TextOf(await Run(brisk)).Should().Be(once);
        TextOf(await Run(brisk with { ReplyId = new Guid("0197c0de-0000-7000-8000-00000000d3a1") })).Should().NotBe(once);
    }

    [Fact]
    public async Task with_a_set_seed_the_conversation_alone_decides()
    {
        var options = new DemoOptions { Seed = 7, Pace = 100 };

        var once = TextOf(await Run(Ask("Hello"), options));

        TextOf(await Run(Ask("Hello") with { ReplyId = Guid.NewGuid() }, options)).Should().Be(once);
        TextOf(await Run(Ask("Hello"), new DemoOptions { Seed = 8, Pace = 100 })).Should().NotBe(once);
    }

    [Theory]
    [InlineData("Hello")]
    [InlineData("a react app, please")]
    [InlineData("demo:echo 👍🏽 日本語 👩‍👩‍👧‍👦")]
    public async Task a_reply_goes_on_at_any_offset_with_exactly_the_rest(string message)
    {
        var options = new DemoOptions { Pace = 100_000, FirstTokenDelay = TimeSpan.Zero };
        var whole = TextOf(await Run(Ask(message), options));

        Gen.Int[0, whole.Length].Sample(
            offset => TextOf(Run(Ask(message) with { Written = whole[..offset] }, options).GetAwaiter().GetResult()) == whole[offset..],
            iter: 60, threads: 1);
    }

    [Fact]
    public async Task a_reply_that_lacked_only_its_end_is_finished_without_text()
    {
        var whole = TextOf(await Run(Ask("Hello")));

        (await Run(Ask("Hello") with { Written = whole })).Should().Equal(new ModelFinished());
    }

    [Fact]
    public async Task text_of_another_script_is_not_continued()
    {
        var failure = await Failure(Ask("Hello") with { Written = "Once upon a time" });

        failure.Code.Should().Be("demo_cannot_continue");
    }

    [Fact]
    public async Task an_unknown_model_is_refused()
    {
        var model = Model(new DemoOptions());

        model.CanContinue("gpt").Should().BeFalse();
        model.Models.Select(view => view.Name).Should().Equal("demo", "demo-brisk").And.OnlyContain(name => model.CanContinue(name));
        (await Failure(Ask("Hello") with { Model = "gpt" })).Code.Should().Be("model_unavailable");
    }

    [Fact]
    public async Task fail_streams_two_paragraphs_and_then_throws()
    {
        var said = new List<ModelDelta>();

        var failure = await Failure(Ask("demo:fail"), said);

        failure.Code.Should().Be("demo_failed");
        said.Should().AllBeOfType<ModelText>();
        TextOf(said).Split("\n\n").Should().HaveCount(2);
    }

    [Fact]
    public async Task cut_ends_after_a_paragraph_without_finishing()
    {
        var deltas = await Run(Ask(" demo:cut\n"));

        deltas.Should().NotBeEmpty().And.NotContain(new ModelFinished());
        TextOf(deltas).Should().NotContain("\n\n");
    }

    [Fact]
    public async Task the_first_token_comes_after_its_delay()
    {
        await using var stream = Model(new DemoOptions()).Stream(Ask("Hello"), default).GetAsyncEnumerator();
        var first = stream.MoveNextAsync().AsTask();

        _time.Advance(TimeSpan.FromMilliseconds(249));
        first.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));

        (await first).Should().BeTrue();
    }

    [Theory]
    [InlineData(DemoModel.Natural, 1, 1)]
    [InlineData(DemoModel.Brisk, 1, 5)]
    [InlineData(DemoModel.Natural, 0.5, 0.5)]
    [InlineData(DemoModel.Brisk, 4, 20)]
    public async Task an_answer_takes_the_time_of_its_pauses(string model, double pace, double speed)
    {
        var request = Ask("demo:long 20") with { Model = model };
        var began = _time.GetUtcNow();

        var tokens = (await Run(request, new DemoOptions { Pace = pace })).Count - 1;

        var took = (_time.GetUtcNow() - began).TotalSeconds - 0.25;
        (took * speed / tokens).Should().BeInRange(0.016, 0.030);
    }

    [Fact]
    public async Task cancelling_ends_the_stream_at_once()
    {
        using var stop = new CancellationTokenSource();
        await using var stream = Model(new DemoOptions()).Stream(Ask("Hello"), stop.Token).GetAsyncEnumerator();
        var first = stream.MoveNextAsync().AsTask();
        _time.Advance(TimeSpan.FromMilliseconds(250));
        await first;

        var second = stream.MoveNextAsync().AsTask();
        await stop.CancelAsync();

        await second.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task cancelling_ends_a_stream_that_never_waits()
    {
        using var stop = new CancellationTokenSource();
        var options = new DemoOptions { Pace = 100_000, FirstTokenDelay = TimeSpan.Zero };
        await using var stream = Model(options).Stream(Ask("demo:long 2000"), stop.Token).GetAsyncEnumerator();
        await stream.MoveNextAsync();

        await stop.CancelAsync();

        await stream.Invoking(s => s.MoveNextAsync().AsTask()).Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [InlineData(0, 250, false)]
    [InlineData(-1, 250, false)]
    [InlineData(double.NaN, 250, false)]
    [InlineData(double.PositiveInfinity, 250, false)]
    [InlineData(1, -1, false)]
    [InlineData(1, 61_000, false)]
    [InlineData(0.25, 0, true)]
    public void wrong_settings_are_refused(double pace, int delay, bool valid)
    {
        var options = new DemoOptions { Pace = pace, FirstTokenDelay = TimeSpan.FromMilliseconds(delay) };

        new DemoOptionsValidator().Validate(null, options).Succeeded.Should().Be(valid);
    }

    private static ModelRequest Ask(string message) =>
        new(DemoModel.Natural, AReply, [new ModelMessage(MessageRole.User, message)], "");

    private static string TextOf(IEnumerable<ModelDelta> deltas) => string.Concat(deltas.OfType<ModelText>().Select(delta => delta.Text));

    private DemoModel Model(DemoOptions options) => new(Options.Create(options), _time);

    private async Task<ModelException> Failure(ModelRequest request, List<ModelDelta>? said = null)
    {
        var running = () => Run(request, new DemoOptions(), said ?? []);
        return (await running.Should().ThrowAsync<ModelException>()).Which;
    }

    private Task<List<ModelDelta>> Run(ModelRequest request, DemoOptions? options = null) => Run(request, options ?? new DemoOptions(), []);

    /// <summary>
    /// Reads the stream to its end and moves the clock by a millisecond whenever it waits. On the pool, where no context delays
    /// what a timer sets off, so that the clock never runs ahead of the model.
    /// </summary>
    private Task<List<ModelDelta>> Run(ModelRequest request, DemoOptions options, List<ModelDelta> said) => Task.Run(async () =>
    {
        await using var stream = Model(options).Stream(request, default).GetAsyncEnumerator();
        while (true)
        {
            var next = stream.MoveNextAsync();
            while (!next.IsCompleted)
                _time.Advance(TimeSpan.FromMilliseconds(1));
            if (!await next)
                return said;
            said.Add(stream.Current);
        }
    });
}

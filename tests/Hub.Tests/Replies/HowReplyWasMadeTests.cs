using FluentAssertions;
using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Gateway;
using TesslateLite.Hub.Gateway.Context;
using TesslateLite.Projections.Sessions;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Hub.Tests.Replies;

/// <summary>What is stored of a reply besides its text, however it ends.</summary>
public sealed class HowReplyWasMadeTests : IAsyncLifetime
{
    private static readonly Guid Ann = Guid.NewGuid();
    private static readonly ModelAttempt First = new("fast", "fast-a", 1, InputTokens: 40, LeftOut: 2, "coder@1", new ModelPrice(0.000_001m, 0.000_000_1m, 0.000_002m));
    private static readonly ModelAttempt Second = First with { Deployment = "fast-b", Attempt = 2 };

    private readonly TalkingModel _model = new();
    private ChatDatabase _database = null!;
    private Node _node = null!;
    private Guid _session;
    private Guid _reply;

    public async Task InitializeAsync()
    {
        _database = await ChatDatabase.CreateAsync();
        _node = await Node.StartAsync(_database, model: _model);
        _session = Guid.CreateVersion7();
        await _node.Start.Handle(new StartSession(_session), Ann);
        var sent = (Accepted)await _node.Send.Handle(new SendMessage(_session, Guid.CreateVersion7(), "Hello"), Ann);
        _reply = sent.ReplyId!.Value;
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_completed_reply_says_who_wrote_it_and_what_the_provider_counted()
    {
        _model.Tell(First, Second, new ModelReasoning("Hm, "), new ModelReasoning("well.\r\n"), new ModelText("Hello "), new ModelText("you."));
        _model.Tell(new ModelUsage(100, 60, 20, 5), new ModelFinished());

        var closed = await ClosedAsync();

        closed.Should().BeEquivalentTo(new { Outcome = ReplyOutcome.Completed, Code = (string?)null, Text = "Hello you.", Reasoning = "Hm, well.\n" });
        closed.Generation.Should().BeEquivalentTo(new
        {
            Model = "fast",
            Deployment = "fast-b",
            Attempts = 2,
            Prompt = "coder@1",
            LeftOut = 2,
            Usage = new ReplyUsage(100, 60, 20, 5, Estimated: false),
            Cost = (40 * 0.000_001m) + (60 * 0.000_000_1m) + (20 * 0.000_002m),
        });
        closed.Generation!.FirstTokenMs.Should().BeInRange(0, closed.Generation.DurationMs!.Value);
        Units(closed).Should().Be("Hello you.".Length, "the timeline is of the answer");
    }

    [Fact]
    public async Task A_stopped_reply_is_counted_by_us()
    {
        _model.Tell(First, new ModelReasoning("Let me think."), new ModelText("one two three"));
        await StoredAsync();

        await _node.Stop.Handle(new StopReply(_session, _reply), Ann);

        var closed = await ClosedAsync();
        var thought = TokenCounter.Of("Let me think.");
        var written = TokenCounter.Of("one two three");
        closed.Should().BeEquivalentTo(new { Outcome = ReplyOutcome.Stopped, By = Ann, Text = "one two three", Reasoning = "Let me think." });
        closed.Generation!.Usage.Should().Be(new ReplyUsage(40, 0, thought + written, thought, Estimated: true));
        closed.Generation.Cost.Should().Be((40 * 0.000_001m) + ((thought + written) * 0.000_002m));
        Units(closed).Should().Be("one two three".Length);
    }

    [Fact]
    public async Task A_failed_reply_keeps_its_text_its_code_and_when_to_try_again()
    {
        var before = DateTimeOffset.UtcNow;
        _model.Tell(First, new ModelText("Half"));
        _model.Fail(new ModelException(ReplyFailureCodes.RateLimited, "no more") { RetryAfter = TimeSpan.FromSeconds(30) });

        var closed = await ClosedAsync();

        closed.Should().BeEquivalentTo(new { Outcome = ReplyOutcome.Failed, Code = "model_rate_limited", Text = "Half" });
        closed.RetryAt.Should().BeOnOrAfter(before.AddSeconds(30)).And.BeOnOrBefore(DateTimeOffset.UtcNow.AddSeconds(30));
        closed.Generation!.Usage!.Estimated.Should().BeTrue();
    }

    [Fact]
    public async Task A_reply_of_which_nothing_came_costs_nothing()
    {
        _model.Tell(First, Second);
        _model.Fail(new ModelException(ReplyFailureCodes.TimedOut, "nothing came"));

        var closed = await ClosedAsync();

        closed.RetryAt.Should().BeNull();
        closed.Generation.Should().BeEquivalentTo(new { Attempts = 2, FirstTokenMs = (int?)null, Usage = new ReplyUsage(0, 0, 0, 0, Estimated: true), Cost = 0m });
    }

    [Fact]
    public async Task A_reply_for_which_no_model_was_asked_has_no_such_record()
    {
        _model.Fail(new ModelException(ReplyFailureCodes.Unavailable, "no key"));

        (await ClosedAsync()).Should().BeEquivalentTo(new { Outcome = ReplyOutcome.Failed, Code = "model_unavailable", Generation = (ReplyGeneration?)null });
    }

    [Fact]
    public async Task A_reply_that_may_not_be_longer_is_interrupted_and_can_be_continued()
    {
        _model.Tell(First, new ModelText("As much as"), new ModelFinished(AtLimit: true));

        (await ClosedAsync()).Should().BeEquivalentTo(new { Outcome = ReplyOutcome.Interrupted, Code = "model_output_limit", Text = "As much as" });
    }

    [Fact]
    public async Task A_stream_without_an_end_is_a_failed_reply()
    {
        _model.Tell(First, new ModelText("Half"));
        _model.EndSilently();

        (await ClosedAsync()).Should().BeEquivalentTo(new { Outcome = ReplyOutcome.Failed, Code = "model_ended_early", Text = "Half" });
    }

    [Fact]
    public async Task Reasoning_is_stored_while_it_comes_and_is_there_for_the_next_worker()
    {
        _model.Tell(First, new ModelReasoning("First thought."));
        await StoredAsync();
        await _node.DisposeAsync();

        _node = await Node.StartAsync(_database, model: _model);
        await Eventually.Become(() => Task.FromResult(_model.Calls), calls => calls == 2, TimeSpan.FromSeconds(20));
        _model.Tell(First, new ModelReasoning("Second"), new ModelReasoning(" thought."), new ModelText("Done."), new ModelFinished());

        (await ClosedAsync()).Should().BeEquivalentTo(new { Text = "Done.", Reasoning = "First thought.\n\nSecond thought." });
    }

    [Fact]
    public async Task A_model_that_cannot_go_on_from_text_is_not_asked_at_a_takeover()
    {
        _model.GoesOn = false;
        _model.Tell(First, new ModelText("Half"));
        await StoredAsync();
        await _node.DisposeAsync();

        _node = await Node.StartAsync(_database, model: _model);

        var closed = await ClosedAsync();
        closed.Should().BeEquivalentTo(new { Outcome = ReplyOutcome.Interrupted, Code = (string?)null, Text = "Half" });
        _model.Calls.Should().Be(1);
        closed.Generation.Should().BeEquivalentTo(
            new { Deployment = "fast-a", Attempts = 1, DurationMs = (int?)null, Usage = new ReplyUsage(40, 0, TokenCounter.Of("Half"), 0, Estimated: true) },
            "what a lost worker has used is not forgotten");
        closed.Generation!.Cost.Should().Be((40 * 0.000_001m) + (TokenCounter.Of("Half") * 0.000_002m));
    }

    [Fact]
    public async Task A_person_may_continue_with_a_model_that_cannot_go_on_from_text_and_with_another_model()
    {
        _model.GoesOn = false;
        _model.Tell(First, new ModelReasoning("Hm."), new ModelText("Half"));
        _model.Fail(new ModelException(ReplyFailureCodes.Unauthorized, "wrong key"));
        await ClosedAsync();

        var failed = _reply;
        _reply = Guid.CreateVersion7();
        (await _node.Continue.Handle(new ContinueReply(_session, failed, _reply, "other"), Ann)).Should().BeOfType<Accepted>();
        _model.Tell(First, new ModelText(" and the rest."), new ModelFinished());

        (await ClosedAsync()).Should().BeEquivalentTo(
            new { Model = "other", Outcome = ReplyOutcome.Completed, Text = "Half and the rest.", Reasoning = "Hm." });
        _model.Asked.Should().BeEquivalentTo(new { Model = "other", Written = "Half" });
    }

    private async Task StoredAsync() => await Eventually.Become(
        () => _database.QueryAsync<long>($"select count(*) from tesslate.open_reply_chunks where reply = '{_reply}'"), rows => rows[0] > 0);

    private async Task<ReplyClosed> ClosedAsync()
    {
        await using var query = _database.Store.QuerySession();
        var row = await Eventually.Become(() => query.LoadAsync<MessageRow>(_reply), row => row is not null, TimeSpan.FromSeconds(20));
        var stored = await query.Events.FetchStreamAsync(_session, version: row!.StreamVersion, fromVersion: row.StreamVersion);
        return (ReplyClosed)stored.Single().Data;
    }

    private static int Units(ReplyClosed closed) => closed.Generation!.Timeline.Where((_, index) => index % 2 == 1).Sum();
}

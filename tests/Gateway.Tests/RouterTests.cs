using FluentAssertions;
using Microsoft.Extensions.Time.Testing;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Gateway;
using TesslateLite.Hub.Gateway.Direct;
using Xunit;

namespace TesslateLite.Gateway.Tests;

public sealed class RouterTests
{
    private static readonly Deployment s_a = TestGateway.Deployment("a", "answer");
    private static readonly Deployment s_b = TestGateway.Deployment("b", "answer");
    private static readonly Deployment s_c = TestGateway.Deployment("c", "answer");
    private static readonly RouterSettings s_byLatency = new() { LatencyBased = true, LatencyBuffer = 0.5 };

    [Fact]
    public void Nothing_to_choose_from_chooses_nothing() => Chosen([], new RouterSettings()).Should().BeEmpty();

    [Fact]
    public void Chance_reaches_every_deployment() =>
        Chosen([Candidate(s_a), Candidate(s_b), Candidate(s_c)], new RouterSettings()).Should().Equal("a", "b", "c");

    [Fact]
    public void One_that_rests_is_left_alone() =>
        Chosen([Candidate(s_a, resting: true), Candidate(s_b, attempts: 3)], new RouterSettings()).Should().Equal("b");

    [Fact]
    public void When_all_rest_they_are_asked_all_the_same() =>
        Chosen([Candidate(s_a, resting: true), Candidate(s_b, resting: true)], new RouterSettings()).Should().Equal("a", "b");

    [Fact]
    public void A_further_attempt_goes_to_one_that_was_not_tried() =>
        Chosen([Candidate(s_a, attempts: 1), Candidate(s_b)], new RouterSettings()).Should().Equal("b");

    [Fact]
    public void The_fastest_and_those_within_the_buffer_are_equal() =>
        Chosen([Candidate(s_a, latency: 100), Candidate(s_b, latency: 150), Candidate(s_c, latency: 151)], s_byLatency).Should().Equal("a", "b");

    [Fact]
    public void Those_never_measured_come_first() =>
        Chosen([Candidate(s_a, latency: 1), Candidate(s_b), Candidate(s_c)], s_byLatency).Should().Equal("b", "c");

    [Fact]
    public void Latency_counts_only_when_the_router_goes_by_it() =>
        Chosen([Candidate(s_a, latency: 1), Candidate(s_b, latency: 900)], new RouterSettings()).Should().Equal("a", "b");

    [Fact]
    public void Latency_is_the_mean_of_the_last_measurements_within_their_time()
    {
        var time = new FakeTimeProvider();
        var health = new DeploymentHealth(new RouterSettings { LatencyTtl = TimeSpan.FromMinutes(5) }, time);
        health.LatencyOf(s_a).Should().BeNull();

        health.Began(s_a, TimeSpan.FromMilliseconds(100));
        time.Advance(TimeSpan.FromMinutes(4));
        health.Began(s_a, TimeSpan.FromMilliseconds(300));
        health.LatencyOf(s_a).Should().Be(TimeSpan.FromMilliseconds(200));
        health.LatencyOf(s_b).Should().BeNull();

        time.Advance(TimeSpan.FromMinutes(1));
        health.LatencyOf(s_a).Should().Be(TimeSpan.FromMilliseconds(300));
        time.Advance(TimeSpan.FromMinutes(4));
        health.LatencyOf(s_a).Should().BeNull();

        for (var i = 0; i < 10; i++)
            health.Began(s_a, TimeSpan.FromMilliseconds(i < 5 ? 900 : 100));
        health.LatencyOf(s_a).Should().Be(TimeSpan.FromMilliseconds(500));
        for (var i = 0; i < 10; i++)
            health.Began(s_a, TimeSpan.FromMilliseconds(100));
        health.LatencyOf(s_a).Should().Be(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void A_time_out_counts_as_slow()
    {
        var health = new DeploymentHealth(new RouterSettings(), new FakeTimeProvider());

        health.Failed(s_a, Failure(ReplyFailureCodes.TimedOut), TimeSpan.FromSeconds(60));

        health.LatencyOf(s_a).Should().Be(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void After_the_allowed_failures_within_a_minute_a_deployment_rests_and_comes_back()
    {
        var time = new FakeTimeProvider();
        var health = new DeploymentHealth(new RouterSettings { AllowedFails = 3, Cooldown = TimeSpan.FromSeconds(5) }, time);

        Fail().Should().BeNull();
        time.Advance(TimeSpan.FromSeconds(61));
        Fail().Should().BeNull();
        Fail().Should().BeNull("the first one is too long ago");
        health.IsResting(s_a).Should().BeFalse();
        Fail().Should().Be(TimeSpan.FromSeconds(5));
        health.IsResting(s_a).Should().BeTrue();
        health.IsResting(s_b).Should().BeFalse();

        time.Advance(TimeSpan.FromSeconds(5));
        health.IsResting(s_a).Should().BeFalse();
        Fail().Should().BeNull("what was before the rest is forgiven");

        TimeSpan? Fail() => health.Failed(s_a, Failure(ReplyFailureCodes.ProviderFailed), TimeSpan.Zero);
    }

    [Theory]
    [InlineData(ReplyFailureCodes.RateLimited, true)]
    [InlineData(ReplyFailureCodes.Unauthorized, true)]
    [InlineData(ReplyFailureCodes.Denied, true)]
    [InlineData(ReplyFailureCodes.Unavailable, true)]
    [InlineData(ReplyFailureCodes.BudgetExceeded, true)]
    [InlineData(ReplyFailureCodes.ProviderFailed, false)]
    [InlineData(ReplyFailureCodes.Unreachable, false)]
    [InlineData(ReplyFailureCodes.RequestRejected, false)]
    [InlineData(ReplyFailureCodes.ContextTooLong, false)]
    [InlineData(ReplyFailureCodes.ContentFiltered, false)]
    public void What_cannot_pass_by_itself_rests_at_once(string code, bool rests)
    {
        var health = new DeploymentHealth(new RouterSettings(), new FakeTimeProvider());

        health.Failed(s_a, Failure(code), TimeSpan.Zero);

        health.IsResting(s_a).Should().Be(rests);
    }

    [Fact]
    public void What_was_asked_never_counts_against_the_deployment()
    {
        var health = new DeploymentHealth(new RouterSettings { AllowedFails = 1 }, new FakeTimeProvider());

        for (var i = 0; i < 10; i++)
            health.Failed(s_a, Failure(ReplyFailureCodes.ContextTooLong), TimeSpan.Zero);

        health.IsResting(s_a).Should().BeFalse();
    }

    [Fact]
    public void A_rate_limit_rests_for_as_long_as_the_provider_says()
    {
        var time = new FakeTimeProvider();
        var health = new DeploymentHealth(new RouterSettings { Cooldown = TimeSpan.FromSeconds(5) }, time);

        health.Failed(s_a, Failure(ReplyFailureCodes.RateLimited, retryAfter: 40), TimeSpan.Zero).Should().Be(TimeSpan.FromSeconds(40));

        time.Advance(TimeSpan.FromSeconds(39));
        health.IsResting(s_a).Should().BeTrue();
        time.Advance(TimeSpan.FromSeconds(1));
        health.IsResting(s_a).Should().BeFalse();
    }

    [Theory]
    [InlineData(1, 0, 0.125)]
    [InlineData(1, 1, 0.375)]
    [InlineData(3, 0.5, 1)]
    [InlineData(9, 0.5, 4)]
    public void The_pause_grows_with_the_attempts_up_to_a_limit(int attempt, double jitter, double seconds) =>
        RetryRules.PauseAfter(Failure(ReplyFailureCodes.ProviderFailed), attempt, anotherReady: false, new RouterSettings { Retries = 9 }, jitter)
            .Should().Be(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void The_pause_is_never_shorter_than_configured() =>
        Pause(Failure(ReplyFailureCodes.ProviderFailed), router: new RouterSettings { RetryAfter = TimeSpan.FromSeconds(3) })
            .Should().Be(TimeSpan.FromSeconds(3));

    [Fact]
    public void A_short_retry_after_is_honoured_and_a_long_one_is_not_waited_for()
    {
        Pause(Failure(ReplyFailureCodes.RateLimited, retryAfter: 10)).Should().Be(TimeSpan.FromSeconds(10));
        Pause(Failure(ReplyFailureCodes.RateLimited, retryAfter: 11)).Should().BeNull();
    }

    [Theory]
    [InlineData(ReplyFailureCodes.RateLimited)]
    [InlineData(ReplyFailureCodes.Unauthorized)]
    [InlineData(ReplyFailureCodes.Unavailable)]
    [InlineData(ReplyFailureCodes.ProviderFailed)]
    public void Another_deployment_is_asked_without_a_pause(string code) =>
        Pause(Failure(code, retryAfter: 60), anotherReady: true).Should().Be(TimeSpan.Zero);

    [Theory]
    [InlineData(ReplyFailureCodes.ContentFiltered)]
    [InlineData(ReplyFailureCodes.RequestRejected)]
    [InlineData(ReplyFailureCodes.ContextTooLong)]
    public void What_was_asked_is_not_asked_again_anywhere(string code)
    {
        Pause(Failure(code), anotherReady: true).Should().BeNull();
        Pause(Failure(code)).Should().BeNull();
    }

    [Fact]
    public void The_retries_end() => Pause(Failure(ReplyFailureCodes.ProviderFailed), attempt: 3, anotherReady: true).Should().BeNull();

    private static TimeSpan? Pause(ModelException failure, int attempt = 1, bool anotherReady = false, RouterSettings? router = null) =>
        RetryRules.PauseAfter(failure, attempt, anotherReady, router ?? new RouterSettings { Retries = 2 }, jitter: 0.5);

    private static ModelException Failure(string code, int? retryAfter = null) =>
        new(code, "") { RetryAfter = retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null };

    private static Candidate Candidate(Deployment deployment, bool resting = false, int attempts = 0, int? latency = null) =>
        new(deployment, resting, attempts, latency is { } ms ? TimeSpan.FromMilliseconds(ms) : null);

    /// <summary>Everything that chance can choose.</summary>
    private static List<string> Chosen(IReadOnlyList<Candidate> candidates, RouterSettings router)
    {
        var chosen = new List<string>();
        var count = 1;
        for (var i = 0; i < count; i++)
        {
            var (number, of) = (i, 0);
            if (DeploymentChoice.Choose(candidates, router, below => { of = below; return number; }) is not { } deployment)
                break;
            chosen.Add(deployment.Id);
            count = of;
        }
        return chosen;
    }
}

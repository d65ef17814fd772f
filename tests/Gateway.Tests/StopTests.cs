using System.Net;
using System.Net.Sockets;
using FluentAssertions;
using TesslateLite.Hub.Gateway;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Gateway.Tests;

[Collection(Upstream.Name)]
public sealed class StopTests(Upstream upstream)
{
    /// <summary>Milliseconds.</summary>
    private const double AtOnce = 200;

    private const int Tries = 5;

    private static double Now => DateTimeOffset.UtcNow.Subtract(DateTimeOffset.UnixEpoch).TotalMilliseconds;

    [Theory]
    [InlineData("black-hole")] // waiting for headers
    [InlineData("black-hole-headers")] // waiting for the first token
    [InlineData("pings")]
    public Task Stopping_before_the_first_token_stops_the_request_at_once(string fault) => AtBestAtOnceAsync(async () =>
    {
        using var gateway = TestGateway.With(upstream.Server, fault);
        using var stop = new CancellationTokenSource();
        var reading = ReadAsync(gateway, stop.Token);
        await Eventually.Become(async () => (await gateway.RequestsAsync()).Count == 1);

        return await StopAsync(stop, reading, gateway);
    });

    [Theory]
    [InlineData("slow")]
    [InlineData("black-hole-midway")]
    [InlineData("endless")]
    public Task Stopping_midway_stops_the_request_at_once(string fault) => AtBestAtOnceAsync(async () =>
    {
        using var gateway = TestGateway.With(upstream.Server, fault);
        using var stop = new CancellationTokenSource();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = ReadAsync(gateway, stop.Token, _ => begun.TrySetResult());
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(10));

        return await StopAsync(stop, reading, gateway);
    });

    [Fact]
    public Task Leaving_an_answer_without_a_word_stops_the_request_too() => AtBestAtOnceAsync(async () =>
    {
        using var gateway = TestGateway.With(upstream.Server, "endless");
        var left = 0.0;

        await foreach (var delta in gateway.Direct.Stream(TestGateway.Ask(), CancellationToken.None))
        {
            left = Now;
            if (delta is ModelText)
                break;
        }

        var request = await CancelledAsync(gateway);
        return request.Cancelled!.Value - left;
    });

    [Fact]
    public async Task A_reader_that_does_not_read_holds_the_provider_back()
    {
        using var gateway = TestGateway.With(upstream.Server, "endless");
        await using var deltas = gateway.Direct.Stream(TestGateway.Ask(), CancellationToken.None).GetAsyncEnumerator();
        while (await deltas.MoveNextAsync() && deltas.Current is not ModelText)
        {
        }

        // It sends as fast as it can; what does not grow any more waits in the buffers of the two sockets.
        var held = await Eventually.Become(
            async () => (Before: await SentAsync(), After: await SentAsync()), sent => sent.Before == sent.After && sent.After > 0);
        held.After.Should().BeLessThan(32 * 1024 * 1024);
        (await deltas.MoveNextAsync()).Should().BeTrue("it is there when it is read again");

        async Task<long> SentAsync() => (await gateway.RequestsAsync()).Single().Sent;
    }

    [Fact]
    public Task Stopping_in_the_pause_before_a_further_attempt_makes_none() => AtBestAtOnceAsync(async () =>
    {
        using var gateway = TestGateway.With(upstream.Server, "503", TestGateway.Router with { RetryAfter = TimeSpan.FromMinutes(1) });
        using var stop = new CancellationTokenSource();
        var reading = ReadAsync(gateway, stop.Token);
        await Eventually.Become(async () => (await gateway.RequestsAsync()) is [{ Ended: true }]);

        var took = await StopAsync(stop, reading);

        (await gateway.RequestsAsync()).Should().ContainSingle();
        return took;
    });

    [Fact]
    public Task Stopping_while_no_connection_comes_about_ends_at_once() => AtBestAtOnceAsync(async () =>
    {
        // A listener that never accepts, with a backlog that is full: further connections hang.
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(backlog: 0);
        var address = (IPEndPoint)listener.LocalEndPoint!;
        using var first = new TcpClient();
        await first.ConnectAsync(address);
        var deployment = TestGateway.Deployment("chat-1", "answer") with { ApiBase = new Uri($"http://{address}/v1") };
        using var gateway = new TestGateway(upstream.Server, TestGateway.Router, [new("chat", [deployment])]);
        using var stop = new CancellationTokenSource();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = ReadAsync(gateway, stop.Token, attempted: () => asked.TrySetResult());
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(10));

        return await StopAsync(stop, reading);
    });

    [Fact]
    public async Task Who_has_stopped_before_asking_asks_nobody()
    {
        using var gateway = TestGateway.With(upstream.Server, "answer");

        var reading = async () => await ReadAsync(gateway, new CancellationToken(canceled: true));

        await reading.Should().ThrowAsync<OperationCanceledException>();
        (await gateway.RequestsAsync()).Should().BeEmpty();
    }

    private static async Task ReadAsync(TestGateway gateway, CancellationToken stop, Action<ModelText>? text = null, Action? attempted = null)
    {
        await foreach (var delta in gateway.Direct.Stream(TestGateway.Ask(), stop))
        {
            if (delta is ModelAttempt)
                attempted?.Invoke();
            if (delta is ModelText token)
                text?.Invoke(token);
        }
    }

    /// <summary>
    /// A busy machine only ever adds to what is measured, so the best of a few tries is what the gateway itself takes.
    /// </summary>
    private static async Task AtBestAtOnceAsync(Func<Task<double>> stop)
    {
        var best = double.MaxValue;
        for (var i = 0; i < Tries && best >= AtOnce; i++)
            best = Math.Min(best, await stop());
        best.Should().BeLessThan(AtOnce);
    }

    /// <summary>Stops; returns the milliseconds until the reader had ended and, given a gateway, its provider had noticed.</summary>
    private static async Task<double> StopAsync(CancellationTokenSource stop, Task reading, TestGateway? gateway = null)
    {
        var stopped = Now;
        await stop.CancelAsync();
        var ended = await EndedAsync(reading);
        if (gateway is not null)
            ended = Math.Max(ended, (await CancelledAsync(gateway)).Cancelled!.Value);
        return ended - stopped;
    }

    /// <summary>Waits for the end of what was stopped, and returns when that was.</summary>
    private static async Task<double> EndedAsync(Task reading)
    {
        try
        {
            await reading;
        }
        catch (OperationCanceledException)
        {
            return Now;
        }
        throw new InvalidOperationException("What was stopped ended as if it had not been.");
    }

    private static Task<UpstreamRequest> CancelledAsync(TestGateway gateway) =>
        Eventually.Become(async () => (await gateway.RequestsAsync()).Single(), request => request.Cancelled is not null);
}

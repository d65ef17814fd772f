using System.Net;
using FluentAssertions;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Faults.Tests;

/// <summary>The web application as a process: it can be stopped, killed, frozen and started again.</summary>
public sealed class WebServerTests
{
    private static readonly Uri s_ready = new("/health/ready", UriKind.Relative);

    [Fact]
    public async Task A_server_that_is_asked_to_stop_ends_cleanly_and_can_start_again()
    {
        await using var server = await StartAsync();

        (await server.StopAsync()).Should().Be(0);
        FreePort.IsFree(server.Port).Should().BeTrue();
        await server.StartAgainAsync();

        (await server.Http.GetAsync(s_ready)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_server_that_was_killed_starts_again_on_its_port_and_database()
    {
        await using var server = await StartAsync();
        var before = server.ProcessId;

        await server.KillAsync();
        server.IsRunning.Should().BeFalse();
        await server.StartAgainAsync();

        server.ProcessId.Should().NotBe(before);
        (await server.Http.GetAsync(s_ready)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_frozen_server_takes_connections_and_answers_only_once_it_is_thawed()
    {
        await using var server = await StartAsync();

        server.Freeze();
        var answer = server.Http.GetAsync(s_ready);
        await Eventually.Become(() => File.ReadAllText($"/proc/{server.ProcessId}/stat"), stat => stat.Contains(") T ", StringComparison.Ordinal));
        answer.IsCompleted.Should().BeFalse();
        server.Thaw();

        (await answer).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_server_that_cannot_start_fails_at_once_with_its_log()
    {
        var start = () => WebServer.StartAsync("Host=127.0.0.1", new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_URLS"] = "http://192.0.2.1:1",
        });

        (await start.Should().ThrowAsync<InvalidOperationException>()).WithMessage("The server ended instead of getting ready:*");
    }

    private static async Task<WebServer> StartAsync()
    {
        var postgres = await PostgresServer.Shared;
        return await WebServer.StartAsync(await postgres.CreateDatabaseAsync("web", WebServer.MigrateAsync));
    }
}

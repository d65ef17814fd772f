using System.Net;
using System.Net.Sockets;
using System.Text;
using FluentAssertions;
using Npgsql;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Faults.Tests;

/// <summary>What the fault tests stand on: a proxy that does what it says, ports that are free, databases that are fresh.</summary>
public sealed class SupportTests
{
    [Fact]
    public void Free_ports_are_free_and_never_given_twice()
    {
        var ports = Enumerable.Range(0, 50).Select(_ => FreePort.Next()).ToList();

        ports.Should().OnlyHaveUniqueItems().And.OnlyContain(port => FreePort.IsFree(port));
    }

    [Fact]
    public void A_port_with_a_listener_is_not_free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        FreePort.IsFree(((IPEndPoint)listener.LocalEndpoint).Port).Should().BeFalse();
    }

    [Fact]
    public void The_root_of_the_repository_holds_the_solution() =>
        File.Exists(RepositoryRoot.Combine("TesslateLite.sln")).Should().BeTrue();

    [Fact]
    public async Task A_wait_that_is_in_vain_names_the_condition_and_the_value_last_seen()
    {
        var count = 0;

        var wait = () => Eventually.Become(() => Math.Min(++count, 3), seen => seen > 3, TimeSpan.FromMilliseconds(100));

        (await wait.Should().ThrowAsync<TimeoutException>()).WithMessage("*seen > 3*Last seen: 3");
    }

    [Fact]
    public async Task A_wait_outlives_errors_and_returns_the_value_wanted()
    {
        var count = 0;

        var seen = await Eventually.Become(() => ++count < 3 ? throw new IOException("not yet") : count, value => value >= 3);

        seen.Should().Be(3);
    }

    [Fact]
    public async Task The_proxy_hands_bytes_on_and_counts_them_each_way()
    {
        await using var echo = new Echo();
        await using var proxy = new FaultProxy(echo.Port);
        using var client = await ConnectAsync(proxy.Port);

        (await AskAsync(client, "hello")).Should().Be("hello");

        proxy.BytesUp.Should().Be(5);
        proxy.Accepted.Should().Be(1);
        await Eventually.Become(() => proxy.BytesDown, bytes => bytes == 5);
    }

    [Fact]
    public async Task A_black_hole_takes_bytes_and_delivers_none_until_it_is_lifted()
    {
        await using var echo = new Echo();
        await using var proxy = new FaultProxy(echo.Port) { BlackHole = true };
        using var client = await ConnectAsync(proxy.Port);

        await client.SendAsync("lost"u8.ToArray());
        await Eventually.Become(() => proxy.BytesSwallowed, bytes => bytes == 4);
        proxy.BytesUp.Should().Be(0);
        proxy.BlackHole = false;

        (await AskAsync(client, "heard")).Should().Be("heard");
    }

    [Fact]
    public async Task A_paused_proxy_fills_the_buffers_and_delivers_all_once_it_reads_on()
    {
        await using var echo = new Echo();
        await using var proxy = new FaultProxy(echo.Port);
        using var client = await ConnectAsync(proxy.Port);
        (await AskAsync(client, "a")).Should().Be("a");

        proxy.PauseReading();
        var chunk = new byte[64 * 1024];
        client.Blocking = false;
        var sent = 1L;
        while (client.Poll(TimeSpan.FromMilliseconds(100), SelectMode.SelectWrite))
        {
            sent += client.Send(chunk);
        }

        proxy.BytesUp.Should().Be(1, "what is sent now waits in the buffers on the way");
        proxy.ResumeReading();
        await Eventually.Become(() => proxy.BytesUp, bytes => bytes == sent);
    }

    [Fact]
    public async Task Latency_holds_an_answer_back_at_least_that_long()
    {
        await using var echo = new Echo();
        await using var proxy = new FaultProxy(echo.Port) { Latency = TimeSpan.FromMilliseconds(60) };
        using var client = await ConnectAsync(proxy.Port);

        var began = Environment.TickCount64;
        (await AskAsync(client, "there and back")).Should().Be("there and back");

        (Environment.TickCount64 - began).Should().BeGreaterThanOrEqualTo(110, "each way takes 60 ms, in ticks of the clock");
    }

    [Fact]
    public async Task A_cut_at_the_end_is_read_as_the_end_of_the_stream()
    {
        await using var echo = new Echo();
        await using var proxy = new FaultProxy(echo.Port);
        using var client = await ConnectAsync(proxy.Port);
        await AskAsync(client, "x");

        proxy.CutAll(Cut.End);

        (await client.ReceiveAsync(new byte[1])).Should().Be(0);
    }

    [Fact]
    public async Task A_reset_is_read_as_an_error()
    {
        await using var echo = new Echo();
        await using var proxy = new FaultProxy(echo.Port);
        using var client = await ConnectAsync(proxy.Port);
        await AskAsync(client, "x");

        proxy.CutAll(Cut.Reset);

        var read = async () => await client.ReceiveAsync(new byte[1]);
        (await read.Should().ThrowAsync<SocketException>()).Which.SocketErrorCode.Should().Be(SocketError.ConnectionReset);
        await Eventually.Become(() => proxy.Open, open => open == 0);
    }

    [Fact]
    public async Task A_connection_is_cut_after_so_many_bytes_and_the_next_one_works()
    {
        await using var echo = new Echo();
        await using var proxy = new FaultProxy(echo.Port);
        proxy.CutAfter(3);
        using var client = await ConnectAsync(proxy.Port);

        var ask = () => AskAsync(client, "12345");
        await ask.Should().ThrowAsync<SocketException>();
        proxy.BytesDown.Should().Be(3);

        using var next = await ConnectAsync(proxy.Port);
        (await AskAsync(next, "12345")).Should().Be("12345");
    }

    [Fact]
    public async Task A_database_from_a_template_has_its_tables_and_shares_nothing_with_its_siblings()
    {
        var postgres = await PostgresServer.Shared;
        var prepared = 0;
        var databases = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => postgres.CreateDatabaseAsync("support", async template =>
        {
            Interlocked.Increment(ref prepared);
            await ExecuteAsync(template, "CREATE TABLE notes (text text)");
        })));

        await ExecuteAsync(databases[0], "INSERT INTO notes VALUES ('mine')");

        prepared.Should().Be(1);
        databases.Should().OnlyHaveUniqueItems();
        (await ScalarAsync(databases[0], "SELECT count(*) FROM notes")).Should().Be(1L);
        (await ScalarAsync(databases[1], "SELECT count(*) FROM notes")).Should().Be(0L);
    }

    [Fact]
    public async Task A_dropped_database_is_gone_even_with_connections_open()
    {
        var postgres = await PostgresServer.Shared;
        var database = await postgres.CreateDatabaseAsync();
        await using var open = new NpgsqlConnection(database);
        await open.OpenAsync();

        await postgres.DropAsync(database);

        var name = new NpgsqlConnectionStringBuilder(database).Database;
        (await ScalarAsync(postgres.ConnectionString, $"SELECT count(*) FROM pg_database WHERE datname = '{name}'")).Should().Be(0L);
    }

    private static async Task<Socket> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return socket;
    }

    private static async Task<string> AskAsync(Socket socket, string text)
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes(text));
        var answer = new byte[Encoding.UTF8.GetByteCount(text)];
        for (var read = 0; read < answer.Length;)
        {
            var count = await socket.ReceiveAsync(answer.AsMemory(read));
            count.Should().BePositive("the connection should last until the whole answer is there");
            read += count;
        }

        return Encoding.UTF8.GetString(answer);
    }

    private static async Task ExecuteAsync(string connectionString, string sql) => await ScalarAsync(connectionString, sql);

    private static async Task<object?> ScalarAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>A server that says back what it hears.</summary>
    private sealed class Echo : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public Echo()
        {
            _listener.Start();
            _ = ServeAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public ValueTask DisposeAsync()
        {
            _listener.Dispose();
            return ValueTask.CompletedTask;
        }

        private async Task ServeAsync()
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                var stream = client.GetStream();
                _ = stream.CopyToAsync(stream);
            }
        }
    }
}

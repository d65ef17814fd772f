using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace TesslateLite.Support;

/// <summary>
/// One PostgreSQL per test process, and a database of its own for each test that asks.
/// TESSLATE_TEST_POSTGRES (a connection string of somebody who may create databases) is used instead when given.
/// </summary>
public sealed class PostgresServer
{
    private const string Settings = "fsync=off full_page_writes=off synchronous_commit=off max_connections=200 max_prepared_transactions=0";

    private static readonly Lazy<Task<PostgresServer>> s_shared = new(StartAsync);
    private static readonly SemaphoreSlim s_creating = new(1, 1);

    // A template's name tells the process too: with TESSLATE_TEST_POSTGRES several processes share one server.
    private readonly string _prefix = $"t{Environment.ProcessId}_{Guid.NewGuid().ToString("N")[..6]}";
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _templates = new();
    private int _databases;

    private PostgresServer(string connectionString) => ConnectionString = connectionString;

    /// <summary>The connection string of the administrator.</summary>
    public string ConnectionString { get; }

    /// <summary>The server of this test process, started at the first call.</summary>
    public static Task<PostgresServer> Shared => s_shared.Value;

    /// <summary>
    /// A fresh database and its connection string. With a template, the database is a copy of one on which
    /// <paramref name="prepare"/> (which applies the schema) ran once in this process; a copy takes some 20 ms.
    /// </summary>
    public async Task<string> CreateDatabaseAsync(string? template = null, Func<string, Task>? prepare = null)
    {
        var source = template is null ? null : await TemplateAsync(template, prepare).ConfigureAwait(false);
        return await CreateAsync($"{_prefix}_{Interlocked.Increment(ref _databases)}", source).ConfigureAwait(false);
    }

    /// <summary>Drops a database that <see cref="CreateDatabaseAsync"/> made, with the connections that are open to it.</summary>
    public async Task DropAsync(string connectionString)
    {
        var database = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await using (var pool = new NpgsqlConnection(connectionString))
        {
            NpgsqlConnection.ClearPool(pool);
        }

        await ExecuteAsync($"DROP DATABASE IF EXISTS \"{database}\" WITH (FORCE)").ConfigureAwait(false);
    }

    private Task<string> TemplateAsync(string name, Func<string, Task>? prepare)
    {
        var made = _templates.GetOrAdd(name, key => new Lazy<Task<string>>(async () =>
        {
            var database = $"{_prefix}_template_{key}";
            var connectionString = await CreateAsync(database, source: null).ConfigureAwait(false);
            if (prepare is not null)
            {
                await prepare(connectionString).ConfigureAwait(false);
            }

            // PostgreSQL copies only a database that nobody is connected to.
            await using (var pool = new NpgsqlConnection(connectionString))
            {
                NpgsqlConnection.ClearPool(pool);
            }

            await ExecuteAsync($"ALTER DATABASE \"{database}\" ALLOW_CONNECTIONS false").ConfigureAwait(false);
            await ExecuteAsync(
                $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'").ConfigureAwait(false);
            return database;
        }));
        return made.Value;
    }

    private async Task<string> CreateAsync(string database, string? source)
    {
        // One at a time: two copies of one template at once wait for each other, and may fail.
        await s_creating.WaitAsync().ConfigureAwait(false);
        try
        {
            // WAL_LOG copies a small template without the two checkpoints of FILE_COPY.
            var from = source is null ? "" : $" TEMPLATE \"{source}\" STRATEGY wal_log";
            await ExecuteAsync($"CREATE DATABASE \"{database}\"{from}").ConfigureAwait(false);
        }
        finally
        {
            s_creating.Release();
        }

        return new NpgsqlConnectionStringBuilder(ConnectionString) { Database = database }.ConnectionString;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync().ConfigureAwait(false);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    private static async Task<PostgresServer> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("TESSLATE_TEST_POSTGRES") is { Length: > 0 } given)
        {
            return new PostgresServer(given);
        }

        var directory = Directory.CreateTempSubdirectory("tesslate-test-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            // As root the server runs as another user, who must be able to pass.
            File.SetUnixFileMode(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        var script = RepositoryRoot.Combine("build", "postgres.sh");
        var data = Path.Combine(directory, "postgres");
        Guard.AtEnd($"'{script}' stop '{data}' immediate; rm -rf '{directory}'");

        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { script, "start", data, FreePort.Next().ToString(CultureInfo.InvariantCulture) })
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["POSTGRES_SETTINGS"] = Settings;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("bash could not be started.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().ConfigureAwait(false);
        return process.ExitCode == 0
            ? new PostgresServer((await output.ConfigureAwait(false)).Trim())
            : throw new InvalidOperationException($"PostgreSQL did not start: {await errors.ConfigureAwait(false)}");
    }
}

using FluentAssertions;
using Npgsql;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Faults.Tests;

public sealed class SchemaTests
{
    [Fact]
    public async Task Outside_Development_a_database_without_the_schema_stops_the_start_with_one_sentence()
    {
        var empty = await (await PostgresServer.Shared).CreateDatabaseAsync();

        var log = await LogOfFailedStart(empty);

        log.Should().Contain("The database does not have this version's schema: run the migrate command first.");
        log.Should().NotContain("create table", "a sentence, not all that is missing").And.NotContain("   at ");
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task A_database_that_is_not_there_stops_the_start_with_one_sentence(string environment)
    {
        var log = await LogOfFailedStart($"Host=127.0.0.1;Port={FreePort.Next()};Username=nobody;Password=secret-word;Database=nowhere", environment);

        log.Should().Contain("PostgreSQL cannot be used: ").And.NotContain("   at ").And.NotContain("secret-word");
    }

    [Fact]
    public async Task In_Development_the_start_applies_the_schema()
    {
        var empty = await (await PostgresServer.Shared).CreateDatabaseAsync();

        await using var server = await WebServer.StartAsync(
            empty, new Dictionary<string, string?>(StringComparer.Ordinal) { ["ASPNETCORE_ENVIRONMENT"] = "Development" });

        await using var person = await Person.ArriveAsync(server.Address);
        (await person.StartAsync()).Should().NotBeEmpty();
    }

    [Fact]
    public async Task Migrating_twice_changes_nothing()
    {
        var database = await (await PostgresServer.Shared).CreateDatabaseAsync();
        await WebServer.MigrateAsync(database);

        await WebServer.MigrateAsync(database);

        await using var server = await WebServer.StartAsync(database);
        server.IsRunning.Should().BeTrue();
    }

    [Fact]
    public async Task A_database_of_the_release_before_is_brought_up_with_what_is_in_it()
    {
        var database = await (await PostgresServer.Shared).CreateDatabaseAsync();
        await WebServer.MigrateAsync(database);
        await using var source = NpgsqlDataSource.Create(database);
        // Before reasoning was stored beside the text.
        await source.CreateCommand(
            """
            alter table tesslate.open_reply_chunks drop column reasoning cascade;
            alter table tesslate.open_replies drop column asked;
            alter table tesslate.open_reply_chunks add constraint pkey_open_reply_chunks_reply_offset primary key (reply, "offset");
            insert into tesslate.open_reply_chunks (reply, "offset", text) values (gen_random_uuid(), 0, 'so far');
            """).ExecuteNonQueryAsync();

        await WebServer.MigrateAsync(database);

        await using var chunk = await source.CreateCommand("select text, reasoning from tesslate.open_reply_chunks").ExecuteReaderAsync();
        (await chunk.ReadAsync()).Should().BeTrue();
        (chunk.GetString(0), chunk.GetBoolean(1)).Should().Be(("so far", false));
        await using var server = await WebServer.StartAsync(database);
        server.IsRunning.Should().BeTrue();
    }

    private static async Task<string> LogOfFailedStart(string connectionString, string environment = "Production")
    {
        var start = () => WebServer.StartAsync(
            connectionString, new Dictionary<string, string?>(StringComparer.Ordinal) { ["ASPNETCORE_ENVIRONMENT"] = environment });
        return (await start.Should().ThrowAsync<InvalidOperationException>()).Which.Message;
    }
}

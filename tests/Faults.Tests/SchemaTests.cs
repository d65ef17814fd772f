using FluentAssertions;
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

    private static async Task<string> LogOfFailedStart(string connectionString, string environment = "Production")
    {
        var start = () => WebServer.StartAsync(
            connectionString, new Dictionary<string, string?>(StringComparer.Ordinal) { ["ASPNETCORE_ENVIRONMENT"] = environment });
        return (await start.Should().ThrowAsync<InvalidOperationException>()).Which.Message;
    }
}

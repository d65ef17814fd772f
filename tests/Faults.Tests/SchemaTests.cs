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

        var start = () => WebServer.StartAsync(empty);

        (await start.Should().ThrowAsync<Exception>()).Which.Message.Should().Contain("run the migrate command first");
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
}

namespace TesslateLite.Support;

/// <summary>A running studio with a database of its own and a quick demo model.</summary>
public sealed class TestStudio : IAsyncDisposable
{
    private static readonly Lazy<Task<TestStudio>> s_shared = new(() => StartAsync());

    private TestStudio(WebServer server, string database)
    {
        Server = server;
        Database = database;
    }

    /// <summary>One for all tests of this process that bring their own people and need no settings of their own.</summary>
    public static Task<TestStudio> Shared => s_shared.Value;

    /// <summary>The process.</summary>
    public WebServer Server { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address => Server.Address;

    /// <summary>Connection string of its database.</summary>
    public string Database { get; }

    /// <summary>Starts one. With the database of another it is a second node.</summary>
    public static async Task<TestStudio> StartAsync(IReadOnlyDictionary<string, string?>? settings = null, string? database = null)
    {
        database ??= await FreshDatabaseAsync();
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Demo__FirstTokenDelay"] = "00:00:00",
            // An echo is there at once, demo:long 2000 stays open until somebody stops it.
            ["Demo__Pace"] = "20",
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string?>(StringComparer.Ordinal))
        {
            all[name] = value;
        }

        return new TestStudio(await WebServer.StartAsync(database, all), database);
    }

    /// <summary>A database with the schema and nothing in it.</summary>
    public static async Task<string> FreshDatabaseAsync() =>
        await (await PostgresServer.Shared).CreateDatabaseAsync("web", WebServer.MigrateAsync);

    /// <summary>A new visitor with one tab open.</summary>
    public Task<Person> VisitAsync() => Person.ArriveAsync(Address);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

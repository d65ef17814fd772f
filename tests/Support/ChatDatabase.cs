using JasperFx;
using Marten;
using Npgsql;
using TesslateLite.Projections.Store;

namespace TesslateLite.Support;

/// <summary>A database of its own with the product's schema, and the store on it.</summary>
public sealed class ChatDatabase : IAsyncDisposable
{
    private readonly PostgresServer _server;

    private ChatDatabase(PostgresServer server, string connectionString)
    {
        _server = server;
        ConnectionString = connectionString;
        DataSource = NpgsqlDataSource.Create(connectionString);
        Store = StoreOn(DataSource);
    }

    /// <summary>Where it is.</summary>
    public string ConnectionString { get; }

    /// <summary>Its name on the server.</summary>
    public string Name => new NpgsqlConnectionStringBuilder(ConnectionString).Database!;

    /// <summary>Connections to it.</summary>
    public NpgsqlDataSource DataSource { get; }

    /// <summary>The store on it.</summary>
    public DocumentStore Store { get; }

    /// <summary>A fresh one: a copy of a database on which the schema was applied once in this process.</summary>
    public static async Task<ChatDatabase> CreateAsync()
    {
        var server = await PostgresServer.Shared.ConfigureAwait(false);
        return new ChatDatabase(server, await server.CreateDatabaseAsync("chat", ApplySchemaAsync).ConfigureAwait(false));
    }

    /// <summary>A store as the product makes it, on any connections.</summary>
    public static DocumentStore StoreOn(NpgsqlDataSource dataSource) =>
        DocumentStore.For(options =>
        {
            options.UseChatStore();
            options.Connection(dataSource);
        });

    /// <summary>The first column of each row.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        var rows = new List<T>();
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            rows.Add(await reader.GetFieldValueAsync<T>(0).ConfigureAwait(false));
        }

        return rows;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync().ConfigureAwait(false);
        await DataSource.DisposeAsync().ConfigureAwait(false);
        await _server.DropAsync(ConnectionString).ConfigureAwait(false);
    }

    private static async Task ApplySchemaAsync(string connectionString)
    {
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        await using var store = StoreOn(dataSource);
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate).ConfigureAwait(false);
    }
}

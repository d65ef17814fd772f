using Marten;
using Npgsql;
using TesslateLite.Support;

namespace TesslateLite.Projections.Tests;

/// <summary>A store whose commands are counted, and the bytes between it and PostgreSQL.</summary>
internal sealed class MeasuredStore : IAsyncDisposable
{
    private readonly string _database;
    private readonly FaultProxy _proxy;

    private MeasuredStore(ChatDatabase database)
    {
        _database = database.Name;
        var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        _proxy = new FaultProxy(connection.Port);
        connection.Host = "127.0.0.1";
        connection.Port = _proxy.Port;
        connection.SslMode = SslMode.Disable;
        DataSource = NpgsqlDataSource.Create(connection);
        Store = ChatDatabase.StoreOn(DataSource);
    }

    public static MeasuredStore On(ChatDatabase database) => new(database);

    public NpgsqlDataSource DataSource { get; }

    public DocumentStore Store { get; }

    /// <summary>What an action costs. Do it once before: opening a connection and learning the types would be counted too.</summary>
    public async Task<(int Queries, long Bytes)> CostAsync(Func<Task> action)
    {
        using var counter = new CommandCounter(_database);
        var before = await BytesAsync();
        await action();
        return (counter.Count, await BytesAsync() - before);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await DataSource.DisposeAsync();
        await _proxy.DisposeAsync();
    }

    /// <summary>The proxy counts after it has handed on, which may be a moment after the answer is here: wait until it is at rest.</summary>
    private async Task<long> BytesAsync()
    {
        var last = -1L;
        return await Eventually.Become(() => _proxy.BytesUp + _proxy.BytesDown, seen => Interlocked.Exchange(ref last, seen) == seen);
    }
}

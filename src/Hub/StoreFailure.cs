using System.Net.Sockets;
using Npgsql;

namespace TesslateLite.Hub;

/// <summary>Tells an absent database from a fault of ours.</summary>
public static class StoreFailure
{
    /// <summary>True when the database did not answer, went away or is shutting down.</summary>
    public static bool Is(Exception? e) => e switch
    {
        null => false,
        PostgresException p => p.IsTransient || p.SqlState.StartsWith("57P", StringComparison.Ordinal),
        NpgsqlException or SocketException or TimeoutException or ObjectDisposedException { ObjectName: "NpgsqlDataSource" } => true,
        _ => Is(e.InnerException),
    };
}

using Marten.Exceptions;
using Npgsql;

namespace TesslateLite.Hub;

/// <summary>Recognises that a stream of the same id exists already.</summary>
internal static class StreamCollision
{
    /// <summary>With partitioned archiving Marten reports it as a plain command failure on the streams' primary key.</summary>
    public static bool Is(Exception exception) =>
        exception is ExistingStreamIdCollisionException
        || exception.GetBaseException() is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, TableName: { } table }
            && table.StartsWith("mt_streams", StringComparison.Ordinal);
}

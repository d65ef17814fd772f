using Marten.Exceptions;
using Npgsql;
using TesslateLite.Projections.Store;

namespace TesslateLite.Hub;

/// <summary>Recognises that an id is taken.</summary>
internal static class Collision
{
    /// <summary>
    /// A stream of the same id exists. With partitioned archiving Marten reports it as a plain command failure on the streams'
    /// primary key.
    /// </summary>
    public static bool OnStream(Exception exception) =>
        exception is ExistingStreamIdCollisionException || IsOn(exception, "mt_streams");

    /// <summary>A message or reply of the same id exists, in this session or another.</summary>
    public static bool OnMessageId(Exception exception) => IsOn(exception, MessageIdTable.Table);

    private static bool IsOn(Exception exception, string table) =>
        exception.GetBaseException() is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, TableName: { } name }
        && name.StartsWith(table, StringComparison.Ordinal);
}

namespace TesslateLite.Hub;

/// <summary>A process that freezes between a statement and its commit keeps its locks, and with them every other node waiting.</summary>
internal static class FrozenWriters
{
    /// <summary>First statement of a transaction: PostgreSQL ends it when nothing is heard for longer than any commit of ours takes.</summary>
    public const string End = "set local idle_in_transaction_session_timeout = '2s'";
}

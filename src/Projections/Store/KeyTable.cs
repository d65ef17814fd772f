using Weasel.Postgresql.Tables;

namespace TesslateLite.Projections.Store;

/// <summary>The table of the keys that protect cookies.</summary>
public static class KeyTable
{
    /// <summary>Its name.</summary>
    public const string Name = $"{OpenReplyTables.Schema}.data_protection_keys";

    internal static Table Create()
    {
        var keys = new Table(Name);
        keys.AddColumn("name", "text").AsPrimaryKey();
        keys.AddColumn("xml", "text").NotNull();
        return keys;
    }
}

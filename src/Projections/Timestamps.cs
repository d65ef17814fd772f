namespace TesslateLite.Projections;

internal static class Timestamps
{
    /// <summary>
    /// PostgreSQL keeps microseconds, the clock gives 100 ns: without the cut a rebuilt view would differ from the live one.
    /// </summary>
    public static DateTimeOffset ToWholeMilliseconds(this DateTimeOffset time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}

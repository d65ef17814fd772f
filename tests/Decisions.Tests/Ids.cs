namespace TesslateLite.Decisions.Tests;

/// <summary>Ids that read as numbers.</summary>
internal static class Ids
{
    public static Guid Of(int number) => new(number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}

namespace TesslateLite.Support;

/// <summary>Ids that read as numbers.</summary>
public static class Ids
{
    public static Guid Of(int number) => new(number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}

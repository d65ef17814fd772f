namespace TesslateLite.Hub.Titles;

/// <summary>Settings of titles.</summary>
public sealed class TitleOptions
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "Gateway";

    /// <summary>Name of a cheap model that finds titles; null leaves the first words of a session as its title.</summary>
    public string? TitleModel { get; init; }
}

namespace TesslateLite.Support;

/// <summary>Where the repository lies on this machine.</summary>
public static class RepositoryRoot
{
    /// <summary>The directory of TesslateLite.sln, found upward from the test assembly.</summary>
    public static string Path { get; } = Find();

    /// <summary>A path below the root.</summary>
    public static string Combine(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(directory.FullName, "TesslateLite.sln")))
            {
                return directory.FullName;
            }
        }

        throw new InvalidOperationException($"TesslateLite.sln was not found in {AppContext.BaseDirectory} or above it.");
    }
}

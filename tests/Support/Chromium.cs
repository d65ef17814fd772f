namespace TesslateLite.Support;

/// <summary>The browser of the machine; Playwright is given its path, it downloads none.</summary>
public static class Chromium
{
    private static readonly string[] s_names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    /// <summary>The path of Chromium.</summary>
    public static string Path => Find() ?? throw new InvalidOperationException(
        "Chromium is missing. ./test.sh installs it, or: apt-get install -y --no-install-recommends chromium fonts-liberation fonts-noto-color-emoji");

    private static string? Find() =>
        Environment.GetEnvironmentVariable("CHROME_PATH") is { Length: > 0 } given
            ? given
            : (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin").Split(System.IO.Path.PathSeparator)
                .SelectMany(directory => s_names.Select(name => System.IO.Path.Combine(directory, name)))
                .FirstOrDefault(File.Exists);
}

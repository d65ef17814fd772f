namespace TesslateLite.Projections.Rendering;

/// <summary>Endings of file names.</summary>
internal static class FileEndings
{
    /// <summary>
    /// A first word of a fence such as <c>App.tsx</c> is a file name and not a language only with one of these endings: languages
    /// have dots, too (<c>asp.net</c>).
    /// </summary>
    public static IReadOnlySet<string> Known { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "astro", "bash", "bat", "c", "cc", "cfg", "cjs", "conf", "cpp", "cs", "cshtml", "csproj", "css", "csv", "cts", "cxx", "dart",
        "env", "ex", "exs", "fs", "go", "gradle", "graphql", "h", "hpp", "hs", "htm", "html", "ini", "ipynb", "java", "jl", "js",
        "json", "json5", "jsonc", "jsx", "kt", "kts", "less", "lua", "m", "md", "mdx", "mjs", "mts", "php", "pl", "prisma",
        "properties", "proto", "ps1", "py", "r", "razor", "rb", "rs", "sass", "scala", "scss", "sh", "sln", "sql", "svelte", "svg",
        "swift", "tex", "tf", "toml", "ts", "tsx", "txt", "vue", "xml", "yaml", "yml", "zig", "zsh",
    };

    /// <summary>Names of files that have no ending.</summary>
    public static IReadOnlySet<string> NamesWithout { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "Brewfile", "Caddyfile", "Containerfile", "Dockerfile", "Gemfile", "Jenkinsfile", "Justfile", "LICENSE", "Makefile", "Pipfile",
        "Procfile", "Rakefile", "Vagrantfile", "justfile", "makefile",
    };

    /// <summary>What stands behind the last dot, when it looks like the ending of a file name and not of a number.</summary>
    public static string Of(string name)
    {
        var ending = name[(name.LastIndexOf('.') + 1)..];
        return ending.Length is > 0 and <= 10 && ending.Length < name.Length
            && char.IsAsciiLetter(ending[0])
            && ending.All(char.IsAsciiLetterOrDigit)
            ? ending
            : "";
    }
}

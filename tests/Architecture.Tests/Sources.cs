using System.Text.RegularExpressions;
using TesslateLite.Support;

namespace TesslateLite.Architecture.Tests;

/// <summary>Our own C# files.</summary>
internal static class Sources
{
    private static readonly string[] s_notOurs = ["bin", "obj", "node_modules"];

    /// <summary>Files below a folder of the root, by path from the root.</summary>
    public static IEnumerable<(string Path, string Text)> Under(params string[] folder) =>
        from file in Directory.EnumerateFiles(RepositoryRoot.Combine(folder), "*.cs", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(RepositoryRoot.Path, file)
        where !path.Split(Path.DirectorySeparatorChar).Intersect(s_notOurs).Any()
        select (path, File.ReadAllText(file));

    /// <summary>Each place that matches, as path:line text.</summary>
    public static IEnumerable<string> Matching(this IEnumerable<(string Path, string Text)> files, string pattern)
    {
        foreach (var (path, text) in files)
        {
            foreach (Match match in Regex.Matches(text, pattern, RegexOptions.None, TimeSpan.FromSeconds(10)))
            {
                yield return $"{path}:{text[..match.Index].Count(c => c == '\n') + 1} {match.Value}";
            }
        }
    }
}

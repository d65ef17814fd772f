using System.Text.RegularExpressions;
using FluentAssertions;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Architecture.Tests;

public sealed partial class CoverageTests
{
    [Fact]
    public void Every_test_that_the_coverage_names_exists()
    {
        var tests = Directory.EnumerateFiles(RepositoryRoot.Combine("tests"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => TestMethod().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value))
            .ToHashSet(StringComparer.Ordinal);

        var named = NamedTest().Matches(File.ReadAllText(RepositoryRoot.Combine("docs", "coverage.md"))).Select(m => m.Groups[1].Value).ToList();

        named.Should().HaveCountGreaterThan(20);
        named.Except(tests).Should().BeEmpty();
    }

    [GeneratedRegex(@"public (?:async )?(?:Task|void) (\w+)\(")]
    private static partial Regex TestMethod();

    [GeneratedRegex(@"`(\w+_\w+)`")]
    private static partial Regex NamedTest();
}

using System.Reflection;
using System.Xml.Linq;
using FluentAssertions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Realtime;
using TesslateLite.Projections.Store;
using TesslateLite.Support;
using TesslateLite.Web.Endpoints;
using Xunit;

namespace TesslateLite.Architecture.Tests;

/// <summary>Contracts says what crosses a boundary, Projections what is true, Hub decides and streams, Web is the door.</summary>
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> s_allowed = new()
    {
        ["Contracts"] = [],
        ["Projections"] = ["Contracts"],
        ["Hub"] = ["Projections", "Contracts"],
        ["Web"] = ["Hub", "Projections", "Contracts"],
    };

    private static readonly Dictionary<string, Assembly> s_assemblies = new()
    {
        ["Contracts"] = typeof(Frame).Assembly,
        ["Projections"] = typeof(ChatStore).Assembly,
        ["Hub"] = typeof(ChatHub).Assembly,
        ["Web"] = typeof(HistoryEndpoints).Assembly,
    };

    public static TheoryData<string> Projects => [.. s_allowed.Keys];

    [Fact]
    public void Every_project_of_the_product_has_its_row() =>
        Directory.EnumerateFiles(RepositoryRoot.Combine("src"), "*.csproj", SearchOption.AllDirectories)
            .Where(path => !path.Contains("node_modules", StringComparison.Ordinal))
            .Select(Path.GetFileNameWithoutExtension).Should().BeEquivalentTo(s_allowed.Keys);

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_names_only_the_projects_it_may_depend_on(string project) =>
        Included(project, "ProjectReference").Select(path => path.Replace('\\', '/'))
            .Where(path => path.Split('/') is ["..", _, _])
            .Select(path => Path.GetFileNameWithoutExtension(path)).Should().BeSubsetOf(s_allowed[project]);

    [Theory]
    [MemberData(nameof(Projects))]
    public void An_assembly_refers_only_to_the_assemblies_it_may_depend_on(string project) =>
        s_assemblies[project].GetReferencedAssemblies().Select(a => a.Name!).Where(name => name.StartsWith("TesslateLite.", StringComparison.Ordinal))
            .Should().BeSubsetOf(s_allowed[project].Select(name => $"TesslateLite.{name}"));

    [Fact]
    public void The_contracts_need_no_package_and_nothing_but_the_runtime()
    {
        Included("Contracts", "PackageReference").Should().BeEmpty();
        Included("Contracts", "FrameworkReference").Should().BeEmpty();
        s_assemblies["Contracts"].GetReferencedAssemblies().Select(a => a.Name).Should().OnlyContain(name => name!.StartsWith("System.", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Included(string project, string kind) =>
        XDocument.Load(RepositoryRoot.Combine("src", project, $"{project}.csproj")).Descendants(kind).Select(e => e.Attribute("Include")!.Value);
}

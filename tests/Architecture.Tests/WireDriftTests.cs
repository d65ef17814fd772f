using System.Runtime.CompilerServices;
using FluentAssertions;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Architecture.Tests;

public class WireDriftTests
{
    [Fact]
    public void The_clients_wire_types_are_those_of_the_contracts()
    {
        var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../src/Web/client/src/wire/wire.generated.ts"));
        var expected = WireTypeScript.Generate();
        if (Environment.GetEnvironmentVariable("UPDATE_GENERATED") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, expected);
        }

        var stored = File.Exists(path) ? File.ReadAllText(path) : "";
        stored.Should().Be(expected, "the contracts changed: run this test once with UPDATE_GENERATED=1 and commit {0}", path);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}

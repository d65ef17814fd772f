using Xunit;

namespace TesslateLite.Hub.Tests;

/// <summary>For tests that measure the process's memory, or hold a lease of seconds: no other test runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}

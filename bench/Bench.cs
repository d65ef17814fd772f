namespace TesslateLite.Bench;

internal static class Bench
{
    /// <summary><c>first-token</c> measures running processes; everything else goes to BenchmarkDotNet.</summary>
    private static async Task Main(string[] args)
    {
        if (args is [FirstTokenBenchmark.Name])
        {
            await FirstTokenBenchmark.Run();
        }
        else
        {
            BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(Bench).Assembly).Run(args);
        }
    }
}

namespace TesslateLite.Bench;

internal static class Bench
{
    private static void Main(string[] args) =>
        BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(Bench).Assembly).Run(args);
}

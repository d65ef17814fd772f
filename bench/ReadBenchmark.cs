using BenchmarkDotNet.Attributes;
using TesslateLite.Hub.Replies;
using TesslateLite.Projections.Rendering;

namespace TesslateLite.Bench;

/// <summary>A reply of 32 KB in deltas of 4 characters, read as it comes. The peer renders the whole again for every line.</summary>
[MemoryDiagnoser]
public class ReadBenchmark
{
    private const string Part =
        "## A heading\n\nA paragraph with *some* **marks** and `code`, long enough to be one.\n\n- one\n- two\n- three\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```ts src/a.ts\nconst x = 1;\n```\n\n";

    private readonly string _text = string.Concat(Enumerable.Repeat(Part, 32 * 1024 / Part.Length));

    [Benchmark(Baseline = true)]
    public int AsItComes()
    {
        var reader = new ReplyReader();
        var pieces = 0;
        for (var i = 0; i < _text.Length; i += 4)
        {
            pieces += reader.Append(_text.Substring(i, Math.Min(4, _text.Length - i))).Closed.Count;
        }

        return pieces + reader.Complete().Closed.Count;
    }

    [Benchmark]
    public int WholeAgainForEachLine()
    {
        var pieces = 0;
        for (var end = _text.IndexOf('\n'); end >= 0; end = _text.IndexOf('\n', end + 1))
        {
            pieces = MessageRenderer.Render(_text[..end], LineBreaks.Soft).Count;
        }

        return pieces;
    }
}

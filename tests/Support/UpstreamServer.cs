using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;

namespace TesslateLite.Support;

/// <summary>A request that the provider got.</summary>
/// <param name="Model">The model's name, which is what the provider does: see <c>tests/Upstream/Faults.cs</c>.</param>
/// <param name="Count">Counted for each model, from 1.</param>
/// <param name="Connection">The connection that it came on.</param>
/// <param name="Sent">Bytes that were sent on the connection so far.</param>
/// <param name="Request">What came.</param>
/// <param name="At">When it was read, in milliseconds of Unix time.</param>
/// <param name="Cancelled">When the client hung up before the answer was over; null when it did not.</param>
/// <param name="Ended">Whether the answer is over.</param>
public sealed record UpstreamRequest(
    string Model, int Count, int Connection, long Sent, UpstreamRequest.Message Request, double At, double? Cancelled, bool Ended)
{
    /// <summary>Path, headers by lower-case name, and body.</summary>
    public sealed record Message(string Path, IReadOnlyDictionary<string, string> Headers, string Body);
}

/// <summary>The provider of <c>tests/Upstream</c> as a process: it answers from a script and fails on demand.</summary>
public sealed class UpstreamServer : IAsyncDisposable
{
    private static readonly TimeSpan s_startWithin = TimeSpan.FromSeconds(30);

    private readonly int _port = FreePort.Next();
    private readonly Process _process;
    private readonly IDisposable _note;
    private readonly HttpClient _http;

    private UpstreamServer()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        start.ArgumentList.Add(RepositoryRoot.Combine("tests", "Upstream", "bin", configuration, "net10.0", "TesslateLite.Upstream.dll"));
        start.ArgumentList.Add(_port.ToString(CultureInfo.InvariantCulture));
        _process = Process.Start(start) ?? throw new InvalidOperationException("dotnet could not be started.");
        _note = Guard.AtEnd(string.Create(CultureInfo.InvariantCulture, $"kill -9 {_process.Id}"));
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port}") };
    }

    /// <summary>Starts it on a free port and waits until it listens.</summary>
    public static async Task<UpstreamServer> StartAsync()
    {
        var server = new UpstreamServer();
        using var patience = new CancellationTokenSource(s_startWithin);
        if (await server._process.StandardOutput.ReadLineAsync(patience.Token).ConfigureAwait(false) == "listening")
        {
            return server;
        }

        await server.DisposeAsync().ConfigureAwait(false);
        throw new InvalidOperationException("The upstream server ended instead of listening.");
    }

    /// <summary>The address to configure; requests are noted under the key.</summary>
    public Uri ApiBase(string key) => new(_http.BaseAddress!, $"{key}/v1");

    /// <summary>What it got under a key so far.</summary>
    public async Task<IReadOnlyList<UpstreamRequest>> RequestsAsync(string key) =>
        await _http.GetFromJsonAsync<List<UpstreamRequest>>(new Uri($"control/{key}", UriKind.Relative)).ConfigureAwait(false) ?? [];

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync().ConfigureAwait(false);
        _note.Dispose();
        _process.Dispose();
    }
}

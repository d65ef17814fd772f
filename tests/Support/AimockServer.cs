using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace TesslateLite.Support;

/// <summary>
/// The mock provider <c>@copilotkit/aimock</c> as a process: not ours, so that the gateway is not only tested against our own
/// reading of the protocol. <c>test.sh</c> installs it below <c>tests/Support/aimock</c>.
/// </summary>
public sealed class AimockServer : IAsyncDisposable
{
    private static readonly TimeSpan s_startWithin = TimeSpan.FromSeconds(30);

    private readonly int _port = FreePort.Next();
    private readonly string _fixtures = Path.GetTempFileName();
    private readonly Process _process;
    private readonly IDisposable _note;

    private AimockServer(string fixtures, IEnumerable<string> flags)
    {
        var program = RepositoryRoot.Combine("tests", "Support", "aimock", "node_modules", "@copilotkit", "aimock", "dist", "cli.js");
        if (!File.Exists(program))
        {
            throw new InvalidOperationException("aimock is not installed: npm ci --ignore-scripts in tests/Support/aimock, or ./test.sh.");
        }

        File.WriteAllText(_fixtures, fixtures);
        // Output to nowhere: nobody reads it, and a full pipe would stop the server.
        var start = new ProcessStartInfo("bash");
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("exec node \"$@\" >/dev/null 2>&1");
        string[] arguments =
            ["aimock", program, "--port", _port.ToString(CultureInfo.InvariantCulture), "--fixtures", _fixtures, "--log-level", "silent", .. flags];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException("node could not be started.");
        _note = Guard.AtEnd(string.Create(CultureInfo.InvariantCulture, $"kill -9 {_process.Id}; rm -f '{_fixtures}'"));
    }

    /// <summary>The address to configure.</summary>
    public Uri ApiBase => new($"http://127.0.0.1:{_port}/v1");

    /// <summary>Starts it with one answer for every message, and with flags of its command line.</summary>
    public static async Task<AimockServer> StartAsync(string answer, params string[] flags)
    {
        var fixtures = JsonSerializer.Serialize(new { fixtures = new[] { new { match = new { model = "mock" }, response = new { content = answer } } } });
        var server = new AimockServer(fixtures, flags);
        try
        {
            using var http = new HttpClient();
            var health = new Uri($"http://127.0.0.1:{server._port}/health");
            await Eventually.Become(
                async () =>
                {
                    using var response = await http.GetAsync(health).ConfigureAwait(false);
                    return response.IsSuccessStatusCode;
                },
                s_startWithin,
                "aimock is ready").ConfigureAwait(false);
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().ConfigureAwait(false);
        _note.Dispose();
        File.Delete(_fixtures);
        _process.Dispose();
    }
}

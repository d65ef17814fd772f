using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace TesslateLite.Support;

/// <summary>
/// The web application as a process of its own, as an operator runs it: it can be killed, frozen and started again on the same
/// port and database. Two of them on one database are two nodes.
/// </summary>
public sealed class WebServer : IAsyncDisposable
{
    private static readonly TimeSpan s_readyWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_stopWithin = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, string?> _settings;
    private readonly StringBuilder _log = new();
    private readonly string _data;
    private readonly IDisposable _dataNote;
    private Process? _process;
    private IDisposable? _processNote;

    private WebServer(string connectionString, IReadOnlyDictionary<string, string?>? settings)
    {
        Port = FreePort.Next();
        Address = new Uri($"http://127.0.0.1:{Port}");
        Http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = Address };
        _data = Directory.CreateTempSubdirectory("tesslate-web-").FullName;
        _dataNote = Guard.AtEnd($"rm -rf '{_data}'");
        _settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ConnectionStrings__Postgres"] = connectionString,
            ["Data__Directory"] = _data,
            ["ASPNETCORE_URLS"] = Address.ToString(),
            // The demo alone: a key in the environment of who runs the tests must not send them to a provider.
            ["Gateway__ConfigFile"] = "",
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string?>(StringComparer.Ordinal))
        {
            // Its address is not known to who writes the settings.
            _settings[name] = value?.Replace("{address}", Address.ToString(), StringComparison.Ordinal);
        }
    }

    /// <summary>The port it listens on, the same over restarts.</summary>
    public int Port { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>A client without cookies, for plain requests.</summary>
    public HttpClient Http { get; }

    /// <summary>The process, for signals.</summary>
    public int ProcessId => Running().Id;

    /// <summary>Whether the process lives.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>All that it wrote, over restarts.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>Starts a server with settings as environment variables (a null unsets one) and waits until it is ready.</summary>
    public static async Task<WebServer> StartAsync(string connectionString, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var server = new WebServer(connectionString, settings);
        try
        {
            await server.StartAgainAsync().ConfigureAwait(false);
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Applies the schema to a database with the application's own command; to prepare a template database.</summary>
    public static async Task MigrateAsync(string connectionString)
    {
        var start = StartInfo("migrate");
        start.Environment["ConnectionStrings__Postgres"] = connectionString;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet could not be started.");
        using var note = Guard.AtEnd(KillCommand(process));
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().ConfigureAwait(false);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"migrate ended with {process.ExitCode}:\n{await output.ConfigureAwait(false)}{await errors.ConfigureAwait(false)}");
        }
    }

    /// <summary>Starts the process again after it ended, on the same port and database, and waits until it is ready.</summary>
    public async Task StartAgainAsync()
    {
        Launch();
        await ReadyAsync().ConfigureAwait(false);
    }

    /// <summary>Starts the process without waiting for it.</summary>
    public void Launch()
    {
        if (IsRunning)
        {
            throw new InvalidOperationException("The server already runs.");
        }

        var start = StartInfo();
        foreach (var (name, value) in _settings)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet could not be started.");
        _processNote = Guard.AtEnd(KillCommand(process));
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
    }

    /// <summary>Waits until /health/ready answers 200; fails at once, with the log, when the process ends instead.</summary>
    public async Task ReadyAsync()
    {
        try
        {
            await Eventually.Become(
                async () =>
                {
                    if (!IsRunning)
                    {
                        return true;
                    }

                    using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
                    using var answer = await Http.GetAsync(new Uri("/health/ready", UriKind.Relative), patience.Token).ConfigureAwait(false);
                    return answer.IsSuccessStatusCode;
                },
                s_readyWithin,
                "the server is ready").ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"{exception.Message}\n{Log}", exception);
        }

        if (!IsRunning)
        {
            // Its last words may come after its end.
            await (_process?.WaitForExitAsync() ?? Task.CompletedTask).ConfigureAwait(false);
            throw new InvalidOperationException($"The server ended instead of getting ready:\n{Log}");
        }
    }

    /// <summary>SIGTERM, as an orchestrator stops a node; returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        var process = Running();
        Signal(process.Id, SignalNumber.Terminate);
        using var patience = new CancellationTokenSource(s_stopWithin);
        try
        {
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException($"The server did not stop within {s_stopWithin.TotalSeconds:0} s of SIGTERM:\n{Log}", exception);
        }

        return Ended(process);
    }

    /// <summary>SIGKILL: nothing of it runs any more when this returns.</summary>
    public async Task KillAsync()
    {
        var process = Running();
        process.Kill();
        await process.WaitForExitAsync().ConfigureAwait(false);
        Ended(process);
    }

    /// <summary>SIGSTOP: its connections stay open and nothing answers, like a machine that hangs.</summary>
    public void Freeze() => Signal(ProcessId, SignalNumber.Stop);

    /// <summary>SIGCONT: it goes on as if no time had passed.</summary>
    public void Thaw() => Signal(ProcessId, SignalNumber.Continue);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
        {
            await KillAsync().ConfigureAwait(false);
        }

        Http.Dispose();
        Directory.Delete(_data, recursive: true);
        _dataNote.Dispose();
    }

    private static ProcessStartInfo StartInfo(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = RepositoryRoot.Path,
        };
        // The same directory as production runs, for its static files; built in the configuration of the tests.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        start.ArgumentList.Add(RepositoryRoot.Combine("src", "Web", "bin", configuration, "net10.0", "TesslateLite.Web.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["ASPNETCORE_CONTENTROOT"] = RepositoryRoot.Combine("src", "Web");
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        return start;
    }

    private Process Running() =>
        _process is { HasExited: false } process ? process : throw new InvalidOperationException($"The server does not run:\n{Log}");

    private int Ended(Process process)
    {
        var code = process.ExitCode;
        _process = null;
        _processNote?.Dispose();
        process.Dispose();
        return code;
    }

    private void Append(string? line)
    {
        if (line is not null)
        {
            lock (_log)
            {
                _log.AppendLine(line);
            }
        }
    }

    private static string KillCommand(Process process) =>
        string.Create(CultureInfo.InvariantCulture, $"kill -9 {process.Id}");

    private static void Signal(int process, SignalNumber signal)
    {
        // The numbers of SIGSTOP and SIGCONT differ between systems; these are Linux's, where the tests run.
        if (Kill(process, (int)signal) != 0)
        {
            throw new InvalidOperationException($"Signal {signal} could not be sent: error {Marshal.GetLastPInvokeError()}.");
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);

    private enum SignalNumber
    {
        Terminate = 15,
        Continue = 18,
        Stop = 19,
    }
}

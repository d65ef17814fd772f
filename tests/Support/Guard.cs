using System.Diagnostics;
using System.Globalization;

namespace TesslateLite.Support;

/// <summary>
/// Sees to it that nothing a test process started outlives it, even when the test process is killed.
/// A shell of its own process group reads from a pipe; when this process ends, however it ends, the pipe closes, and the shell
/// runs every command that is still noted.
/// </summary>
internal static class Guard
{
    // Signals to the terminal or the group must not end it before the pipe does.
    private const string Script = """
        trap '' INT TERM HUP
        declare -A commands
        while IFS=' ' read -r verb id command; do
          case $verb in
            note) commands[$id]=$command ;;
            forget) unset "commands[$id]" ;;
          esac
        done
        for id in "${!commands[@]}"; do bash -c "${commands[$id]}"; done
        """;

    private static readonly Lock s_gate = new();
    private static readonly Lazy<StreamWriter> s_pipe = new(StartShell);
    private static int s_last;

    /// <summary>Notes a shell command to run when this process has ended; disposing forgets it.</summary>
    public static IDisposable AtEnd(string command)
    {
        var id = Interlocked.Increment(ref s_last).ToString(CultureInfo.InvariantCulture);
        Tell($"note {id} {command}");
        return new Note(id);
    }

    private static void Tell(string line)
    {
        lock (s_gate)
        {
            s_pipe.Value.WriteLine(line);
        }
    }

    private static StreamWriter StartShell()
    {
        // Output to nowhere: a shell that held our output open would keep `dotnet test` waiting for its end.
        var start = new ProcessStartInfo("setsid") { RedirectStandardInput = true };
        start.ArgumentList.Add("bash");
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("exec >/dev/null 2>&1\n" + Script);
        var process = Process.Start(start) ?? throw new InvalidOperationException("The guard could not be started.");
        process.StandardInput.AutoFlush = true;
        return process.StandardInput;
    }

    private sealed class Note(string id) : IDisposable
    {
        private int _forgotten;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _forgotten, 1) == 0)
            {
                Tell($"forget {id}");
            }
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace TesslateLite.Support;

/// <summary>Waits for a condition instead of a time.</summary>
public static class Eventually
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    // What a test waits for is often outside this process (a server, a database, a browser), so nobody can signal it: this is
    // the one place of the tests that polls, and so the one delay. Short, because every wait of a suite pays half of it.
    private static readonly TimeSpan s_pollEvery = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits until the condition holds.</summary>
    public static Task Become(
        Func<bool> condition, TimeSpan? timeout = null, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        Become(() => Task.FromResult(condition()), held => held, timeout, what);

    /// <summary>Waits until the condition holds.</summary>
    public static Task Become(
        Func<Task<bool>> condition, TimeSpan? timeout = null, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        Become(condition, held => held, timeout, what);

    /// <summary>Reads a value until it is as wanted, and returns it; fails with the value last seen.</summary>
    public static Task<T> Become<T>(
        Func<T> read, Func<T, bool> wanted, TimeSpan? timeout = null, [CallerArgumentExpression(nameof(wanted))] string what = "") =>
        Become(() => Task.FromResult(read()), wanted, timeout, what);

    /// <summary>Reads a value until it is as wanted, and returns it; fails with the value, or the exception, last seen.</summary>
    [OverloadResolutionPriority(1)] // a task is to be awaited, never the value itself
    public static async Task<T> Become<T>(
        Func<Task<T>> read, Func<T, bool> wanted, TimeSpan? timeout = null, [CallerArgumentExpression(nameof(wanted))] string what = "")
    {
        var patience = timeout ?? s_patience;
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            string seen;
            Exception? error = null;
            try
            {
                var value = await read().ConfigureAwait(false);
                if (wanted(value))
                {
                    return value;
                }

                seen = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "null";
            }
            catch (Exception exception)
            {
                // Not there yet, like a server that does not listen: the last one is told when patience ends.
                error = exception;
                seen = $"{exception.GetType().Name}: {exception.Message}";
            }

            if (Stopwatch.GetElapsedTime(began) > patience)
            {
                throw new TimeoutException($"Not within {patience.TotalSeconds:0.#} s: {what}. Last seen: {seen}", error);
            }

            await Task.Delay(s_pollEvery).ConfigureAwait(false);
        }
    }
}

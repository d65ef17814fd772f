using System.Diagnostics;
using System.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TesslateLite.Support;
using TesslateLite.Web.Hosting;

namespace TesslateLite.Web.Tests.Access;

/// <summary>Every endpoint that the application has, asked of the application itself: its own Main is run once in this process.</summary>
internal static class EndpointList
{
    private static readonly Lazy<Task<IReadOnlyList<RouteEndpoint>>> s_all = new(ReadAsync);

    public static Task<IReadOnlyList<RouteEndpoint>> All => s_all.Value;

    private static async Task<IReadOnlyList<RouteEndpoint>> ReadAsync()
    {
        using var watcher = new HostWatcher();
        using var subscription = DiagnosticListener.AllListeners.Subscribe(watcher);
        var main = typeof(Security).Assembly.EntryPoint!;
        string[] arguments =
        [
            $"--ConnectionStrings:Postgres={await TestStudio.FreshDatabaseAsync()}",
            $"--urls=http://127.0.0.1:{FreePort.Next()}",
            $"--contentRoot={RepositoryRoot.Combine("src", "Web")}",
            $"--applicationName={typeof(Security).Assembly.GetName().Name}",
            "--environment=Development",
            "--Logging:LogLevel:Default=None",
        ];
        var running = Task.Run(() => (int)main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [arguments], null)!);

        var host = await watcher.Host.WaitAsync(TimeSpan.FromSeconds(60));
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        await Eventually.Become(() => lifetime.ApplicationStarted.IsCancellationRequested || running.IsCompleted, TimeSpan.FromSeconds(60));
        var endpoints = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        lifetime.StopApplication();
        return await running == 0 ? endpoints : throw new InvalidOperationException("The application did not end well.");
    }

    /// <summary>Hosts tell over this listener that they have been built; it is how tools find them.</summary>
    private sealed class HostWatcher : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private readonly TaskCompletionSource<IHost> _host = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private IDisposable? _events;

        public Task<IHost> Host => _host.Task;

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.Extensions.Hosting")
            {
                _events = value.Subscribe(this);
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value is { Key: "HostBuilt", Value: IHost host })
            {
                _host.TrySetResult(host);
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error) => _host.TrySetException(error);

        public void Dispose() => _events?.Dispose();
    }
}

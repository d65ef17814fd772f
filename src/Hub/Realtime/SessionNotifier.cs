using System.Threading.Channels;
using Marten;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TesslateLite.Hub.Sessions;

namespace TesslateLite.Hub.Realtime;

/// <summary>
/// Tells people over their hub connections. Commands only leave a note here: no answer waits for the reading of a row, or for
/// a tab.
/// </summary>
public sealed class SessionNotifier(IDocumentStore store, Tabs tabs, ILogger<SessionNotifier> log) : BackgroundService, ISessionNotifier
{
    private readonly Channel<Guid> _changed = Channel.CreateUnbounded<Guid>(new() { SingleReader = true });

    /// <inheritdoc/>
    public void SessionChanged(Guid sessionId) => _changed.Writer.TryWrite(sessionId);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var due = new HashSet<Guid>();
        while (await _changed.Reader.WaitToReadAsync(stoppingToken))
        {
            // What changed several times meanwhile is read once.
            while (_changed.Reader.TryRead(out var sessionId))
            {
                due.Add(sessionId);
            }

            foreach (var sessionId in due)
            {
                await Tell(sessionId);
            }

            due.Clear();
        }
    }

    private async Task Tell(Guid sessionId)
    {
        try
        {
            await using var query = store.QuerySession();
            if (await SessionSummaries.ReadOne(query, sessionId) is var (summary, owner))
            {
                tabs.SessionChanged(owner, summary);
            }
        }
        catch (Exception e)
        {
            Log.NotifyFailed(log, e, sessionId);
        }
    }
}

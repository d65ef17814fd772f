using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using TesslateLite.Contracts.Wire;

namespace TesslateLite.Hub.Realtime;

/// <summary>
/// The open connections of this node, by person. What is meant for a person goes to each of their tabs by itself: for a tab
/// that does not read, the newest row of each session waits, and neither another tab nor the server waits for it.
/// </summary>
public sealed class Tabs(IHubContext<ChatHub, IChatClient> hub, ILogger<Tabs> log) : IHubFilter
{
    private readonly Dictionary<Guid, Dictionary<string, Tab>> _people = [];

    /// <inheritdoc/>
    public Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        Add(context.Context.AccountId(), context.Context.ConnectionId);
        return next(context);
    }

    /// <inheritdoc/>
    public Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        Remove(context.Context.AccountId(), context.Context.ConnectionId);
        return next(context, exception);
    }

    /// <summary>Tells all tabs of a person. Returns at once.</summary>
    public void SessionChanged(Guid person, SessionSummary row)
    {
        List<Tab> tabs;
        lock (_people)
        {
            tabs = _people.TryGetValue(person, out var open) ? [.. open.Values] : [];
        }

        tabs.ForEach(tab => tab.Post(row));
    }

    private void Add(Guid person, string connectionId)
    {
        var tab = new Tab(hub.Clients.Client(connectionId), log);
        lock (_people)
        {
            if (!_people.TryGetValue(person, out var tabs))
            {
                _people.Add(person, tabs = new(StringComparer.Ordinal));
            }

            tabs.Add(connectionId, tab);
        }
    }

    private void Remove(Guid person, string connectionId)
    {
        lock (_people)
        {
            if (_people.TryGetValue(person, out var tabs) && tabs.Remove(connectionId) && tabs.Count == 0)
            {
                _people.Remove(person);
            }
        }
    }

    private sealed class Tab(IChatClient client, ILogger log)
    {
        private readonly Dictionary<Guid, SessionSummary> _waiting = [];
        private bool _sending;

        public void Post(SessionSummary row)
        {
            lock (_waiting)
            {
                _waiting[row.Id] = row;
                if (_sending)
                {
                    return;
                }

                _sending = true;
            }

            _ = Send();
        }

        private async Task Send()
        {
            while (Next() is { } row)
            {
                try
                {
                    await client.SessionChanged(row);
                }
                catch (Exception e)
                {
                    // The connection is ending; the list is read anew after the next one.
                    Log.NotifyFailed(log, e, row.Id);
                }
            }
        }

        private SessionSummary? Next()
        {
            lock (_waiting)
            {
                foreach (var (id, row) in _waiting)
                {
                    _waiting.Remove(id);
                    return row;
                }

                _sending = false;
                return null;
            }
        }
    }
}

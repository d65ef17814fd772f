using System.Collections.Concurrent;
using System.Net.Http.Json;
using Microsoft.AspNetCore.SignalR.Client;
using TesslateLite.Contracts.Wire;

namespace TesslateLite.Support;

/// <summary>A visitor with a cookie and one tab: what a browser would be, without the browser.</summary>
public sealed class Person : IAsyncDisposable
{
    private readonly ConcurrentQueue<SessionSummary> _changes = new();
    private readonly List<Screen> _screens = [];

    private Person(Uri server, UserView user, string cookie)
    {
        Server = server;
        User = user;
        Cookie = cookie;
        Http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = server };
        Http.DefaultRequestHeaders.Add("Cookie", cookie);
        Http.DefaultRequestHeaders.Add("Origin", OriginOf(server));
        Hub = HubClient.To(server, cookie);
        Hub.On<SessionSummary>(nameof(IChatClient.SessionChanged), _changes.Enqueue);
    }

    /// <summary>Where they are.</summary>
    public Uri Server { get; }

    /// <summary>Who they are.</summary>
    public UserView User { get; }

    /// <summary>Their account.</summary>
    public Guid Id => User.Id;

    /// <summary>The header that their browser would send.</summary>
    public string Cookie { get; }

    /// <summary>Requests with their cookie, from the studio's own page.</summary>
    public HttpClient Http { get; }

    /// <summary>The connection of this tab.</summary>
    public HubConnection Hub { get; }

    /// <summary>What this tab was told about its session list.</summary>
    public IReadOnlyCollection<SessionSummary> Changes => _changes;

    /// <summary>The origin of a server's own page.</summary>
    public static string OriginOf(Uri server) => server.GetLeftPart(UriPartial.Authority);

    /// <summary>A new visitor: gets an account at first use, and opens a tab.</summary>
    public static async Task<Person> ArriveAsync(Uri server)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = server };
        using var answer = await http.PostAsync(new Uri("/api/auth/session", UriKind.Relative), content: null);
        answer.EnsureSuccessStatusCode();
        var user = await answer.Content.ReadFromJsonAsync<UserView>(WireJson.Options) ?? throw new InvalidDataException("No user came.");
        return await OpenAsync(new Person(server, user, CookieOf(answer)));
    }

    /// <summary>The cookie that an answer sets, as a request would send it.</summary>
    public static string CookieOf(HttpResponseMessage answer) => answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];

    /// <summary>The same person with another tab, here or on another node.</summary>
    public Task<Person> OpenTabAsync(Uri? server = null) => OpenAsync(new Person(server ?? Server, User, Cookie));

    /// <summary>Asks the hub.</summary>
    public Task<Outcome> AskAsync(string method, object command) => Hub.InvokeAsync<Outcome>(method, command);

    /// <summary>Asks the hub for something that must be granted.</summary>
    public async Task<Accepted> DoAsync(string method, object command) =>
        await AskAsync(method, command) switch
        {
            Accepted accepted => accepted,
            var refused => throw new InvalidOperationException($"{method} was not accepted: {refused}"),
        };

    /// <summary>Asks the hub for something that must be refused, and says with which code.</summary>
    public async Task<string> RefusalAsync(string method, object command) =>
        await AskAsync(method, command) switch
        {
            Refused refused => refused.Code,
            var accepted => throw new InvalidOperationException($"{method} was not refused: {accepted}"),
        };

    /// <summary>Begins a session.</summary>
    public async Task<Guid> StartAsync()
    {
        var session = Guid.NewGuid();
        await DoAsync("Start", new StartSession(session));
        return session;
    }

    /// <summary>Sends a message.</summary>
    public Task<Accepted> SendAsync(Guid session, string text, Guid? parent = null, Guid? messageId = null) =>
        DoAsync("Send", new SendMessage(session, messageId ?? Guid.NewGuid(), text, parent));

    /// <summary>Opens a view of a session.</summary>
    public Screen Watch(Guid session, string? after = null)
    {
        var screen = new Screen(stop => Frames(session, after, stop));
        _screens.Add(screen);
        return screen;
    }

    /// <summary>The frames of a session as they come.</summary>
    public IAsyncEnumerable<Frame> Frames(Guid session, string? after, CancellationToken stop) =>
        Hub.StreamAsync<Frame>("Watch", session, after, stop);

    /// <summary>Reads a view over HTTP.</summary>
    public async Task<T> ReadAsync<T>(string path) =>
        await Http.GetFromJsonAsync<T>(new Uri(path, UriKind.Relative), WireJson.Options) ?? throw new InvalidDataException($"{path} gave null.");

    /// <summary>The newest messages of a session, as stored.</summary>
    public async Task<IReadOnlyList<MessageView>> HistoryAsync(Guid session) =>
        (await ReadAsync<MessagePage>($"/api/chat/history/{session}")).Messages;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var screen in _screens)
        {
            await screen.DisposeAsync();
        }

        await Hub.DisposeAsync();
        Http.Dispose();
    }

    private static async Task<Person> OpenAsync(Person person)
    {
        try
        {
            await person.Hub.StartAsync();
            return person;
        }
        catch
        {
            await person.DisposeAsync();
            throw;
        }
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TesslateLite.Hub.Access;
using TesslateLite.Hub.Attachments;
using TesslateLite.Hub.Feed;
using TesslateLite.Hub.Gateway;
using TesslateLite.Hub.Gateway.Demo;
using TesslateLite.Hub.Replies;
using TesslateLite.Hub.Sessions;
using TesslateLite.Hub.Titles;
using TesslateLite.Support;

namespace TesslateLite.Hub.Tests;

/// <summary>The real core of one node on a real database, in this process; what it lacks are connections.</summary>
internal sealed class Node : IAsyncDisposable
{
    private readonly FrameClock _clock = new(TimeProvider.System, NullLogger<FrameClock>.Instance);
    private readonly TitleInbox _titles = new();
    private readonly ReplyRunner _runner;
    private readonly TitleWriter _titleWriter;

    private Node(ChatDatabase database, IModelGateway model, string? titleModel)
    {
        var openReplies = new OpenReplies(database.DataSource);
        var source = new MartenSessionSource(database.Store, database.DataSource, openReplies);
        Feed = new MemorySessionFeed(source, _clock, TimeProvider.System, NullLogger<MemorySessionFeed>.Instance);
        var inbox = new ReplyInbox();
        var commits = new SessionCommits(Feed, new NobodyListens(), inbox, openReplies);
        var writer = new SessionWriter(database.Store, new SessionAccess(database.Store), commits, NullLogger<SessionWriter>.Instance);
        Start = new StartSessionHandler(database.Store, model, commits);
        Send = new SendMessageHandler(writer, new AttachmentStore(database.DataSource));
        Continue = new ContinueReplyHandler(writer, model);
        Stop = new StopReplyHandler(database.Store, new SessionAccess(database.Store), openReplies, inbox);
        var close = new CloseReplyHandler(database.Store, database.DataSource, commits, _titles);
        Rename = new RenameSessionHandler(writer);
        _titleWriter = new TitleWriter(
            _titles,
            model,
            new TitleSessionHandler(writer),
            database.Store,
            Options.Create(new TitleOptions { TitleModel = titleModel }),
            NullLogger<TitleWriter>.Instance);
        _runner = new ReplyRunner(
            inbox, openReplies, Feed, model, close, database.Store, database.DataSource, TimeProvider.System, NullLogger<ReplyRunner>.Instance);
    }

    public MemorySessionFeed Feed { get; }

    public StartSessionHandler Start { get; }

    public SendMessageHandler Send { get; }

    public ContinueReplyHandler Continue { get; }

    public RenameSessionHandler Rename { get; }

    public StopReplyHandler Stop { get; }

    /// <summary>Starts one. Without workers, replies are opened and wait for a node that has some.</summary>
    public static async Task<Node> StartAsync(ChatDatabase database, bool workers = true, IModelGateway? model = null, string? titleModel = null)
    {
        var node = new Node(database, model ?? QuickDemo(), titleModel);
        if (workers)
        {
            await node._runner.StartAsync(CancellationToken.None);
            await node._titleWriter.StartAsync(CancellationToken.None);
        }

        return node;
    }

    public async ValueTask DisposeAsync()
    {
        await _titleWriter.StopAsync(CancellationToken.None);
        _titleWriter.Dispose();
        await _runner.StopAsync(CancellationToken.None);
        _runner.Dispose();
        _clock.Dispose();
    }

    private static DemoModel QuickDemo() =>
        new(Options.Create(new DemoOptions { Pace = 100, FirstTokenDelay = TimeSpan.Zero }), TimeProvider.System);

    private sealed class NobodyListens : ISessionNotifier
    {
        public void SessionChanged(Guid sessionId)
        {
        }
    }
}

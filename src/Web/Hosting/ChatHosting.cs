using Microsoft.Extensions.Options;
using TesslateLite.Hub.Access;
using TesslateLite.Hub.Accounts;
using TesslateLite.Hub.Attachments;
using TesslateLite.Hub.Feed;
using TesslateLite.Hub.Libraries;
using TesslateLite.Hub.Replies;
using TesslateLite.Hub.Sessions;
using TesslateLite.Hub.Titles;

namespace TesslateLite.Web.Hosting;

/// <summary>The real-time core: use cases, replies, feed.</summary>
public static class ChatHosting
{
    /// <summary>Adds the use cases, the feed and the workers.</summary>
    public static void AddChat(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<SessionAccess>();

        services.AddSingleton<StartSessionHandler>();
        services.AddSingleton<WatchSessionHandler>();
        services.AddSingleton<SendMessageHandler>();
        services.AddSingleton<StopReplyHandler>();
        services.AddSingleton<ContinueReplyHandler>();
        services.AddSingleton<RegenerateReplyHandler>();
        services.AddSingleton<EditMessageHandler>();
        services.AddSingleton<UnqueueMessageHandler>();
        services.AddSingleton<RenameSessionHandler>();
        services.AddSingleton<ChooseModelHandler>();
        services.AddSingleton<BinSessionHandler>();
        services.AddSingleton<RestoreSessionHandler>();
        services.AddSingleton<CloseReplyHandler>();
        services.AddSingleton<OpenGuestAccountHandler>();
        services.AddSingleton<SessionWriter>();
        services.AddSingleton<SessionCommits>();
        services.AddSingleton<AttachmentStore>();
        services.AddSingleton<LibraryWriter>();

        services.AddSingleton<ISessionSource, MartenSessionSource>();
        services.AddSingleton<IFrameClock, FrameClock>();
        services.AddSingleton<MemorySessionFeed>();
        services.AddSingleton<ISessionFeed>(s => s.GetRequiredService<MemorySessionFeed>());
        services.AddHostedService<FeedRepair>();

        services.AddOptions<TitleOptions>().BindConfiguration(TitleOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TitleOptions>, TitleOptionsValidator>();
        services.AddSingleton<TitleInbox>();
        services.AddSingleton<TitleSessionHandler>();
        services.AddHostedService<TitleWriter>();

        services.AddSingleton<OpenReplies>();
        services.AddSingleton<ReplyInbox>();
        services.AddHostedService<ReplyRunner>();
    }
}

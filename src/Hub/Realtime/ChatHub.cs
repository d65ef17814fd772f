using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.SignalR;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Feed;
using TesslateLite.Hub.Sessions;

namespace TesslateLite.Hub.Realtime;

/// <summary>
/// The doorman: knows who calls, hands over, returns. No state, no database, no model. Commands answer with an
/// <see cref="Outcome"/>; none of them is bound to the connection that sent it.
/// </summary>
[Authorize]
public sealed class ChatHub : Hub<IChatClient>
{
    private Guid Caller => Context.AccountId();

    /// <summary>Watches a session; see <see cref="ISessionFeed.Watch"/>.</summary>
    public Task<IAsyncEnumerable<FrameBatch>> Watch(Guid sessionId, string? after, [FromServices] WatchSessionHandler handler) =>
        WatchLimit.Of(Context).Count(() => handler.Handle(sessionId, after, Caller));

    /// <inheritdoc cref="StartSession"/>
    public Task<Outcome> Start(StartSession command, [FromServices] StartSessionHandler handler) => handler.Handle(command, Caller);

    /// <inheritdoc cref="SendMessage"/>
    public Task<Outcome> Send(SendMessage command, [FromServices] SendMessageHandler handler) => handler.Handle(command, Caller);

    /// <inheritdoc cref="StopReply"/>
    public Task<Outcome> Stop(StopReply command, [FromServices] StopReplyHandler handler) => handler.Handle(command, Caller);

    /// <inheritdoc cref="ContinueReply"/>
    public Task<Outcome> Continue(ContinueReply command, [FromServices] ContinueReplyHandler handler) => handler.Handle(command, Caller);

    /// <inheritdoc cref="RegenerateReply"/>
    public Task<Outcome> Regenerate(RegenerateReply command, [FromServices] RegenerateReplyHandler handler) => handler.Handle(command, Caller);

    /// <inheritdoc cref="EditMessage"/>
    public Task<Outcome> Edit(EditMessage command, [FromServices] EditMessageHandler handler) => handler.Handle(command, Caller);

    /// <inheritdoc cref="UnqueueMessage"/>
    public Task<Outcome> Unqueue(UnqueueMessage command, [FromServices] UnqueueMessageHandler handler) => handler.Handle(command, Caller);

    /// <inheritdoc cref="RenameSession"/>
    public Task<Outcome> Rename(RenameSession command, [FromServices] RenameSessionHandler handler) => handler.Handle(command, Caller);

    /// <inheritdoc cref="ChooseModel"/>
    public Task<Outcome> ChooseModel(ChooseModel command, [FromServices] ChooseModelHandler handler) => handler.Handle(command, Caller);

    /// <inheritdoc cref="BinSession"/>
    public Task<Outcome> Bin(BinSession command, [FromServices] BinSessionHandler handler) => handler.Handle(command, Caller);

    /// <inheritdoc cref="RestoreSession"/>
    public Task<Outcome> Restore(RestoreSession command, [FromServices] RestoreSessionHandler handler) => handler.Handle(command, Caller);

    /// <summary>Where <see cref="ChatHubProtocol"/> sends what cannot be bound to a method: the caller gets the refusal as an answer.</summary>
    [HubMethodName(ChatHubProtocol.RefuseInvocation)]
    [SuppressMessage("Performance", "CA1822", Justification = "SignalR finds instance methods only.")]
    public Task<Outcome> RefuseInvocation(bool unknownMethod) =>
        Task.FromResult<Outcome>(unknownMethod ? Refusals.UnknownMethod : Refusals.BadRequest);

    /// <summary>The same for a stream.</summary>
    [HubMethodName(ChatHubProtocol.RefuseStream)]
    [SuppressMessage("Performance", "CA1822", Justification = "SignalR finds instance methods only.")]
    public IAsyncEnumerable<FrameBatch> RefuseStream() => WatchSessionHandler.Closed(Refusals.BadRequest);
}

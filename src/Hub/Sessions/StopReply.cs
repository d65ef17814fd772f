using Marten;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Access;
using TesslateLite.Hub.Replies;
using TesslateLite.Projections.Sessions;

namespace TesslateLite.Hub.Sessions;

/// <summary>
/// Stops a reply. The request is a mark on the reply's row, so it holds whoever writes the reply, wherever, and also when the
/// worker dies before it sees it. The worker closes the reply with the text that it has.
/// </summary>
public sealed class StopReplyHandler(IDocumentStore store, SessionAccess access, OpenReplies openReplies, ReplyInbox inbox)
{
    /// <summary>Carries the command out. A reply that has ended needs no stopping.</summary>
    public async Task<Outcome> Handle(StopReply command, Guid caller)
    {
        if (await access.Require(caller, command.SessionId, Right.Write, CancellationToken.None) is { } refused)
        {
            return refused;
        }

        if (await Mark(command.SessionId, command.ReplyId, caller))
        {
            return new Accepted(command.ReplyId);
        }

        await using var query = store.QuerySession();
        var ended = await query.LoadAsync<MessageRow>(command.ReplyId);
        return ended?.SessionId == command.SessionId && ended.AuthorId is null ? new Accepted(command.ReplyId) : Refusals.UnknownMessage;
    }

    /// <summary>Stops all replies of a session; the right has been checked.</summary>
    public Task StopAll(Guid sessionId, Guid caller) => Mark(sessionId, replyId: null, caller);

    private async Task<bool> Mark(Guid sessionId, Guid? replyId, Guid by)
    {
        var marked = await openReplies.RequestStop(sessionId, replyId, by);
        foreach (var id in marked)
        {
            inbox.StopRequested(id, by);
        }

        return marked.Count > 0;
    }
}

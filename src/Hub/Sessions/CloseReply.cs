using JasperFx;
using Marten;
using Marten.Services;
using Npgsql;
using TesslateLite.Contracts.Events;
using TesslateLite.Hub.Replies;
using TesslateLite.Hub.Titles;
using TesslateLite.Projections.Rendering;
using TesslateLite.Projections.Sessions;

namespace TesslateLite.Hub.Sessions;

/// <summary>How a worker ends its reply.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="By">Who stopped it.</param>
/// <param name="Code">Why it did not complete: one of <see cref="Contracts.Wire.ReplyFailureCodes"/>.</param>
/// <param name="Text">All that was written.</param>
public sealed record ReplyEnd(ReplyOutcome Outcome, Guid? By, string? Code, string Text)
{
    /// <summary>All that was thought.</summary>
    public string Reasoning { get; init; } = "";

    /// <summary>When the provider takes requests again, if it said so.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>How it was made; null when no model was asked.</summary>
    public ReplyGeneration? Generation { get; init; }
}

/// <summary>Rule for the end of a reply.</summary>
public static class CloseReplyDecision
{
    /// <summary>Decides. A message that waits for this reply is sent in the same commit, unless the session is in the bin.</summary>
    public static Decision Decide(ChatSession session, Guid replyId, ReplyEnd end, Guid newReplyId)
    {
        var open = session.OpenReplies.FirstOrDefault(r => r.ReplyId == replyId);
        if (open is null)
        {
            return Decision.Already();
        }

        var closed = new ReplyClosed(replyId, open.ParentId, open.Model, end.Outcome, end.By, end.Code, end.Text)
        {
            Reasoning = end.Reasoning,
            RetryAt = end.RetryAt,
            Generation = end.Generation,
        };
        var due = session.Binned ? null : session.Queue.FirstOrDefault(q => q.ParentId == replyId);
        return due is null ? Decision.Append(closed) : Decision.Append([closed, .. Dequeue.Events(session, due, newReplyId)]);
    }
}

/// <summary>Ends a reply: its rows go and its event comes in one transaction, and only while the worker's fence holds.</summary>
public sealed class CloseReplyHandler(IDocumentStore store, NpgsqlDataSource database, SessionCommits commits, TitleInbox titles)
{
    /// <summary>Carries it out; tries again when others write to the session at the same moment.</summary>
    /// <returns>False when this worker no longer holds the reply.</returns>
    public async Task<bool> Handle(ClaimedReply reply, ReplyEnd end, CancellationToken cancellation)
    {
        // Before the transaction, which ends when nothing is heard of it for two seconds: all views find it rendered.
        MessageRenderer.RenderReply(end.Text);
        while (true)
        {
            try
            {
                return await Close(reply, end, cancellation);
            }
            catch (ConcurrencyException)
            {
                // Somebody renamed or sent meanwhile; decide on the newer state.
            }
        }
    }

    private async Task<bool> Close(ClaimedReply reply, ReplyEnd end, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (!await OpenReplies.Delete(transaction, reply.Id, reply.Fence, cancellation))
        {
            return false;
        }

        await using var session = store.LightweightSession(SessionOptions.ForTransaction(transaction));
        var stream = await session.Events.FetchForWriting<ChatSession>(reply.SessionId, cancellation);
        if (stream.Aggregate is not { } state)
        {
            // Its session is gone, and nobody can read it any more.
            await transaction.CommitAsync(cancellation);
            return false;
        }

        IReadOnlyList<ClaimedReply> started = [];
        if (CloseReplyDecision.Decide(state, reply.Id, end, Guid.CreateVersion7()) is Decision.Events events)
        {
            stream.AppendMany(events.Appended);
            started = commits.Prepare(session, reply.SessionId, state.Version, events.Appended);
        }

        await session.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        await commits.Announce(reply.SessionId, started);
        if (state.TitleIsProvisional && end.Outcome == ReplyOutcome.Completed)
        {
            titles.Wanted(new WantedTitle(reply.SessionId, state.OwnerId, reply.ParentId, TitleWriter.Start(end.Text)));
        }

        return true;
    }
}

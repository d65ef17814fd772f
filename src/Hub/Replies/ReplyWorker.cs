using System.Diagnostics;
using Marten;
using Microsoft.Extensions.Logging;
using Npgsql;
using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Feed;
using TesslateLite.Hub.Gateway;
using TesslateLite.Hub.Sessions;
using TesslateLite.Projections.Rendering;
using TesslateLite.Projections.Sessions;

namespace TesslateLite.Hub.Replies;

/// <summary>
/// Writes one reply: from the model through the reader to the feed, and at the end into the session. Belongs to nobody's
/// connection. May be ended from outside in three ways: stopped by a person (closes with its text), its lease lost (writes
/// nothing more), the process stopping (lets go; another worker goes on from the stored text).
/// </summary>
internal sealed class ReplyWorker(
    ClaimedReply reply,
    ISessionFeed feed,
    IModelGateway gateway,
    CloseReplyHandler close,
    IDocumentStore store,
    NpgsqlDataSource database,
    TimeProvider time,
    ILogger log) : IDisposable
{
    private readonly CancellationTokenSource _modelCall = new();
    private readonly CancellationTokenSource _abandoned = new();
    private readonly ReplyDraft _draft = new(reply, time);
    private Guid? _stoppedBy = reply.StopBy;

    public ClaimedReply Reply => reply;

    /// <summary>True once it is about to close: then a missing row is its own doing.</summary>
    public bool IsClosing { get; private set; }

    /// <summary>Completes when it has ended in one way or another.</summary>
    public Task Done { get; set; } = Task.CompletedTask;

    public void Stop(Guid by)
    {
        _stoppedBy ??= by;
        Cancel(_modelCall);
    }

    /// <summary>Ends it without a trace: the lease is lost, or the process stops.</summary>
    public void Abandon()
    {
        Cancel(_abandoned);
        Cancel(_modelCall);
    }

    /// <summary>What is to be stored now.</summary>
    public Checkpoint Unsaved() => _draft.Checkpoint();

    /// <summary>A checkpoint is stored.</summary>
    public void Saved(Checkpoint checkpoint) => _draft.Saved(checkpoint);

    public async Task Run()
    {
        using var activity = Tracing.Source.StartActivity("reply", ActivityKind.Consumer, reply.TraceParent);
        Log.ReplyOpened(log, reply.Id, reply.Fence);
        try
        {
            if (reply.Attempts > OpenReplies.Attempts)
            {
                // Each worker so far has ended before it had stored any more: neither the reader nor the feed has a part in this.
                await Close(new ReplyEnd(ReplyOutcome.Interrupted, By: null, ReplyFailureCodes.Abandoned, NormalText.From(reply.Written))
                {
                    Reasoning = NormalText.From(reply.Reasoning),
                    Generation = _draft.Generation(),
                });
                return;
            }

            var soFar = await WrittenBefore();
            using var writer = await feed.Open(reply.SessionId, reply.Ordinal, reply.Fence, soFar);
            var end = await Write(writer);
            if (_abandoned.IsCancellationRequested)
            {
                return;
            }

            writer.Append(_draft.Complete());
            await Close(end with { Text = _draft.Text, Reasoning = _draft.Reasoning });
        }
        catch (OperationCanceledException) when (_abandoned.IsCancellationRequested)
        {
            // Let go on purpose.
        }
    }

    public void Dispose()
    {
        _modelCall.Dispose();
        _abandoned.Dispose();
    }

    /// <summary>What to go on from: what is stored of this reply, or else the reply that it continues.</summary>
    private async Task<ReplyProgress> WrittenBefore()
    {
        if (reply is { Written: "", Reasoning: "", Continues: { } continued })
        {
            await using var query = store.QuerySession();
            var row = await query.LoadAsync<MessageRow>(continued, _abandoned.Token);
            return _draft.Continue(row?.Text ?? "", row?.Reasoning ?? "");
        }

        return _draft.Resume();
    }

    private async Task<ReplyEnd> Write(IReplyWriter writer)
    {
        if (_stoppedBy is not null)
        {
            return Stopped();
        }

        // A person who asks to continue gets a seam rather than nothing; a takeover that nobody asked for makes none.
        if (reply.Written.Length > 0 && !gateway.CanContinue(reply.Model))
        {
            return End(ReplyOutcome.Interrupted);
        }

        // Outside the try: a database that is away is no failure of the model; another worker tries when it is back.
        var branch = await Branches.Path(database, reply.ParentId, _abandoned.Token);
        var request = new ModelRequest(reply.Model, reply.Id, branch, _draft.Text);
        try
        {
            await foreach (var delta in gateway.Stream(request, _modelCall.Token))
            {
                if (delta is ModelFinished finished)
                {
                    return finished.AtLimit ? End(ReplyOutcome.Interrupted, ReplyFailureCodes.OutputLimit) : End(ReplyOutcome.Completed);
                }

                if (_draft.Take(delta) is { } progress)
                {
                    writer.Append(progress);
                    if (_draft.Length > SessionLimits.ReplyLength)
                    {
                        return End(ReplyOutcome.Failed, ReplyFailureCodes.TooLong);
                    }
                }
            }

            return _modelCall.IsCancellationRequested ? Stopped() : End(ReplyOutcome.Failed, ReplyFailureCodes.EndedEarly);
        }
        catch (Exception) when (_modelCall.IsCancellationRequested)
        {
            // However the way to the model ends a call that was cancelled.
            return Stopped();
        }
        catch (Exception e)
        {
            var failure = e as ModelException;
            var code = failure?.Code ?? ReplyFailureCodes.ModelFailed;
            // Not the exception itself: providers quote in theirs what they were asked.
            Log.ModelFailed(log, reply.Id, code, e.GetBaseException().GetType().Name);
            return End(ReplyOutcome.Failed, code) with { RetryAt = time.GetUtcNow() + failure?.RetryAfter };
        }
    }

    private ReplyEnd Stopped() => End(ReplyOutcome.Stopped) with { By = _stoppedBy };

    /// <summary>The end of the work at this moment; its texts come when the draft is complete.</summary>
    private ReplyEnd End(ReplyOutcome outcome, string? code = null) =>
        new(outcome, By: null, code, Text: "") { Generation = _draft.Generation() };

    /// <summary>Closes, again and again while the database is away; the lease decides whether it is still ours by then.</summary>
    private async Task Close(ReplyEnd end)
    {
        IsClosing = true;
        for (var pause = TimeSpan.FromMilliseconds(200); ; pause = Min(pause * 2, TimeSpan.FromSeconds(3)))
        {
            try
            {
                if (await close.Handle(reply, end, _abandoned.Token))
                {
                    Log.ReplyClosed(log, reply.Id, end.Outcome.ToString(), end.Text.Length);
                }
                else
                {
                    Log.LeaseLost(log, reply.Id, reply.Fence);
                }

                return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Log.CloseFailed(log, e, reply.Id);
                await Task.Delay(pause, time, _abandoned.Token);
            }
        }
    }

    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself at this moment.
        }
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}

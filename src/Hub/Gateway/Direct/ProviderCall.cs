using Microsoft.Extensions.AI;
using Polly;
using Polly.Timeout;
using TesslateLite.Contracts.Wire;
using IChatClient = Microsoft.Extensions.AI.IChatClient;

namespace TesslateLite.Hub.Gateway.Direct;

/// <summary>
/// One request to one deployment. First <see cref="BeginAsync"/>, which returns with the first token or without; then batches of
/// deltas by <see cref="TakeBatch"/> and <see cref="NextAsync"/>. Failures are values here; only the caller's own cancellation is
/// thrown.
/// </summary>
internal sealed class ProviderCall : IAsyncDisposable
{
    /// <summary>After a finish reason the answer is complete: how long its usage, or the end of the stream, is waited for.</summary>
    private static readonly TimeSpan s_usageWithin = TimeSpan.FromSeconds(2);

    private readonly AnswerReader _answer = new();
    private readonly TimeSpan _idleTimeout;
    private readonly TimeProvider _time;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _idle;
    private readonly CancellationTokenSource _stop;
    private readonly IAsyncEnumerator<ChatResponseUpdate> _updates;
    private List<ModelDelta> _batch = [];
    private bool _closing;
    private bool _ended;

    public ProviderCall(
        IChatClient client, IEnumerable<ChatMessage> messages, ChatOptions options, TimeSpan idleTimeout, TimeProvider time, CancellationToken caller)
    {
        _idleTimeout = idleTimeout;
        _time = time;
        _caller = caller;
        _idle = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(caller, _idle.Token);
        _updates = client.GetStreamingResponseAsync(messages, options, _stop.Token).GetAsyncEnumerator(_stop.Token);
    }

    /// <summary>True once there was a first token: from then on the answer belongs to this deployment.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Why the answer did not come, or not wholly; null while it is under way and when it finished.</summary>
    public ModelException? Failure { get; private set; }

    /// <summary>Calls the provider and reads up to the first token, or the end of an answer that has none.</summary>
    /// <param name="limit">Ends the phase when it takes too long. Comments in the stream do not count as tokens.</param>
    public async Task BeginAsync(ResiliencePipeline limit)
    {
        try
        {
            await limit.ExecuteAsync(
                static async (call, phase) =>
                {
                    // The stream lives longer than the phase, so it has a token of its own.
                    await using var end = phase.UnsafeRegister(static stop => ((CancellationTokenSource)stop!).Cancel(), call._stop);
                    while (!call.HasBegun && !call._ended)
                        await call.ReadAsync(phase);
                },
                this,
                _caller);
        }
        catch (TimeoutRejectedException e)
        {
            End(FailureReader.FromException(e, _time.GetUtcNow()));
        }
    }

    /// <summary>Hands over what has come since the last time.</summary>
    public IReadOnlyList<ModelDelta> TakeBatch()
    {
        var batch = _batch;
        _batch = [];
        return batch;
    }

    /// <summary>Reads on. False when the stream has ended and the last batch was taken.</summary>
    public async ValueTask<bool> NextAsync()
    {
        if (_ended)
            return false;
        await ReadAsync(CancellationToken.None);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _updates.DisposeAsync();
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The connection is given up; how it takes that is of no interest.
        }
        _stop.Dispose();
        _idle.Dispose();
    }

    private async Task ReadAsync(CancellationToken phase)
    {
        try
        {
            if (!await _updates.MoveNextAsync())
            {
                End(null);
                return;
            }
            var before = _batch.Count;
            _answer.Take(_updates.Current, _batch);
            var token = _batch.Count > before;
            HasBegun |= token;
            if (_answer.IsFinished && !_closing)
            {
                _closing = true;
                _idle.CancelAfter(s_usageWithin);
            }
            else if (token && !_closing)
            {
                _idle.CancelAfter(_idleTimeout);
            }
        }
        catch (Exception e)
        {
            // Whatever is thrown when a read is cancelled, the reason is known here.
            _caller.ThrowIfCancellationRequested();
            phase.ThrowIfCancellationRequested();
            End(_stop.IsCancellationRequested
                ? new ModelException(ReplyFailureCodes.Stalled, "No token came for too long.")
                : FailureReader.FromException(e, _time.GetUtcNow()));
        }
    }

    private void End(ModelException? failure)
    {
        _ended = true;
        _answer.Release(_batch);
        // Once the model has said that it is done, a connection that breaks takes nothing of the answer away.
        var (finished, verdict) = _answer.Verdict();
        Failure = _answer.IsFinished ? verdict : failure ?? verdict;
        if (finished is not null)
            _batch.Add(finished);
    }
}

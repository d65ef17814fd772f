using TesslateLite.Contracts.Events;
using TesslateLite.Hub.Gateway;

namespace TesslateLite.Hub.Replies;

/// <summary>
/// Notes how a reply is made, so that its end can say so however it ends. Times are milliseconds since the worker began. Pure;
/// used by one worker at a time.
/// </summary>
/// <param name="countTokens">Estimates the tokens of a text, for when the provider does not count.</param>
internal sealed class GenerationRecorder(Func<string, int> countTokens)
{
    private readonly ReplyTimeline _timeline = new();
    private ModelAttempt? _attempt;
    private ModelUsage? _usage;
    private int? _firstToken;

    /// <summary>A model is asked, for the first time or again.</summary>
    public void Attempt(ModelAttempt attempt)
    {
        _attempt = attempt;
        _usage = null;
    }

    /// <summary>The provider has counted.</summary>
    public void Usage(ModelUsage usage) => _usage = usage;

    /// <summary>Text or reasoning has come.</summary>
    /// <param name="ms">When.</param>
    /// <param name="units">UTF-16 units of text; 0 for reasoning.</param>
    public void Came(int ms, int units)
    {
        _firstToken ??= ms;
        _timeline.Add(ms, units);
    }

    /// <summary>The reply ends.</summary>
    /// <param name="ms">When.</param>
    /// <param name="written">What this worker has from the model: the text.</param>
    /// <param name="reasoning">The reasoning.</param>
    /// <returns>Null when no model was asked.</returns>
    public ReplyGeneration? End(int ms, string written, string reasoning)
    {
        if (_attempt is not { } attempt)
        {
            return null;
        }

        var usage = _usage ?? Estimate(attempt, written, reasoning);
        return new ReplyGeneration(
            attempt.Model,
            attempt.Deployment,
            attempt.Attempt,
            attempt.Prompt,
            attempt.LeftOut,
            _firstToken,
            ms,
            new ReplyUsage(usage.InputTokens, usage.CachedInputTokens, usage.OutputTokens, usage.ReasoningTokens, Estimated: _usage is null),
            attempt.Price?.CostOf(usage),
            _timeline.Pairs);
    }

    /// <summary>A call that brought nothing is not charged for: it failed, or was stopped, before the model began.</summary>
    private ModelUsage Estimate(ModelAttempt attempt, string written, string reasoning)
    {
        if (_firstToken is null)
        {
            return new ModelUsage(0, 0, 0, 0);
        }

        var thought = countTokens(reasoning);
        return new ModelUsage(attempt.InputTokens, 0, countTokens(written) + thought, thought);
    }
}

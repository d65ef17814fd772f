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
    /// <summary>A call that brought nothing is not charged for: it failed, or was stopped, before the model began.</summary>
    private static readonly ModelUsage Nothing = new(0, 0, 0, 0);

    private readonly ReplyTimeline _timeline = new();
    private ModelUsage? _usage;
    private int? _firstToken;

    /// <summary>Who was asked last; null when nobody was.</summary>
    public ModelAttempt? Asked { get; private set; }

    /// <summary>A model is asked, for the first time or again.</summary>
    public void Attempt(ModelAttempt attempt)
    {
        Asked = attempt;
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
    public ReplyGeneration? End(int ms, string written, string reasoning) =>
        Asked is null ? null : Of(Asked, ms, _usage ?? (_firstToken is null ? Nothing : Estimate(Asked, written, reasoning)));

    /// <summary>What is known of a reply whose worker was lost and which no other one goes on with.</summary>
    /// <param name="asked">Whom the lost one had asked.</param>
    /// <param name="written">What is stored of the text.</param>
    /// <param name="reasoning">What is stored of the reasoning.</param>
    public ReplyGeneration OfLost(ModelAttempt asked, string written, string reasoning) =>
        Of(asked, ms: null, Estimate(asked, written, reasoning));

    private ReplyGeneration Of(ModelAttempt attempt, int? ms, ModelUsage usage) =>
        new(
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

    private ModelUsage Estimate(ModelAttempt attempt, string written, string reasoning)
    {
        var thought = countTokens(reasoning);
        return new ModelUsage(attempt.InputTokens, 0, countTokens(written) + thought, thought);
    }
}

using TesslateLite.Contracts.Wire;

namespace TesslateLite.Hub.Gateway;

/// <summary>The way to the models: what there is to choose from, and one streamed answer at a time.</summary>
public interface IModelGateway
{
    /// <summary>
    /// The models as they stand now, the default one first; what cannot be used is among them and says why. Never empty.
    /// </summary>
    IReadOnlyList<ModelView> Models { get; }

    /// <summary>
    /// True when the model goes on from text that it has written before (<see cref="ModelRequest.Written"/>) without a seam.
    /// False too for a model that is not there (any more).
    /// </summary>
    bool CanContinue(string model);

    /// <summary>
    /// Streams an answer. Ends after <see cref="ModelFinished"/>; a stream that ends without it has failed. Cancelling stops
    /// the call upstream.
    /// </summary>
    /// <exception cref="ModelException">The model, or the way to it, failed.</exception>
    IAsyncEnumerable<ModelDelta> Stream(ModelRequest request, CancellationToken cancellation);
}

/// <summary>What a model is asked.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="ReplyId">The reply that the answer becomes; also what a repeatable model may seed itself with.</param>
/// <param name="Messages">The branch from its root to the message to be answered. The gateway fits it into the model's window.</param>
/// <param name="Written">
/// What this reply already has, when it is taken over or continued; empty at first. A model that cannot go on from it
/// (<see cref="IModelGateway.CanContinue"/>) is asked in words to go on.
/// </param>
public sealed record ModelRequest(string Model, Guid ReplyId, IReadOnlyList<ModelMessage> Messages, string Written);

/// <summary>One turn of the branch.</summary>
public sealed record ModelMessage(MessageRole Role, string Text)
{
    /// <summary>Pictures that came with it; models that do not see are told of them in words.</summary>
    public IReadOnlyList<ModelImage> Images { get; init; } = [];
}

/// <summary>A picture.</summary>
/// <param name="MediaType"><c>image/png</c>, <c>image/jpeg</c>, <c>image/webp</c> or <c>image/gif</c>.</param>
/// <param name="Bytes">The file.</param>
public sealed record ModelImage(string MediaType, ReadOnlyMemory<byte> Bytes);

/// <summary>A part of a streamed answer.</summary>
public abstract record ModelDelta;

/// <summary>
/// Comes before each attempt: who is asked now, and with what. The last one says who wrote the answer, however it ends.
/// </summary>
/// <param name="Model">Name of the model; another one than was asked for when it is a fallback.</param>
/// <param name="Deployment">Id of the deployment, as in the configuration.</param>
/// <param name="Attempt">Counted from 1 over all deployments and fallbacks.</param>
/// <param name="InputTokens">Estimate of what is sent, for when the provider does not say.</param>
/// <param name="LeftOut">Earlier turns that did not fit into the window and are not sent.</param>
/// <param name="Prompt">System prompt and its version, such as <c>coder@1</c>; null without one.</param>
/// <param name="Price">What its tokens cost; null when that is not known.</param>
public sealed record ModelAttempt(
    string Model, string Deployment, int Attempt, int InputTokens, int LeftOut, string? Prompt, ModelPrice? Price) : ModelDelta;

/// <summary>More text; any split, also inside a word or a surrogate pair.</summary>
public sealed record ModelText(string Text) : ModelDelta;

/// <summary>More of what the model thinks before, or while, it answers; never part of the answer. Any split.</summary>
public sealed record ModelReasoning(string Text) : ModelDelta;

/// <summary>What the provider counted; the last one counts.</summary>
/// <param name="InputTokens">Tokens sent, those from a cache included.</param>
/// <param name="CachedInputTokens">Of these, tokens that the provider had in its cache.</param>
/// <param name="OutputTokens">Tokens written, those of reasoning included.</param>
/// <param name="ReasoningTokens">Of these, tokens of reasoning.</param>
public sealed record ModelUsage(int InputTokens, int CachedInputTokens, int OutputTokens, int ReasoningTokens) : ModelDelta;

/// <summary>The model said that it has ended.</summary>
/// <param name="AtLimit">True when it ended because it may not write more, and not because it had said all.</param>
public sealed record ModelFinished(bool AtLimit = false) : ModelDelta;

/// <summary>What tokens cost, in US dollars each.</summary>
/// <param name="Input">A token sent.</param>
/// <param name="CachedInput">A token sent that the provider had in its cache.</param>
/// <param name="Output">A token written.</param>
public sealed record ModelPrice(decimal Input, decimal CachedInput, decimal Output)
{
    /// <summary>The cost of a reply, exact.</summary>
    public decimal CostOf(ModelUsage usage) =>
        ((usage.InputTokens - usage.CachedInputTokens) * Input) + (usage.CachedInputTokens * CachedInput) + (usage.OutputTokens * Output);
}

/// <summary>A model, or the way to it, failed in a known way.</summary>
/// <param name="code">Stable code, stored with the reply: one of <see cref="ReplyFailureCodes"/>.</param>
/// <param name="message">For the log; holds nothing that a person wrote, and nothing that a provider quoted.</param>
/// <param name="inner">What was caught.</param>
public sealed class ModelException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Stable code, stored with the reply.</summary>
    public string Code { get; } = code;

    /// <summary>How long the provider asks us to wait, if it does.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

using TesslateLite.Contracts.Wire;

namespace TesslateLite.Hub.Gateway;

/// <summary>The way to the models: what there is to choose from, and one streamed answer at a time.</summary>
public interface IModelGateway
{
    /// <summary>The models that can be chosen, the default one first. Never empty.</summary>
    IReadOnlyList<ModelView> Models { get; }

    /// <summary>True when the model can go on from text that it has written before (<see cref="ModelRequest.Written"/>).</summary>
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
/// <param name="Messages">The branch from its root to the message to be answered.</param>
/// <param name="Written">What this reply already has, when it is taken over or continued; empty at first.</param>
public sealed record ModelRequest(string Model, Guid ReplyId, IReadOnlyList<ModelMessage> Messages, string Written);

/// <summary>One turn of the branch.</summary>
public sealed record ModelMessage(MessageRole Role, string Text);

/// <summary>A part of a streamed answer.</summary>
public abstract record ModelDelta;

/// <summary>More text; any split, also inside a word or a surrogate pair.</summary>
public sealed record ModelText(string Text) : ModelDelta;

/// <summary>The model said that it is done.</summary>
public sealed record ModelFinished : ModelDelta;

/// <summary>A model, or the way to it, failed in a known way.</summary>
/// <param name="code">Stable code, stored with the reply.</param>
/// <param name="message">For the log; holds nothing that a person wrote.</param>
/// <param name="inner">What was caught.</param>
public sealed class ModelException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Stable code, stored with the reply.</summary>
    public string Code { get; } = code;
}

using TesslateLite.Hub.Gateway.Direct;

namespace TesslateLite.Hub.Gateway.Context;

/// <summary>Fits a branch into a model's window.</summary>
public static class ContextWindow
{
    /// <summary>Chooses what is sent.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="info">The model's window, prompt and senses.</param>
    /// <param name="maxTokens">How many tokens the answer may have; null takes what the model can write.</param>
    public static FittedContext Fit(ModelRequest request, DeploymentInfo info, int? maxTokens) =>
        new(Instructions: "", Prompt: null, request.Messages, InputTokens: 0, LeftOut: 0, Fits: true);
}

/// <summary>What is sent to a model.</summary>
/// <param name="Instructions">The system prompt.</param>
/// <param name="Prompt">Its name and version, such as <c>coder@1</c>.</param>
/// <param name="Messages">The turns, oldest first; a mark stands where some are left out.</param>
/// <param name="InputTokens">Estimate for all of it.</param>
/// <param name="LeftOut">How many turns are left out.</param>
/// <param name="Fits">False when even the shortest possible context is too long.</param>
public sealed record FittedContext(
    string Instructions, string? Prompt, IReadOnlyList<ModelMessage> Messages, int InputTokens, int LeftOut, bool Fits);

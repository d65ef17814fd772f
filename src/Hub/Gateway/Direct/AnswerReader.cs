using System.Text;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using TesslateLite.Contracts.Wire;
using FinishReason = Microsoft.Extensions.AI.ChatFinishReason;

namespace TesslateLite.Hub.Gateway.Direct;

/// <summary>Makes our deltas of the updates of one answer. Pure: updates in, deltas and in the end a verdict out.</summary>
internal sealed class AnswerReader
{
    private readonly ThinkTags _tags = new();
    private FinishReason? _reason;
    private ModelUsage? _usage;

    /// <summary>True as soon as the model has said why it ends; only what it counted may still come.</summary>
    public bool IsFinished => _reason is not null;

    /// <summary>Takes the next update.</summary>
    /// <exception cref="ModelException">The update is the provider's word that it failed.</exception>
    public void Take(ChatResponseUpdate update, ICollection<ModelDelta> into)
    {
        var raw = update.RawRepresentation as StreamingChatCompletionUpdate;
        if (raw is not null && Patched(raw, "$.error"u8) is { } error)
            throw FailureReader.FromFrame(ProviderError.Parse($$"""{"error":{{error}}}""") ?? ProviderError.Unreadable);

        var hasReasoned = false;
        foreach (var content in update.Contents)
        {
            switch (content)
            {
                case TextReasoningContent { Text.Length: > 0 } reasoning:
                    into.Add(new ModelReasoning(reasoning.Text));
                    hasReasoned = true;
                    break;
                case TextContent { Text.Length: > 0 } text:
                    _tags.Add(text.Text, into);
                    break;
                case UsageContent usage:
                    _usage = Read(usage.Details);
                    break;
            }
        }
        // Two spellings are about; the client library knows one. Some providers send both, with the same text.
        if (!hasReasoned && raw is not null && PatchedText(raw, "$.choices[0].delta.reasoning"u8) is { Length: > 0 } thought)
            into.Add(new ModelReasoning(thought));
        if (raw?.RefusalUpdate is { Length: > 0 } refusal)
            _tags.Add(refusal, into);
        _reason ??= update.FinishReason;
    }

    /// <summary>Hands out what was held back, and what the provider counted.</summary>
    public void Release(ICollection<ModelDelta> into)
    {
        _tags.End(into);
        if (_usage is { } usage)
            into.Add(usage);
    }

    /// <summary>How the answer ended: finished, or why that is not so.</summary>
    public (ModelFinished? Finished, ModelException? Failure) Verdict()
    {
        if (_reason == FinishReason.Stop)
            return (new ModelFinished(), null);
        if (_reason == FinishReason.Length)
            return (new ModelFinished(AtLimit: true), null);
        if (_reason == FinishReason.ContentFilter)
            return (null, new ModelException(ReplyFailureCodes.ContentFiltered, "The answer ended with content_filter."));
        return _reason is null
            ? (null, new ModelException(ReplyFailureCodes.EndedEarly, "The stream ended without a finish reason."))
            : (null, new ModelException(ReplyFailureCodes.Malformed, "The model called a tool, and none was offered."));
    }

    /// <summary>Not all count as OpenAI does, where the whole includes its part; nothing may cost less than nothing.</summary>
    private static ModelUsage Read(UsageDetails details)
    {
        var (input, cached) = (Count(details.InputTokenCount), Count(details.CachedInputTokenCount));
        var (output, reasoning) = (Count(details.OutputTokenCount), Count(details.ReasoningTokenCount));
        // Of those that count reasoning beside the answer the total tells.
        var isBeside = details.TotalTokenCount == (long)input + output + reasoning;
        return new ModelUsage(input, Math.Min(cached, input), isBeside ? Count((long)output + reasoning) : output, reasoning);
    }

    private static int Count(long? tokens) => (int)Math.Clamp(tokens ?? 0, 0, int.MaxValue);

#pragma warning disable SCME0001 // Marked as new; the only way to what the client library has no property for.
    /// <summary>JSON of the update that the client library has no property for; null when it is not there, or says nothing.</summary>
    private static string? Patched(StreamingChatCompletionUpdate raw, ReadOnlySpan<byte> path) =>
        raw.Patch.TryGetJson(path, out var json) && Encoding.UTF8.GetString(json.Span) is var text && text is not ("null" or "false" or "\"\"") ? text : null;

    private static string? PatchedText(StreamingChatCompletionUpdate raw, ReadOnlySpan<byte> path) =>
        Patched(raw, path) is ['"', ..] && raw.Patch.TryGetValue(path, out string? text) ? text : null;
#pragma warning restore SCME0001
}

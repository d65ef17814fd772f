namespace TesslateLite.Hub.Gateway.Direct;

/// <summary><c>litellm.config.yaml</c> is wrong: where, and what to mend.</summary>
/// <param name="line">Line of the file, counted from 1.</param>
/// <param name="reason">One sentence for the operator. Quotes no value of the file: it may be a key.</param>
public sealed class GatewayConfigException(int line, string reason)
    : Exception(FormattableString.Invariant($"litellm.config.yaml, line {line}: {reason}"))
{
    /// <summary>Line of the file, counted from 1.</summary>
    public int Line { get; } = line;

    /// <summary>One sentence for the operator.</summary>
    public string Reason { get; } = reason;
}

using Microsoft.ML.Tokenizers;

namespace TesslateLite.Hub.Gateway.Context;

/// <summary>Estimates tokens.</summary>
public static class TokenCounter
{
    private static readonly Lazy<Tokenizer> Tokens = new(() => TiktokenTokenizer.CreateForEncoding("o200k_base"));

    /// <summary>The tokens of a text.</summary>
    public static int Count(string text) => Tokens.Value.CountTokens(text);
}

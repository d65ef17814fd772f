using Microsoft.ML.Tokenizers;

namespace TesslateLite.Hub.Gateway.Context;

/// <summary>
/// Estimates tokens, by OpenAI's newest vocabulary (o200k). Other vocabularies need up to a fifth more for the same text:
/// who compares an estimate with a limit leaves that much room, see <see cref="ContextWindow"/>. All members are thread-safe.
/// </summary>
public static class TokenCounter
{
    /// <summary>What a message costs besides its text: role and separators.</summary>
    public const int PerMessage = 4;

    /// <summary>What begins the answer.</summary>
    public const int PerAnswer = 3;

    /// <summary>
    /// A picture. Providers scale large ones down before they count, so that this is about the most that one costs, whatever its
    /// size; a small one costs less.
    /// </summary>
    public const int PerImage = 1_600;

    /// <summary>
    /// UTF-16 units counted at a time. The tokenizer takes time by the square of a text's length, 18 seconds for 400,000 units;
    /// in slices it takes a tenth of a second, and counts about a token more for each cut.
    /// </summary>
    private const int Slice = 512;

    private static readonly Lazy<TiktokenTokenizer> Vocabulary = new(() => TiktokenTokenizer.CreateForEncoding("o200k_base"));

    /// <summary>Loads the vocabulary, which takes half a second: else the first message would wait for it.</summary>
    public static void WarmUp() => Of("Hello");

    /// <summary>Tokens of a text; what is longer than <paramref name="limit"/> is not counted to its end.</summary>
    /// <returns>The tokens when there are at most <paramref name="limit"/>, else any number above it.</returns>
    public static int Of(string text, int limit = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = 0;
        for (var from = 0; from < text.Length && tokens <= limit;)
        {
            var end = EndOfSlice(text, from);
            tokens += Vocabulary.Value.CountTokens(text.AsSpan(from, end - from), considerPreTokenization: true, considerNormalization: false);
            from = end;
        }

        return tokens;
    }

    /// <summary>Tokens of a message with its pictures; see <see cref="Of(string, int)"/> for <paramref name="limit"/>.</summary>
    public static int Of(ModelMessage message, int limit = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(message);
        var besides = PerMessage + (message.Images.Count * PerImage);
        return besides + Of(message.Text, limit - besides);
    }

    /// <summary>The beginning of a text that has at most <paramref name="limit"/> tokens.</summary>
    public static string Beginning(string text, int limit)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (from, left) = (0, limit);
        while (from < text.Length && left > 0)
        {
            var slice = text.AsSpan(from, EndOfSlice(text, from) - from);
            var fitting = Vocabulary.Value.GetIndexByTokenCount(
                slice, left, out _, out var tokens, considerPreTokenization: true, considerNormalization: false);
            from += fitting;
            left -= tokens;
            if (fitting < slice.Length)
            {
                break;
            }
        }

        return text[..(from > 0 && char.IsHighSurrogate(text[from - 1]) ? from - 1 : from)];
    }

    private static int EndOfSlice(string text, int from)
    {
        var end = Math.Min(from + Slice, text.Length);
        return end < text.Length && char.IsHighSurrogate(text[end - 1]) ? end - 1 : end;
    }
}

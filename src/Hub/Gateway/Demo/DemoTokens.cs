namespace TesslateLite.Hub.Gateway.Demo;

/// <summary>A few characters, and how long the model waits before it says them.</summary>
public readonly record struct DemoToken(string Text, TimeSpan Pause);

/// <summary>Splits an answer the way a model would say it. Pure: the same answer and seed give the same tokens and pauses.</summary>
public static class DemoTokens
{
    /// <summary>No token is longer, in UTF-16 units.</summary>
    public const int LongestToken = 12;

    /// <summary>The tokens in order; joined they are the answer. Pauses are those of the natural pace.</summary>
    public static IEnumerable<DemoToken> Split(string answer, ulong seed)
    {
        var dice = new DemoDice(seed);
        for (var at = 0; at < answer.Length;)
        {
            var length = LengthAt(answer, at, dice);
            yield return new DemoToken(answer.Substring(at, length), PauseAt(answer, at, dice));
            at += length;
        }
    }

    private static int LengthAt(string text, int at, DemoDice dice)
    {
        if (char.IsSurrogatePair(text, at))
            return 2;
        var word = text[at] == ' ' ? at + 1 : at;
        if (word < text.Length && IsWord(text[word]))
            return PartOfWord(WordEnd(text, word) - at, dice);

        var run = 1;
        while (run < LongestToken && at + run < text.Length && text[at + run] == text[at])
            run++;
        // Indentation: its last space belongs to the word that follows.
        return text[at] == ' ' && run > 1 && at + run < text.Length && IsWord(text[at + run]) ? run - 1 : run;
    }

    private static int WordEnd(string text, int from)
    {
        while (from < text.Length && IsWord(text[from]))
            from++;
        return from;
    }

    private static int PartOfWord(int length, DemoDice dice) => length switch
    {
        > LongestToken => 4 + dice.Below(5),
        > 6 when dice.Unit() < 0.3 => 2 + dice.Below(3),
        _ => length,
    };

    /// <summary>Letters and digits of scripts that put spaces between words; the others come one by one.</summary>
    private static bool IsWord(char unit) => unit < '\u2E80' && char.IsLetterOrDigit(unit);

    private static TimeSpan PauseAt(string text, int at, DemoDice dice)
    {
        var pause = 7 + (11 * (dice.Unit() + dice.Unit()));
        if (dice.Unit() < 0.015)
            pause += 60 + (60 * dice.Unit());
        if (at >= 2 && text[at - 1] == '\n' && text[at - 2] == '\n')
            pause += 80 + (120 * dice.Unit());
        return TimeSpan.FromMilliseconds(pause);
    }
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using TesslateLite.Contracts.Wire;

namespace TesslateLite.Hub.Gateway.Demo;

/// <summary>How a scripted answer ends.</summary>
public enum DemoEnding
{
    /// <summary>The model says that it is done.</summary>
    Finished,

    /// <summary>The model throws.</summary>
    Failed,

    /// <summary>The stream just stops.</summary>
    Cut,
}

/// <summary>What the demo model will say, all of it.</summary>
public sealed record DemoAnswer(string Text, DemoEnding Ending);

/// <summary>Chooses and composes the answer. Pure: the same conversation and seed give the same answer.</summary>
public static partial class DemoScript
{
    /// <summary><c>demo:long</c> gives no more paragraphs than this.</summary>
    public const int LongestAnswer = 2_000;

    private const int SentencesPerParagraph = 4;

    private static readonly string[] Ordinals =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

    private static readonly string[] Scenes =
    [
        "a heron waits by the river", "the kettle begins to sing", "somebody in the café laughs", "a tram turns the corner",
        "snow falls on the Zürich roofs", "the lamp at the pier goes on", "a cat finds the only patch of sun",
        "the word 日本 is written with two signs", "an old clock strikes late", "the baker opens the shutters",
        "a letter arrives from São Paulo", "two chairs are carried outside",
    ];

    /// <summary>The answer to the last message of a conversation.</summary>
    public static DemoAnswer Compose(IReadOnlyList<ModelMessage> messages, ulong seed)
    {
        var dice = new DemoDice(seed);
        var asked = messages.LastOrDefault(message => message.Role == MessageRole.User)?.Text ?? "";
        var opening = DemoTemplates.Fill("opening", dice);

        var (command, wish) = Command(asked);
        return command switch
        {
            "echo" when wish.Length > 1 => new DemoAnswer($"{opening}\n\n{wish[1..]}", DemoEnding.Finished),
            "long" when Count(wish.Trim()) is { } paragraphs =>
                new DemoAnswer($"{opening}\n\n{Long(paragraphs, dice)}", DemoEnding.Finished),
            "fail" when wish.Trim().Length == 0 =>
                new DemoAnswer($"{opening} {Turn(messages, dice)}\n\n{DemoTemplates.Fill("fail", dice)}", DemoEnding.Failed),
            "cut" when wish.Trim().Length == 0 => new DemoAnswer($"{opening} {DemoTemplates.Fill("cut", dice)}", DemoEnding.Cut),
            _ => new DemoAnswer($"{opening} {Turn(messages, dice)}\n\n{Body(asked, dice)}", DemoEnding.Finished),
        };
    }

    /// <summary>The word after <c>demo:</c> and all that follows it.</summary>
    private static (string Name, string Wish) Command(string asked)
    {
        const string prefix = "demo:";
        var text = asked.TrimStart();
        if (!text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            return ("", "");
        var end = prefix.Length;
        while (end < text.Length && !char.IsWhiteSpace(text[end]))
            end++;
        return (text[prefix.Length..end].ToLowerInvariant(), text[end..]);
    }

    // A message may ask for several things; what is most to look at wins.
    private static string Body(string asked, DemoDice dice) => asked switch
    {
        _ when React().IsMatch(asked) => DemoTemplates.Fill("react", dice),
        _ when Html().IsMatch(asked) => DemoTemplates.Fill("html", dice),
        _ when Table().IsMatch(asked) => DemoTemplates.Fill("tableanswer", dice, ("part1", DemoTemplates.Fill("table", dice))),
        _ when List().IsMatch(asked) => DemoTemplates.Fill("listanswer", dice, ("part1", DemoTemplates.Fill("list", dice))),
        _ => General(dice),
    };

    private static string General(DemoDice dice)
    {
        string[] parts = [DemoTemplates.Fill("table", dice), DemoTemplates.Fill("list", dice), DemoTemplates.Fill("code", dice)];
        dice.Shuffle(parts);
        return DemoTemplates.Fill("general", dice, ("part1", parts[0]), ("part2", parts[1]), ("part3", parts[2]));
    }

    /// <summary>Says how many messages came, so that one sees that the whole branch reaches the model.</summary>
    private static string Turn(IReadOnlyList<ModelMessage> messages, DemoDice dice)
    {
        var turn = messages.Count(message => message.Role == MessageRole.User);
        return turn <= 1
            ? DemoTemplates.Fill("first", dice)
            : DemoTemplates.Fill("turn", dice, ("turn", Ordinal(turn)), ("count", Digits(messages.Count)));
    }

    private static string Long(int paragraphs, DemoDice dice)
    {
        var text = new StringBuilder();
        for (var sentence = 1; sentence <= paragraphs * SentencesPerParagraph; sentence++)
        {
            text.Append("Sentence ").Append(Digits(sentence)).Append(": ").Append(dice.Pick(Scenes)).Append('.');
            text.Append(sentence % SentencesPerParagraph == 0 ? "\n\n" : " ");
        }
        return text.ToString().TrimEnd('\n');
    }

    /// <summary>As wished, within bounds; a number too long to read is a wish for the most. Null: no number.</summary>
    private static int? Count(string wish)
    {
        if (!wish.All(char.IsAsciiDigit))
            return null;
        if (wish.Length == 0)
            return 20;
        return int.TryParse(wish, CultureInfo.InvariantCulture, out var count) ? Math.Clamp(count, 1, LongestAnswer) : LongestAnswer;
    }

    private static string Ordinal(int turn)
    {
        if (turn <= Ordinals.Length)
            return Ordinals[turn - 1];
        var ending = (turn % 100) is >= 11 and <= 13 ? "th" : (turn % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" };
        return Digits(turn) + ending;
    }

    private static string Digits(int number) => number.ToString(CultureInfo.InvariantCulture);

    private const RegexOptions Options =
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking;

    [GeneratedRegex(@"\b(react|components?|apps?|dashboards?)\b", Options)]
    private static partial Regex React();

    [GeneratedRegex(@"\b(html|(web)?pages?|landing|web ?sites?)\b", Options)]
    private static partial Regex Html();

    [GeneratedRegex(@"\b(tables?|compar(e|es|ed|ing|ison|isons))\b", Options)]
    private static partial Regex Table();

    [GeneratedRegex(@"\b(lists?|steps?|plans?)\b", Options)]
    private static partial Regex List();
}

using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Gateway.Direct;

namespace TesslateLite.Hub.Gateway.Context;

/// <summary>
/// Fits a branch into a model's window. All of it when it fits. Else turns are left out of the middle: the first message, which
/// mostly says what the task is, and the newest turns stay, as many as fit, and a mark stands where the others were. A larger
/// window never gets fewer turns.
/// </summary>
public static class ContextWindow
{
    /// <summary>Window of a model whose window is not known, in tokens.</summary>
    public const int UnknownWindow = 1_000_000;

    /// <summary>Pictures that are sent at the most, the newest ones.</summary>
    public const int MaxImages = 20;

    /// <summary>Tokens of a message below which a beginning of it says nothing.</summary>
    private const int ShortestBeginning = 16;

    /// <summary>Chooses what is sent.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="info">The model's window, prompt and senses.</param>
    /// <param name="maxTokens">How many tokens the answer may have; null takes what the model can write.</param>
    /// <exception cref="ArgumentException">The system prompt does not exist.</exception>
    public static FittedContext Fit(ModelRequest request, DeploymentInfo info, int? maxTokens)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(info);
        var prompt = SystemPrompts.Newest(info.SystemPrompt);
        var turns = WithPicturesFor(info, request.Messages).Where(turn => turn.Text.Length > 0 || turn.Images.Count > 0).ToList();

        // From the last message of a person on everything is sent whole, or nothing at all.
        var asked = Math.Max(0, turns.FindLastIndex(turn => turn.Role == MessageRole.User));
        var end = turns[asked..].Concat(GoingOn(request.Written, info.Continues)).ToList();
        var fixedTokens = TokenCounter.PerAnswer + TokenCounter.PerMessage + prompt.Tokens + end.Sum(turn => TokenCounter.Of(turn));
        var room = RoomFor(info, maxTokens) - fixedTokens;
        return room >= 0 && Choose(turns[..asked], room) is var (kept, tokens, leftOut)
            ? new FittedContext(prompt.Text, prompt.Id, Alternating([.. kept, .. end]), fixedTokens + tokens, leftOut, Fits: true)
            : new FittedContext(prompt.Text, prompt.Id, Alternating(end), fixedTokens, asked, Fits: false);
    }

    /// <summary>
    /// Estimated tokens that may be sent: what the answer leaves of the window, which is at least half of it, less a sixth
    /// because other vocabularies than the estimate's need up to a fifth more.
    /// </summary>
    internal static int RoomFor(DeploymentInfo info, int? maxTokens)
    {
        var window = info.ContextTokens ?? UnknownWindow;
        var answer = Math.Min(maxTokens ?? info.OutputTokens ?? window / 4, window / 2);
        return (int)((long)(window - answer) * 5 / 6);
    }

    /// <summary>
    /// The turns that stay of those before the last message, with a mark where some are missing; null when there is no room for
    /// as much as the mark.
    /// </summary>
    private static (List<ModelMessage> Kept, int Tokens, int LeftOut)? Choose(List<ModelMessage> turns, int room)
    {
        var costs = new int?[turns.Count];
        var all = room;
        int CostOf(int i) => costs[i] ??= TokenCounter.Of(turns[i], all);

        var (lowest, tokens) = Newest(turns.Count, 0, room, CostOf);
        if (lowest == 0)
        {
            return (turns, tokens, 0);
        }

        const int Mark = TokenCounter.PerMessage + ContextNotes.Tokens;
        room -= Mark;
        if (room < 0)
        {
            return null;
        }

        // A first message that is longer is shortened to half of the room. Were it left out, the larger window in which it just
        // fits would have to give up newer turns for it.
        var share = Math.Min(CostOf(0), room / 2);
        var head = CostOf(0) <= share ? turns[0] : Shortened(turns[0], share);
        (lowest, tokens) = Newest(turns.Count, 1, room - share, CostOf);
        var kept = turns[lowest..];
        var missing = head is null ? lowest : lowest - 1;
        if (missing > 0)
        {
            kept.Insert(0, new ModelMessage(MessageRole.User, ContextNotes.LeftOut(missing)));
            tokens += Mark;
        }

        if (head is not null)
        {
            kept.Insert(0, head);
            tokens += TokenCounter.Of(head);
        }

        return (kept, tokens, head is null || CostOf(0) <= share ? missing : missing + 1);
    }

    /// <summary>The first of the newest turns that fit together, and their tokens.</summary>
    private static (int From, int Tokens) Newest(int count, int lowest, int room, Func<int, int> costOf)
    {
        var (from, tokens) = (count, 0);
        while (from > lowest && costOf(from - 1) <= room - tokens)
        {
            tokens += costOf(--from);
        }

        return (from, tokens);
    }

    /// <summary>The beginning of a turn; null when there is not even room for a little of it.</summary>
    private static ModelMessage? Shortened(ModelMessage turn, int room)
    {
        var note = turn.Images.Count > 0
            ? ContextNotes.Join(ContextNotes.Shortened, ContextNotes.NotSentAgain(turn.Images.Count))
            : ContextNotes.Shortened;
        var left = room - TokenCounter.PerMessage - (2 * ContextNotes.Tokens);
        return left >= ShortestBeginning ? new ModelMessage(turn.Role, ContextNotes.Join(TokenCounter.Beginning(turn.Text, left), note)) : null;
    }

    /// <summary>What a reply has already, and, for a model that does not go on from it by itself, that it shall.</summary>
    private static IEnumerable<ModelMessage> GoingOn(string written, bool continues)
    {
        // Several providers refuse white space at the end of text to go on from.
        var text = continues ? written.TrimEnd() : written;
        if (string.IsNullOrWhiteSpace(text))
        {
            yield break;
        }

        yield return new ModelMessage(MessageRole.Assistant, text);
        if (!continues)
        {
            yield return new ModelMessage(MessageRole.User, SystemPrompts.Continue.Text);
        }
    }

    /// <summary>The turns with the pictures that are sent; notes tell of the others.</summary>
    private static IEnumerable<ModelMessage> WithPicturesFor(DeploymentInfo info, IReadOnlyList<ModelMessage> turns)
    {
        var older = turns.Sum(turn => turn.Images.Count) - MaxImages;
        foreach (var turn in turns)
        {
            var count = turn.Images.Count;
            var hidden = info.SeesImages ? Math.Clamp(older, 0, count) : count;
            older -= count;
            var note = hidden == 0 ? "" : info.SeesImages ? ContextNotes.NotSentAgain(hidden) : ContextNotes.NotSeen(hidden);
            var text = string.IsNullOrWhiteSpace(turn.Text) ? "" : turn.Text;
            yield return turn with { Text = ContextNotes.Join(text, note), Images = [.. turn.Images.Skip(hidden)] };
        }
    }

    /// <summary>
    /// Turns of one role in a row become one, as behind a reply that failed before its first word or at a mark: several
    /// providers refuse anything but question and answer by turns.
    /// </summary>
    private static List<ModelMessage> Alternating(List<ModelMessage> turns)
    {
        var result = new List<ModelMessage>();
        for (int from = 0, end; from < turns.Count; from = end)
        {
            var role = turns[from].Role;
            end = turns.FindIndex(from, turn => turn.Role != role) is >= 0 and var other ? other : turns.Count;
            var run = turns[from..end];
            result.Add(run.Count == 1 ? run[0] : new ModelMessage(role, string.Join("\n\n", run.Select(turn => turn.Text).Where(text => text.Length > 0)))
            {
                Images = [.. run.SelectMany(turn => turn.Images)],
            });
        }

        return result;
    }
}

/// <summary>What is sent to a model.</summary>
/// <param name="Instructions">The system prompt.</param>
/// <param name="Prompt">Its name and version, such as <c>coder@1</c>.</param>
/// <param name="Messages">The turns, oldest first; a mark stands where some are left out.</param>
/// <param name="InputTokens">Estimate for all of it.</param>
/// <param name="LeftOut">How many turns are left out, or shortened.</param>
/// <param name="Fits">False when even the shortest possible context is too long.</param>
public sealed record FittedContext(
    string Instructions, string? Prompt, IReadOnlyList<ModelMessage> Messages, int InputTokens, int LeftOut, bool Fits);

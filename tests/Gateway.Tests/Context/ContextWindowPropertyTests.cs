using CsCheck;
using FluentAssertions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Gateway;
using TesslateLite.Hub.Gateway.Context;
using TesslateLite.Hub.Gateway.Direct;
using Xunit;
using static TesslateLite.Gateway.Tests.Context.ContextWindowTests;

namespace TesslateLite.Gateway.Tests.Context;

/// <summary>What holds for every branch and every window.</summary>
public sealed class ContextWindowPropertyTests
{
    /// <summary>A turn's text is marked by its number, so that what is sent tells which turns it comes from.</summary>
    private static readonly Gen<IReadOnlyList<ModelMessage>> Branches =
        Gen.Select(Gen.Frequency((1, Gen.Const(0)), (6, Gen.Int[1, 60]), (1, Gen.Int[200, 1_200])), Gen.Int[0, 9], Gen.Int[0, 5])
            .Array[1, 40]
            .Select(turns => (IReadOnlyList<ModelMessage>)[.. turns.Select((turn, i) => TurnOf(i, turn.Item1, turn.Item2, turn.Item3, turns.Length))]);

    private static readonly Gen<DeploymentInfo> Models = Gen.Select(Gen.Int[600, 12_000], Gen.Int[1, 8_000], Gen.Bool, Gen.Bool)
        .Select(m => new DeploymentInfo { ContextTokens = m.Item1, OutputTokens = m.Item2, SeesImages = m.Item3, Continues = m.Item4 });

    private static readonly Gen<string> Written = Gen.Frequency((3, Gen.Const("")), (1, Gen.Const("So far ")));

    [Fact]
    public void What_fits_is_within_the_window() => Check((branch, info, fitted) =>
    {
        fitted.InputTokens.Should().BeLessThanOrEqualTo(ContextWindow.RoomFor(info, null));
        // The estimate is made of parts; the whole differs by the joints of turns that became one.
        Tokens(fitted).Should().BeInRange(fitted.InputTokens - 60 - (6 * branch.Count), fitted.InputTokens + 10);
    });

    [Fact]
    public void The_last_message_is_always_there_whole() => Check((branch, info, fitted) =>
    {
        var last = fitted.Messages.Last(m => m.Role == MessageRole.User && m.Text != SystemPrompts.Continue.Text);
        last.Text.Should().Contain(branch[^1].Text);
        if (info.SeesImages)
        {
            last.Images.Should().EndWith(branch[^1].Images);
        }
    }, alsoWhatDoesNotFit: true);

    [Fact]
    public void Question_and_answer_alternate_and_none_is_empty() => Check((_, _, fitted) =>
    {
        fitted.Messages[0].Role.Should().Be(MessageRole.User);
        fitted.Messages.Select(m => m.Role == MessageRole.User).Should().Equal(fitted.Messages.Select((_, i) => i % 2 == 0));
        fitted.Messages.Should().OnlyContain(m => m.Text.Trim().Length > 0 || m.Images.Count > 0);
    }, alsoWhatDoesNotFit: true);

    [Fact]
    public void Turns_keep_their_order_and_those_that_stay_are_the_first_and_the_newest() => Check((branch, _, fitted) =>
    {
        var spoken = Enumerable.Range(0, branch.Count).Where(i => branch[i].Text.Length > 0).ToList();
        var sent = Sent(branch, fitted);

        sent.Should().BeInAscendingOrder();
        var newest = sent.Count(i => i != spoken[0]);
        sent.Where(i => i != spoken[0]).Should().Equal(spoken.Skip(1).TakeLast(newest));
    });

    [Fact]
    public void A_mark_is_there_if_and_only_if_something_is_left_out_and_it_counts_right() => Check((branch, _, fitted) =>
    {
        var text = string.Join('\n', fitted.Messages.Select(m => m.Text));
        var shortened = text.Contains(ContextNotes.Shortened, StringComparison.Ordinal) ? 1 : 0;
        var missing = branch.Count(m => m.Text.Length > 0) - Sent(branch, fitted).Count;

        fitted.LeftOut.Should().Be(missing + shortened);
        text.Contains("left out here.]", StringComparison.Ordinal).Should().Be(missing > 0);
        if (missing > 0)
        {
            text.Should().Contain(ContextNotes.LeftOut(missing));
        }
    });

    [Fact]
    public void A_larger_window_never_gets_fewer_turns() =>
        Gen.Select(Branches, Models, Written, Gen.Int[1, 600]).Sample(
            (branch, info, written, more) =>
            {
                var small = ContextWindow.Fit(Request(branch, written), info, null);
                var large = ContextWindow.Fit(Request(branch, written), info with { ContextTokens = info.ContextTokens + more }, null);

                (!small.Fits || large.Fits).Should().BeTrue();
                if (small.Fits)
                {
                    Sent(branch, large).Count.Should().BeGreaterThanOrEqualTo(Sent(branch, small).Count);
                }
            },
            iter: 300);

    private static void Check(Action<IReadOnlyList<ModelMessage>, DeploymentInfo, FittedContext> holds, bool alsoWhatDoesNotFit = false)
    {
        var (fits, leavesOut) = (0, 0);
        Gen.Select(Branches, Models, Written).Sample(
            (branch, info, written) =>
            {
                var fitted = ContextWindow.Fit(Request(branch, written), info, null);
                if (fitted.Fits || alsoWhatDoesNotFit)
                {
                    holds(branch, info, fitted);
                }

                Interlocked.Add(ref fits, fitted.Fits ? 1 : 0);
                Interlocked.Add(ref leavesOut, fitted.LeftOut > 0 ? 1 : 0);
            },
            iter: 300);
        fits.Should().BeGreaterThan(100, "the property must have been looked at");
        leavesOut.Should().BeGreaterThan(30, "the property must have been looked at");
    }

    /// <summary>Numbers of the turns that are sent, in the order in which they stand.</summary>
    private static List<int> Sent(IReadOnlyList<ModelMessage> branch, FittedContext fitted)
    {
        var text = string.Join('\n', fitted.Messages.Select(m => m.Text));
        return
        [
            .. Enumerable.Range(0, branch.Count)
                .Select(i => (Number: i, At: text.IndexOf(MarkOf(i), StringComparison.Ordinal)))
                .Where(turn => turn.At >= 0)
                .OrderBy(turn => turn.At)
                .Select(turn => turn.Number),
        ];
    }

    /// <summary>Mostly question and answer by turns; some replies are empty, as behind a failure, and some questions have pictures.</summary>
    private static ModelMessage TurnOf(int i, int words, int kind, int images, int count)
    {
        var isUser = i == 0 || i == count - 1 || (i % 2 == 0) ^ (kind == 0);
        var text = $"{MarkOf(i)} {string.Join(' ', Enumerable.Repeat("Wörter", words))}";
        return isUser ? User(text, images: kind == 9 ? images : 0) : Assistant(words == 0 ? "" : text);
    }

    private static string MarkOf(int i) => $"<{i}>";
}

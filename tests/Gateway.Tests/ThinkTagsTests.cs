using CsCheck;
using FluentAssertions;
using TesslateLite.Hub.Gateway;
using TesslateLite.Hub.Gateway.Direct;
using Xunit;

namespace TesslateLite.Gateway.Tests;

public sealed class ThinkTagsTests
{
    // Words that the tags are made of, cut and whole, so that near misses are as common as tags.
    private static readonly Gen<string> s_soup =
        Gen.OneOf("<think>", "</think>", "<", "</", "<th", "ink>", ">", " ", "\n\n", "a", "thing", "<thing>", "</thin", "\ud83d\ude00", "                                ")
            .Array[0, 12].Select(string.Concat);

    [Theory]
    [InlineData("Four.", "", "Four.")]
    [InlineData("<think>Let me see.</think>\n\nFour.", "Let me see.", "Four.")]
    [InlineData(" \n<think>Let me see.</think>Four.", "Let me see.", "Four.")]
    [InlineData("<think></think>Four.", "", "Four.")]
    [InlineData("<think>It never ends </th", "It never ends </th", "")]
    [InlineData("<think>a < b </thing> c</think>Four.", "a < b </thing> c", "Four.")]
    [InlineData("<thing>Four.</thing>", "", "<thing>Four.</thing>")]
    [InlineData("<th", "", "<th")]
    [InlineData("  Four.", "", "  Four.")]
    [InlineData("Four. <think>no</think>", "", "Four. <think>no</think>")]
    [InlineData("<think>a</think>b<think>c</think>", "a", "b<think>c</think>")]
    [InlineData("", "", "")]
    public void Thinking_at_the_beginning_is_reasoning_and_the_rest_is_text(string text, string reasoning, string answer) =>
        Split([text]).Should().Be((reasoning, answer));

    [Fact]
    public void Any_split_gives_the_same() =>
        Gen.Select(s_soup, Gen.Int[1, 7].Array[1, 20]).Sample((text, sizes) =>
        {
            var pieces = new List<string>();
            for (int at = 0, i = 0; at < text.Length; i++)
            {
                var size = Math.Min(sizes[i % sizes.Length], text.Length - at);
                pieces.Add(text.Substring(at, size));
                at += size;
            }

            Split(pieces).Should().Be(Split([text]));
        });

    [Fact]
    public void Nothing_but_tags_and_the_white_space_around_them_is_lost() =>
        s_soup.Sample(text =>
        {
            var (reasoning, answer) = Split([text]);

            if (reasoning.Length == 0 && answer == text)
                return;
            text.Replace("\n", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).Should().BeOneOf(
                Squeezed($"<think>{reasoning}</think>{answer}"), Squeezed($"<think>{reasoning}"));
        });

    [Fact]
    public void White_space_without_an_end_is_not_kept_back()
    {
        var deltas = new List<ModelDelta>();

        new ThinkTags().Add(new string(' ', 100), deltas);

        deltas.Should().ContainSingle();
    }

    private static string Squeezed(string text) =>
        text.Replace("\n", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);

    private static (string Reasoning, string Answer) Split(IEnumerable<string> pieces)
    {
        var (tags, deltas) = (new ThinkTags(), new List<ModelDelta>());
        foreach (var piece in pieces)
            tags.Add(piece, deltas);
        tags.End(deltas);
        return (string.Concat(deltas.OfType<ModelReasoning>().Select(d => d.Text)), string.Concat(deltas.OfType<ModelText>().Select(d => d.Text)));
    }
}

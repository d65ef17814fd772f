using CsCheck;
using FluentAssertions;
using Microsoft.ML.Tokenizers;
using TesslateLite.Hub.Gateway.Context;
using Xunit;

namespace TesslateLite.Gateway.Tests.Context;

public sealed class TokenCounterTests
{
    private static readonly TiktokenTokenizer Whole = TiktokenTokenizer.CreateForEncoding("o200k_base");

    [Theory]
    [InlineData("", 0)]
    [InlineData("Hello, world!", 4)]
    [InlineData("antidisestablishmentarianism", 6)]
    [InlineData("日本語", 2)]
    public void A_text_has_the_tokens_of_the_vocabulary(string text, int tokens) => TokenCounter.Of(text).Should().Be(tokens);

    [Fact]
    public void Counting_in_slices_differs_by_little_for_each_cut() =>
        Gen.String[Gen.Char["  \n,.-aabcdefghiäöß日本語漢字"], 0, 4_000].Sample(
            text =>
            {
                var cuts = text.Length / 500;
                TokenCounter.Of(text).Should().BeInRange(Whole.CountTokens(text) - (2 * cuts), Whole.CountTokens(text) + (2 * cuts));
            },
            iter: 100);

    [Fact]
    public void A_surrogate_pair_is_never_cut()
    {
        // Each of these is one token: halves would be several.
        var text = "a" + string.Concat(Enumerable.Repeat("😀", 2_000));

        TokenCounter.Of(text).Should().Be(2_001);
    }

    [Fact]
    public void What_is_longer_than_the_limit_is_not_counted_to_its_end()
    {
        var text = string.Concat(Enumerable.Repeat("word ", 100_000));

        TokenCounter.Of(text, limit: 1_000).Should().BeInRange(1_001, 2_000);
        TokenCounter.Of(text, limit: -5).Should().BeGreaterThan(-5);
    }

    [Fact]
    public void A_message_costs_its_text_its_pictures_and_a_little_more() =>
        TokenCounter.Of(ContextWindowTests.User("Hello, world!", images: 2)).Should().Be(4 + TokenCounter.PerMessage + (2 * TokenCounter.PerImage));

    [Fact]
    public void A_beginning_is_a_beginning_and_within_its_limit() =>
        Gen.Select(Gen.String[Gen.Char["  \n,.-aabcdefghiäöß日本語漢字"], 0, 4_000], Gen.Int[0, 2_000]).Sample(
            (text, limit) =>
            {
                var beginning = TokenCounter.Beginning(text, limit);

                text.Should().StartWith(beginning);
                TokenCounter.Of(beginning).Should().BeLessThanOrEqualTo(limit);
                if (TokenCounter.Of(text) <= limit)
                {
                    beginning.Should().Be(text);
                }
            },
            iter: 100);

    [Fact]
    public void A_beginning_does_not_end_in_half_a_character()
    {
        var text = string.Concat(Enumerable.Repeat("🧑‍🚀", 300));

        for (var limit = 1; limit < 200; limit += 7)
        {
            var beginning = TokenCounter.Beginning(text, limit);
            char.IsHighSurrogate(beginning.LastOrDefault()).Should().BeFalse();
        }
    }

    [Fact]
    public void A_beginning_is_about_as_long_as_it_may_be()
    {
        var text = string.Concat(Enumerable.Repeat("word ", 10_000));

        TokenCounter.Of(TokenCounter.Beginning(text, 3_000)).Should().BeInRange(2_990, 3_000);
    }
}

using CsCheck;
using FluentAssertions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Gateway;
using TesslateLite.Hub.Gateway.Demo;
using Xunit;

namespace TesslateLite.Hub.Tests.Gateway;

public sealed class DemoTokensTests
{
    [Fact]
    public void tokens_joined_are_the_answer_whatever_it_is() =>
        Gen.Select(Gen.String, Gen.ULong).Sample((text, seed) =>
        {
            var tokens = DemoTokens.Split(text, seed).ToArray();
            return string.Concat(tokens.Select(token => token.Text)) == text
                && tokens.All(token => token.Text.Length is > 0 and <= DemoTokens.LongestToken && token.Pause > TimeSpan.Zero);
        });

    [Fact]
    public void tokens_keep_surrogate_pairs_together_and_are_repeatable() =>
        Gen.ULong.Sample(seed =>
        {
            var text = TextOf("Hello", seed) + "👍🏽𝒳é日本👩‍👩‍👧";
            var tokens = DemoTokens.Split(text, seed).ToArray();
            return tokens.SequenceEqual(DemoTokens.Split(text, seed))
                && tokens.All(token => !char.IsLowSurrogate(token.Text[0]) && !char.IsHighSurrogate(token.Text[^1]));
        }, iter: 50);

    [Theory]
    [InlineData("demo:long 100")]
    [InlineData("react")]
    [InlineData("html")]
    public void a_thousand_tokens_take_sixteen_to_thirty_seconds(string message)
    {
        for (var seed = 0UL; seed < 40; seed++)
            DemoTokens.Split(TextOf(message, seed), seed).Take(1_000).Sum(token => token.Pause.TotalSeconds).Should().BeInRange(16, 30);
    }

    private static string TextOf(string message, ulong seed) =>
        DemoScript.Compose([new ModelMessage(MessageRole.User, message)], seed).Text;
}

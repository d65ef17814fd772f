using CsCheck;
using FluentAssertions;
using TesslateLite.Hub.Gateway.Direct;
using Xunit;

namespace TesslateLite.Gateway.Tests;

public class SeamTests
{
    [Theory]
    [InlineData("Half", " and half", " and half")]
    [InlineData("A line.\n\n", "\n\nAnother.", "Another.")]
    [InlineData("A line.\n\n", "\nAnother.", "Another.")]
    [InlineData("A line.\n\n", "Another.", "Another.")]
    [InlineData("A line.\n", "\n\nAnother.", "\nAnother.")]
    [InlineData("if (x) {\n    ", "\n    y();", "y();")]
    [InlineData("a ", "a ", "a ")]
    [InlineData("", "\nHello", "\nHello")]
    public void White_space_that_stands_there_already_is_not_repeated(string written, string text, string joined) =>
        new Seam(written).Join(text).Should().Be(joined);

    [Fact]
    public void Any_split_gives_the_same() =>
        Gen.Select(Gen.String[Gen.Char[" \na"], 0, 6], Gen.String[Gen.Char[" \na"], 0, 8], Gen.Int[0, 8]).Sample((written, text, cut) =>
        {
            var seam = new Seam(written);
            var at = Math.Min(cut, text.Length);
            (seam.Join(text[..at]) + seam.Join(text[at..])).Should().Be(new Seam(written).Join(text));
        });
}

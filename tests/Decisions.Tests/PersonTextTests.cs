using CsCheck;
using FluentAssertions;
using TesslateLite.Hub.Sessions;
using Xunit;

namespace TesslateLite.Decisions.Tests;

/// <summary>The title that a session takes from its first message.</summary>
public sealed class PersonTextTests
{
    [Theory]
    [InlineData("Hello", "Hello")]
    [InlineData("  Hello   there\tyou  ", "Hello there you")]
    [InlineData("# Title\nand more", "Title")]
    [InlineData("\n\n> quoted", "quoted")]
    [InlineData("```\nlet x = 1;\n```", "let x = 1;")]
    [InlineData("- one\n- two", "one")]
    [InlineData("**bold**", "bold")]
    [InlineData("a-b", "a-b")]
    public void It_is_the_first_line_with_words_without_its_marks(string message, string title) =>
        PersonText.TitleOf(message).Should().Be(title);

    [Theory]
    [InlineData("###", "###")]
    [InlineData("---\n***", "--- ***")]
    public void A_message_of_nothing_but_marks_is_its_own_title(string message, string title) =>
        PersonText.TitleOf(message).Should().Be(title);

    [Fact]
    public void Sixty_characters_are_kept_whole()
    {
        var sixty = new string('a', 30) + ' ' + new string('b', 29);

        PersonText.TitleOf(sixty).Should().Be(sixty);
    }

    [Fact]
    public void A_longer_line_is_cut_at_its_last_word_within_sixty() =>
        PersonText.TitleOf(new string('a', 30) + ' ' + new string('b', 30)).Should().Be(new string('a', 30) + "…");

    [Fact]
    public void A_line_without_a_good_place_to_cut_is_cut_at_sixty()
    {
        PersonText.TitleOf(new string('a', 61)).Should().Be(new string('a', 60) + "…");
        PersonText.TitleOf("I " + new string('a', 90)).Should().Be("I " + new string('a', 58) + "…");
    }

    [Fact]
    public void No_surrogate_pair_is_cut_in_two() =>
        PersonText.TitleOf(new string('a', 59) + "\U0001F600\U0001F600").Should().Be(new string('a', 59) + "…");

    [Fact]
    public void Every_message_that_is_accepted_gives_a_title_that_is_accepted() =>
        Gen.String[Gen.Char[" \n\r\t#*>-`ab\u2028é\uD83D\uDE00\0"], 0, 200].Sample(
            text =>
            {
                var (message, refused) = PersonText.Message(text, besidePictures: false);
                if (refused is not null)
                {
                    return;
                }

                var title = PersonText.TitleOf(message);
                PersonText.Line(title, SessionLimits.TitleLength).Should().Be((title, null), "a title is one storable line");
                title.Length.Should().BeLessThanOrEqualTo(61);
            },
            iter: 5_000);
}

using FluentAssertions;
using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Decisions.Tests;

/// <summary>What a message may say. Editing follows the same rule.</summary>
public sealed class MessageTextTests
{
    private readonly SessionInMemory _session = new();

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\r\n\t \u00A0\u2028")]
    public void Nothing_but_white_space_is_refused(string text) =>
        _session.Send(Ids.Of(10), text).RefusedWith().Should().Be(RefusalCodes.EmptyText);

    [Fact]
    public void A_hundred_thousand_characters_are_accepted()
    {
        var text = new string('a', 100_000);

        _session.Send(Ids.Of(10), text).Appended().OfType<UserMessageSent>().Single().Text.Should().Be(text);
    }

    [Fact]
    public void One_character_more_is_refused() =>
        _session.Send(Ids.Of(10), new string('a', 100_001)).RefusedWith().Should().Be(RefusalCodes.TextTooLong);

    [Fact]
    public void The_length_is_that_of_the_text_as_stored() =>
        _session.Send(Ids.Of(10), string.Concat(Enumerable.Repeat("a\r\n", 50_000)))
            .Appended().OfType<UserMessageSent>().Single().Text.Should().HaveLength(100_000);

    [Theory]
    [InlineData("a\0b", "NUL")]
    [InlineData("\0", "NUL alone")]
    public void What_the_store_cannot_hold_is_refused(string text, string because) =>
        _session.Send(Ids.Of(10), text).RefusedWith().Should().Be(RefusalCodes.InvalidText, because);

    // Not as inline data: a test runner may mend half a pair in a test's name.
    [Fact]
    public void Half_a_surrogate_pair_is_refused_wherever_it_stands()
    {
        string[] halves = ["a\uD83D", "\uD83Da", "\uDE00", "a\uDE00\uD83D", "\uD83D\uD83D\uDE00", "\uD83D\uDE00\uDE00"];

        foreach (var half in halves)
        {
            _session.Send(Ids.Of(10), half).RefusedWith().Should().Be(RefusalCodes.InvalidText);
        }
    }

    [Fact]
    public void Whole_surrogate_pairs_are_kept() =>
        _session.Send(Ids.Of(10), "\U0001F600\U0001F600").Appended().OfType<UserMessageSent>().Single().Text.Should().Be("\U0001F600\U0001F600");

    [Fact]
    public void Line_ends_become_line_feeds_and_nothing_else_changes() =>
        _session.Send(Ids.Of(10), "  a\r\nb\rc\n\r\n  ")
            .Appended().OfType<UserMessageSent>().Single().Text.Should().Be("  a\nb\nc\n\n  ");

    [Fact]
    public void A_waiting_message_has_its_line_ends_changed_too()
    {
        _session.Send(Ids.Of(10));

        _session.Send(Ids.Of(20), "a\r\nb").Appended().OfType<MessageQueued>().Single().Text.Should().Be("a\nb");
    }

    [Theory]
    [InlineData("", RefusalCodes.EmptyText)]
    [InlineData("a\0b", RefusalCodes.InvalidText)]
    public void An_edit_is_held_to_the_same_rule(string text, string code)
    {
        _session.Send(Ids.Of(10), reply: Ids.Of(11));

        _session.Edit(Ids.Of(10), Ids.Of(20), text).RefusedWith().Should().Be(code);
    }
}

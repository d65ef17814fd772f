using FluentAssertions;
using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Decisions.Tests;

/// <summary>The session's title and model.</summary>
public sealed class SessionSettingsTests
{
    private readonly SessionInMemory _session = new();

    [Fact]
    public void A_title_is_made_one_line()
    {
        _session.Rename("  My\r\n\t cats  ").Appended().Should().Equal(new SessionRenamed("My cats", SessionInMemory.Owner));

        _session.State.Title.Should().Be("My cats");
    }

    [Fact]
    public void The_same_title_again_changes_nothing()
    {
        _session.Rename("My cats");

        _session.Rename(" My  cats ").NothingButAnswer().Should().Be(new Accepted());
    }

    [Fact]
    public void A_title_may_have_a_hundred_characters_and_no_more()
    {
        _session.Rename(new string('a', 101)).RefusedWith().Should().Be(RefusalCodes.TextTooLong);

        _session.Rename($" {new string('a', 100)} ").Appended().Should().ContainSingle();
    }

    [Theory]
    [InlineData("", RefusalCodes.EmptyText)]
    [InlineData(" \n ", RefusalCodes.EmptyText)]
    [InlineData("a\0", RefusalCodes.InvalidText)]
    public void A_title_that_is_none_is_refused(string title, string code) => _session.Rename(title).RefusedWith().Should().Be(code);

    [Fact]
    public void Half_a_surrogate_pair_is_no_title() => _session.Rename("\uD83D").RefusedWith().Should().Be(RefusalCodes.InvalidText);

    [Fact]
    public void Another_model_answers_from_now_on()
    {
        _session.ChooseModel("other").Appended().Should().Equal(new ModelChosen("other", SessionInMemory.Owner));

        _session.State.Model.Should().Be("other");
    }

    [Fact]
    public void Choosing_the_same_model_again_changes_nothing() =>
        _session.ChooseModel(SessionInMemory.Model).NothingButAnswer().Should().Be(new Accepted());

    [Fact]
    public void A_model_that_cannot_be_used_is_refused() =>
        _session.ChooseModel("keyless").RefusedWith().Should().Be(RefusalCodes.ModelUnavailable);

    [Theory]
    [InlineData("none")]
    [InlineData("Other")]
    [InlineData("")]
    public void A_model_that_is_not_offered_is_refused(string model) =>
        _session.ChooseModel(model).RefusedWith().Should().Be(RefusalCodes.UnknownModel);
}

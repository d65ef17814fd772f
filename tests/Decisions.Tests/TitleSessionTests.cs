using FluentAssertions;
using TesslateLite.Contracts.Events;
using TesslateLite.Hub.Sessions;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Decisions.Tests;

public class TitleSessionTests
{
    private readonly SessionInMemory _session = new();

    public TitleSessionTests() => _session.Send(Ids.Of(10), "How do I boil an egg?");

    [Theory]
    [InlineData("Boiling eggs", "Boiling eggs")]
    [InlineData("\n**\"Boiling eggs.\"**\nThis title says it all.", "Boiling eggs")]
    [InlineData("Title: “Boiling   eggs”", "Boiling eggs")]
    public void A_models_title_takes_the_place_of_the_first_words(string answer, string title) =>
        TitleSessionDecision.Decide(_session.State, answer, "cheap").Appended().Should().Equal(new SessionRenamed(title, By: null) { Model = "cheap" });

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    [InlineData("\"\"")]
    public void An_answer_without_words_is_no_title(string answer) =>
        TitleSessionDecision.Decide(_session.State, answer, "cheap").NothingButAnswer();

    [Fact]
    public void A_persons_title_stays()
    {
        _session.Rename("Eggs");

        TitleSessionDecision.Decide(_session.State, "Boiling eggs", "cheap").NothingButAnswer();
    }

    [Fact]
    public void A_model_is_asked_for_one_title_only()
    {
        _session.Append(TitleSessionDecision.Decide(_session.State, "Boiling eggs", "cheap").Appended());

        TitleSessionDecision.Decide(_session.State, "Another title", "cheap").NothingButAnswer();
    }

    [Fact]
    public void A_session_in_the_bin_is_left_alone()
    {
        _session.Bin();

        TitleSessionDecision.Decide(_session.State, "Boiling eggs", "cheap").NothingButAnswer();
    }
}

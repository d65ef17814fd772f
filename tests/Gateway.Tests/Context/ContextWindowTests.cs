using FluentAssertions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Gateway;
using TesslateLite.Hub.Gateway.Context;
using TesslateLite.Hub.Gateway.Direct;
using Xunit;

namespace TesslateLite.Gateway.Tests.Context;

public sealed class ContextWindowTests
{
    private static readonly DeploymentInfo Large = new() { ContextTokens = 128_000, OutputTokens = 4_096 };

    [Fact]
    public void A_branch_that_fits_is_sent_whole_with_the_system_prompt()
    {
        ModelMessage[] branch = [User("What is a monad?"), Assistant("A burrito."), User("Seriously.")];

        var fitted = Fit(branch, Large with { SystemPrompt = "coder" });

        fitted.Messages.Should().Equal(branch, Same);
        fitted.Instructions.Should().Be(SystemPrompts.Newest("coder").Text);
        fitted.Prompt.Should().Be("coder@1");
        (fitted.Fits, fitted.LeftOut).Should().Be((true, 0));
        fitted.InputTokens.Should().Be(Tokens(fitted));
    }

    [Fact]
    public void A_model_of_which_the_window_is_not_known_gets_a_long_branch_whole()
    {
        var branch = Conversation(turns: 401, words: 100);

        var fitted = Fit(branch, new DeploymentInfo());

        fitted.Messages.Should().HaveCount(401);
        fitted.LeftOut.Should().Be(0);
    }

    [Fact]
    public void A_model_of_which_the_window_is_not_known_does_not_get_more_than_most_can_read()
    {
        var branch = Conversation(turns: 41, words: 40_000);

        var fitted = Fit(branch, new DeploymentInfo());

        fitted.LeftOut.Should().BePositive();
        fitted.InputTokens.Should().BeLessThan(ContextWindow.UnknownWindow);
    }

    [Fact]
    public void Of_a_long_branch_the_task_and_the_newest_turns_stay_and_a_mark_stands_between()
    {
        var branch = Conversation(turns: 101, words: 50);

        var fitted = Fit(branch, Small(4_000));

        var sent = fitted.Messages.Count - 1;
        fitted.LeftOut.Should().BeGreaterThan(10);
        fitted.Messages[0].Text.Should().StartWith(branch[0].Text).And.Contain($"[{fitted.LeftOut} earlier messages are left out here.]");
        fitted.Messages.Skip(1).Should().Equal(branch[^sent..], Same);
    }

    [Fact]
    public void A_single_turn_that_is_left_out_is_marked_in_the_singular()
    {
        var branch = new[] { User("Task"), Assistant(Words(3_000)), User("Next"), Assistant("Yes"), User("Last") };

        var fitted = Fit(branch, Small(2_500));

        fitted.LeftOut.Should().Be(1);
        fitted.Messages.Should().Equal(
            [User("Task\n\n[An earlier message is left out here.]\n\nNext"), Assistant("Yes"), User("Last")], Same);
    }

    [Fact]
    public void A_first_message_that_takes_more_than_half_of_the_room_is_shortened_and_says_so()
    {
        var branch = new[] { User(Words(5_000)), Assistant("Short"), User("Last") };

        var fitted = Fit(branch, Small(4_000));

        var head = fitted.Messages[0].Text;
        head.Should().EndWith("\n\n" + ContextNotes.Shortened);
        branch[0].Text.Should().StartWith(head[..^(ContextNotes.Shortened.Length + 2)]);
        fitted.Messages.Skip(1).Should().Equal(branch[1..], Same);
        (fitted.Fits, fitted.LeftOut).Should().Be((true, 1));
    }

    [Fact]
    public void Pictures_of_a_first_message_that_is_shortened_are_told_of_in_words()
    {
        var branch = new[] { User(Words(20_000), images: 1), Assistant("Short"), User("Last") };

        var head = Fit(branch, Small(8_000) with { SeesImages = true }).Messages[0];

        head.Images.Should().BeEmpty();
        head.Text.Should().EndWith(ContextNotes.Shortened + "\n\n" + ContextNotes.NotSentAgain(1));
    }

    [Fact]
    public void A_last_message_that_does_not_fit_is_not_sent_in_part()
    {
        var branch = new[] { User("Task"), Assistant("Yes"), User(Words(9_000)) };

        var fitted = Fit(branch, Small(8_000));

        (fitted.Fits, fitted.LeftOut).Should().Be((false, 2));
        fitted.Messages.Should().Equal([branch[2]], Same);
        fitted.InputTokens.Should().BeGreaterThan(9_000);
    }

    [Theory]
    [InlineData(128_000, 4_096, null, 123_904 * 5 / 6)]
    [InlineData(128_000, 4_096, 1_000, 127_000 * 5 / 6)]
    [InlineData(128_000, null, null, 96_000 * 5 / 6)]
    [InlineData(8_000, 8_000, null, 4_000 * 5 / 6)]
    [InlineData(8_000, null, 7_000, 4_000 * 5 / 6)]
    [InlineData(2_000_000_000, null, null, 1_250_000_000)]
    public void The_answer_has_its_room_but_never_more_than_half_of_the_window(int window, int? output, int? maxTokens, int room) =>
        ContextWindow.RoomFor(new DeploymentInfo { ContextTokens = window, OutputTokens = output }, maxTokens).Should().Be(room);

    [Fact]
    public void Replies_without_text_are_not_sent_and_the_messages_around_them_become_one()
    {
        ModelMessage[] branch = [User("One"), Assistant(""), User("Two"), Assistant(" \n"), User("Three")];

        var fitted = Fit(branch, Large);

        fitted.Messages.Should().Equal([User("One\n\nTwo\n\nThree")], Same);
        fitted.LeftOut.Should().Be(0);
    }

    [Fact]
    public void A_reply_that_was_cut_short_is_sent_with_what_it_had_said()
    {
        ModelMessage[] branch = [User("One"), Assistant("Half an ans"), User("Go on")];

        Fit(branch, Large).Messages.Should().Equal(branch, Same);
    }

    [Fact]
    public void A_model_that_continues_gets_what_is_written_as_its_own_last_words_without_white_space_at_the_end()
    {
        var fitted = ContextWindow.Fit(Request([User("Count")], written: "One, two, \n"), Large with { Continues = true }, null);

        fitted.Messages.Should().Equal([User("Count"), Assistant("One, two,")], Same);
    }

    [Fact]
    public void A_model_that_does_not_continue_is_asked_in_words_to_go_on()
    {
        var fitted = ContextWindow.Fit(Request([User("Count")], written: "One, two, "), Large, null);

        fitted.Messages.Should().Equal([User("Count"), Assistant("One, two, "), User(SystemPrompts.Continue.Text)], Same);
        fitted.InputTokens.Should().Be(Tokens(fitted));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void When_only_white_space_is_written_the_answer_begins_anew(bool continues)
    {
        var fitted = ContextWindow.Fit(Request([User("Count")], written: " \n"), Large with { Continues = continues }, null);

        fitted.Messages.Should().Equal([User("Count")], Same);
    }

    [Fact]
    public void What_is_written_so_far_counts_like_the_last_message()
    {
        var request = Request([User("Task"), Assistant("Yes"), User("Write a book")], written: Words(9_000));

        ContextWindow.Fit(request, Small(8_000), null).Fits.Should().BeFalse();
    }

    [Fact]
    public void A_model_that_sees_gets_pictures_with_their_messages_and_they_count()
    {
        ModelMessage[] branch = [User("Look", images: 2), Assistant("Nice"), User("", images: 1)];

        var fitted = Fit(branch, Large with { SeesImages = true });

        fitted.Messages.Should().Equal(branch, Same);
        fitted.InputTokens.Should().Be(Tokens(fitted)).And.BeGreaterThan(3 * TokenCounter.PerImage);
    }

    [Fact]
    public void A_model_that_does_not_see_is_told_of_pictures_in_words()
    {
        ModelMessage[] branch = [User("Look", images: 2), Assistant("Nice"), User("", images: 1)];

        Fit(branch, Large).Messages.Should().Equal(
            [
                User("Look\n\n[2 pictures were attached; this model cannot see them.]"),
                Assistant("Nice"),
                User("[A picture was attached; this model cannot see it.]"),
            ],
            Same);
    }

    [Fact]
    public void Of_too_many_pictures_the_newest_are_sent()
    {
        ModelMessage[] branch = [User("First", images: 15), Assistant("Yes"), User("Second", images: 15)];

        var fitted = Fit(branch, Large with { SeesImages = true });

        fitted.Messages[0].Should().Match<ModelMessage>(first =>
            Same(first, User("First\n\n[10 pictures were attached; they are not shown again.]", images: 5)));
        fitted.Messages[0].Images.Should().Equal(branch[0].Images.Skip(10));
        fitted.Messages[2].Should().BeEquivalentTo(branch[2]);
    }

    [Fact]
    public void Pictures_of_messages_that_become_one_stay_in_their_order()
    {
        var (one, two) = (User("One", images: 1), User("Two", images: 2));

        var fitted = Fit([one, Assistant(""), two], Large with { SeesImages = true });

        fitted.Messages.Should().ContainSingle().Which.Images.Should().Equal([.. one.Images, .. two.Images]);
    }

    [Fact]
    public void A_system_prompt_that_does_not_exist_is_an_error() =>
        FluentActions.Invoking(() => Fit([User("Hello")], Large with { SystemPrompt = "poet" })).Should().Throw<ArgumentException>().WithMessage("*poet*");

    internal static ModelMessage User(string text, int images = 0) => new(MessageRole.User, text)
    {
        Images = [.. Enumerable.Range(0, images).Select(i => new ModelImage("image/png", new byte[] { (byte)i }))],
    };

    internal static ModelMessage Assistant(string text) => new(MessageRole.Assistant, text);

    internal static ModelRequest Request(IReadOnlyList<ModelMessage> branch, string written = "") => new("model", Guid.Empty, branch, written);

    /// <summary>What the estimate has to be, counted from what is sent.</summary>
    internal static int Tokens(FittedContext fitted) =>
        TokenCounter.PerAnswer + TokenCounter.PerMessage + TokenCounter.Of(fitted.Instructions) + fitted.Messages.Sum(m => TokenCounter.Of(m));

    /// <summary>Record equality would compare lists of pictures by reference.</summary>
    internal static bool Same(ModelMessage one, ModelMessage other) =>
        one.Role == other.Role && one.Text == other.Text && one.Images.Count == other.Images.Count;

    private static FittedContext Fit(IReadOnlyList<ModelMessage> branch, DeploymentInfo info) => ContextWindow.Fit(Request(branch), info, null);

    private static DeploymentInfo Small(int tokens) => new() { ContextTokens = tokens, OutputTokens = 500 };

    private static ModelMessage[] Conversation(int turns, int words) =>
        [.. Enumerable.Range(0, turns).Select(i => i % 2 == 0 ? User($"Question {i}: {Words(words)}") : Assistant($"Answer {i}: {Words(words)}"))];

    private static string Words(int count) => string.Join(' ', Enumerable.Repeat("word", count));
}

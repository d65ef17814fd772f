using System.Text.RegularExpressions;
using CsCheck;
using FluentAssertions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Gateway;
using TesslateLite.Hub.Gateway.Demo;
using Xunit;

namespace TesslateLite.Hub.Tests.Gateway;

public sealed class DemoScriptTests
{
    private static readonly Gen<string> AMessage = Gen.OneOf(
        "Hello", "", "Build me a React app", "an HTML page", "compare them", "a plan with steps",
        "demo:fail", "demo:cut", "demo:long 5", "demo:echo something");

    [Fact]
    public void every_answer_says_first_that_it_is_the_demo_and_how_to_get_a_real_model() =>
        Gen.Select(AMessage, Gen.ULong).Sample((message, seed) =>
        {
            var first = Regex.Split(Text(message, seed), @"(?<=\.)\s")[0];
            return new[] { "built-in demo model", "script", "key" }.All(first.Contains);
        });

    [Fact]
    public void every_slot_is_filled_and_every_fence_is_closed() =>
        Gen.Select(AMessage, Gen.ULong).Sample((message, seed) =>
        {
            var text = Text(message, seed);
            return !Regex.IsMatch(text, @"\{\{\S") && !text.Contains('\r')
                && text.Split('\n').Count(line => line.StartsWith("```", StringComparison.Ordinal)) % 2 == 0;
        });

    [Fact]
    public void the_same_seed_gives_the_same_text_and_others_differ()
    {
        foreach (var message in new[] { "Hello", "react", "html", "table", "list" })
        {
            Text(message, 7).Should().Be(Text(message, 7));
            Enumerable.Range(0, 50).Select(seed => Text(message, (ulong)seed)).Distinct().Should().HaveCountGreaterThan(40);
        }
    }

    [Theory]
    [InlineData("Build me a React app")]
    [InlineData("A dashboard, please!")]
    [InlineData("line one\n\napp\n")]
    [InlineData("which component would you write?")]
    public void a_react_answer_has_exactly_three_files_and_words_around_them(string message)
    {
        foreach (var text in Texts(message))
        {
            var files = Fences(text);
            files.Select(file => file.Info).Should().SatisfyRespectively(
                app => app.Should().Be("tsx src/App.tsx"),
                component => component.Should().MatchRegex("^tsx src/components/[A-Za-z]+\\.tsx$"),
                styles => styles.Should().Be("css src/styles.css"));
            files[0].Body.Should().Contain("export default function App()")
                .And.Contain(files[1].Info["tsx src/".Length..^".tsx".Length], "App imports the component");
            text.Should().NotMatchRegex("```\\s*$", "a paragraph closes the answer");
        }
    }

    [Theory]
    [InlineData("Make an HTML file")]
    [InlineData("a landing page for my bakery")]
    [InlineData("HTML\n")]
    [InlineData("our club needs a website")]
    public void an_html_answer_has_exactly_one_whole_page(string message)
    {
        foreach (var text in Texts(message))
        {
            var page = Fences(text).Should().ContainSingle().Which;
            page.Info.Should().Be("html index.html");
            page.Body.Should().StartWith("<!doctype html>").And.EndWith("</html>\n").And.NotMatchRegex("(src|href)=\"https?:");
            var title = Regex.Match(page.Body, "<title>(.+)</title>").Groups[1].Value;
            Regex.Count(page.Body, Regex.Escape(title)).Should().BeGreaterThan(1, "a kept choice stays the same");
        }
    }

    [Theory]
    [InlineData("compare them")]
    [InlineData("Show a table")]
    [InlineData("What do you think?")]
    public void a_comparison_has_a_table_of_six_rows_and_four_columns(string message)
    {
        foreach (var text in Texts(message))
        {
            var rows = text.Split('\n').Where(line => line.StartsWith('|')).Select(line => line.Count(unit => unit == '|') - 1).ToArray();
            rows.Length.Should().BeGreaterThanOrEqualTo(2 + 6);
            rows.Should().AllSatisfy(columns => columns.Should().BeGreaterThanOrEqualTo(4).And.Be(rows[0]));
        }
    }

    [Theory]
    [InlineData("a list of things")]
    [InlineData("What are the steps?")]
    [InlineData("listen to the happy planet")]
    public void a_plan_is_a_nested_list_of_twenty_items(string message)
    {
        foreach (var text in Texts(message))
        {
            var items = text.Split('\n').Where(line => Regex.IsMatch(line, @"^ *([0-9]+\.|-) ")).ToArray();
            items.Length.Should().BeGreaterThanOrEqualTo(20);
            items.Should().Contain(item => item.StartsWith(' '));
        }
    }

    [Fact]
    public void a_general_answer_has_prose_a_table_a_list_and_a_short_piece_of_code()
    {
        foreach (var text in Texts("listen to the happy planet"))
        {
            Fences(text).Should().ContainSingle().Which.Body.Should().NotBeEmpty();
            text.Should().Contain("|:--|").And.MatchRegex("\n +- ").And.Contain("## ");
        }
    }

    [Theory]
    [InlineData("demo:long 1", 1)]
    [InlineData("demo:long 300", 300)]
    [InlineData("demo:long 0", 1)]
    [InlineData("demo:long", 20)]
    [InlineData("demo:long 2001", 2_000)]
    [InlineData("demo:long 99999999999999999999", 2_000)]
    public void a_long_answer_numbers_its_sentences_without_a_gap(string message, int paragraphs)
    {
        var parts = Text(message, 3).Split("\n\n");

        parts.Should().HaveCount(1 + paragraphs);
        Regex.Matches(string.Join(' ', parts[1..]), "Sentence ([0-9]+): [^.]+\\.")
            .Select(match => int.Parse(match.Groups[1].Value))
            .Should().Equal(Enumerable.Range(1, paragraphs * 4));
    }

    [Fact]
    public void an_echo_repeats_the_text_and_nothing_else_does()
    {
        const string theirs = " Grüße, 日本語 👍🏽\n\n- with {{slots}}\n";

        Text("demo:echo " + theirs, 5).Should().EndWith(".\n\n" + theirs);
        Text("my secret is Rumpelstiltskin", 5).Should().NotContain("Rumpelstiltskin");
    }

    [Fact]
    public void commands_count_only_as_the_whole_message()
    {
        Answer("demo:fail", 1).Ending.Should().Be(DemoEnding.Failed);
        Answer("DEMO:CUT", 1).Ending.Should().Be(DemoEnding.Cut);
        Answer("what does demo:fail do?", 1).Ending.Should().Be(DemoEnding.Finished);
        Answer("demo:fail please", 1).Ending.Should().Be(DemoEnding.Finished);
        Answer("demo:failure", 1).Ending.Should().Be(DemoEnding.Finished);
    }

    [Theory]
    [InlineData(1, "your first message")]
    [InlineData(3, "your third message")]
    [InlineData(11, "your 11th message")]
    [InlineData(22, "your 22nd message")]
    public void it_tells_how_many_messages_have_reached_it(int turn, string words)
    {
        var messages = Enumerable.Range(0, turn).SelectMany(_ => new[] { User("Hi"), new ModelMessage(MessageRole.Assistant, "Hello") });

        DemoScript.Compose([.. messages.SkipLast(1)], 9).Text.Should().Contain(words);
    }

    [Fact]
    public void it_answers_the_last_message_of_a_person() =>
        Fences(DemoScript.Compose([User("a table"), User("an HTML page"), new ModelMessage(MessageRole.Assistant, "react")], 1).Text)
            .Should().ContainSingle().Which.Info.Should().Be("html index.html");

    private static ModelMessage User(string text) => new(MessageRole.User, text);

    private static DemoAnswer Answer(string message, ulong seed) => DemoScript.Compose([User(message)], seed);

    private static string Text(string message, ulong seed) => Answer(message, seed).Text;

    /// <summary>Enough answers to have met each variant.</summary>
    private static IEnumerable<string> Texts(string message) => Enumerable.Range(0, 40).Select(seed => Text(message, (ulong)seed));

    private static (string Info, string Body)[] Fences(string text) =>
        [.. Regex.Matches(text, "^```(\\S[^\n]*)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)
            .Select(match => (match.Groups[1].Value, match.Groups[2].Value))];
}

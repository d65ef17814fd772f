using System.Globalization;
using FluentAssertions;
using Xunit;
using Xunit.Abstractions;

namespace TesslateLite.Browser.Tests;

/// <summary>Two tabs of one person on one session: what one does, the other shows.</summary>
[Collection(Studio.Name)]
public sealed class TwoTabsTests(Studio studio, ITestOutputHelper output)
{
    [Fact]
    public async Task A_message_sent_in_one_tab_shows_in_the_other_within_100_ms()
    {
        await using var person = await studio.PersonAsync();
        var (a, b) = await person.OpenTwoAsync("demo:echo hello");
        await a.RepliedAsync();
        await b.RepliedAsync();

        var taken = new List<double>();
        for (var round = 1; round <= 9; round++)
        {
            var text = $"demo:echo round {round}";
            await a.AskAsync(text);
            await b.RepliedAsync();
            var pressed = await a.Page.EvaluateAsync<double>("() => window.__probe.enter");
            var shown = await b.Page.EvaluateAsync<double>("text => window.__probe.shown[text]", text);
            taken.Add(shown - pressed);
        }

        taken.Sort();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Enter in A to text in B, ms: best {taken[0]:0.0}, median {taken[4]:0.0}, worst {taken[^1]:0.0}"));
        taken[0].Should().BePositive();
        // The median: what a person usually sees, and one that a single pause of a busy machine does not move.
        taken[4].Should().BeLessThan(100);
        await person.ShouldHaveNoComplaintsAsync();
    }

    [Theory]
    [InlineData("demo:long 20")]
    [InlineData("Show me a React component")]
    [InlineData("What can you do?")]
    public async Task Both_tabs_and_a_freshly_loaded_one_show_the_same_conversation(string question)
    {
        await using var person = await studio.PersonAsync();
        var (a, b) = await person.OpenTwoAsync(question);
        await a.RepliedAsync();
        await b.RepliedAsync();

        var shown = await a.ShouldAgreeWithAsync(b);
        var c = await person.OpenAsync(await a.SessionPathAsync());
        await c.RepliedAsync();
        (await c.ConversationAsync()).Should().Be(shown);
        await a.ShouldNeverHaveBeenInDisorderAsync();
        await b.ShouldNeverHaveBeenInDisorderAsync();
        await person.ShouldHaveNoComplaintsAsync();
    }
}

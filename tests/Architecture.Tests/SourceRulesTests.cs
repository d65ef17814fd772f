using System.Text.RegularExpressions;
using FluentAssertions;
using TesslateLite.Hub.Realtime;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Architecture.Tests;

public sealed class SourceRulesTests
{
    [Fact]
    public void The_clock_is_always_the_one_that_was_handed_in() =>
        Sources.Under("src").Matching(@"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b").Should().BeEmpty("TimeProvider tells the time");

    [Fact]
    public void Nothing_of_the_product_waits_on_a_clock_of_its_own()
    {
        Sources.Under("src").Matching(@"\bThread\.Sleep\(").Should().BeEmpty();
        Sources.Under("src").Matching(@"\bTask\.Delay\((?![^;]*\b_?time\b)").Should().BeEmpty("a delay takes the TimeProvider");
        Sources.Under("src").Matching(@"\bnew PeriodicTimer\((?![^;]*\b_?time\b)").Should().BeEmpty("a timer takes the TimeProvider");
    }

    [Fact]
    public void Tests_wait_for_conditions_and_only_their_one_helper_polls() =>
        Sources.Under("tests").Where(file => file.Path != Path.Combine("tests", "Support", "Eventually.cs"))
            .Matching(@"\b(Task\.Delay|Thread\.Sleep)\(").Should().BeEmpty();

    [Fact]
    public void The_rules_on_sources_see_the_sources()
    {
        Sources.Under("src").Should().Contain(file => file.Path.EndsWith("SendMessage.cs", StringComparison.Ordinal));
        Sources.Under("tests").Matching(@"\bTask\.Delay\(").Should().ContainSingle("the helper polls");
    }

    [Fact]
    public void Every_handler_is_in_the_file_of_its_command()
    {
        var files = Sources.Under("src", "Hub").ToList();
        var handlers = Handlers().ToList();

        handlers.Should().NotBeEmpty();
        foreach (var handler in handlers)
        {
            var command = handler[..^"Handler".Length];
            files.Should().ContainSingle(file => Path.GetFileNameWithoutExtension(file.Path) == command, "{0} has a file", command)
                .Which.Text.Should().MatchRegex($@"\bclass {handler}\b");
        }
    }

    [Fact]
    public void Every_command_has_its_handler()
    {
        var commands = Regex.Matches(
            File.ReadAllText(RepositoryRoot.Combine("src", "Contracts", "Wire", "Commands.cs")), @"\brecord (\w+)\(", RegexOptions.None, TimeSpan.FromSeconds(10));

        commands.Should().NotBeEmpty();
        commands.Select(c => $"{c.Groups[1].Value}Handler").Should().BeSubsetOf(Handlers());
    }

    private static IEnumerable<string> Handlers() =>
        typeof(ChatHub).Assembly.GetExportedTypes().Select(t => t.Name).Where(name => name.EndsWith("Handler", StringComparison.Ordinal));
}

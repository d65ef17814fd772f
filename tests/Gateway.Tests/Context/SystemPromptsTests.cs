using System.Security.Cryptography;
using System.Text;
using FluentAssertions;
using TesslateLite.Hub.Gateway.Context;
using TesslateLite.Projections.Rendering;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Gateway.Tests.Context;

public sealed class SystemPromptsTests
{
    /// <summary>
    /// What each released text says. A line here never changes, for replies name the version that they were asked with: a better
    /// text is a new file with the next version, and a line more.
    /// </summary>
    private static readonly Dictionary<string, string> Approved = new(StringComparer.Ordinal)
    {
        ["coder@1"] = "aa6b4b9ad93ed7c0",
        ["continue@1"] = "fa9ba6187feccfb9",
        ["general@1"] = "bd92f2bf66dda6c6",
        ["ui-designer@1"] = "0d7bfee102b54eac",
    };

    [Fact]
    public void No_released_text_has_been_changed_or_removed() =>
        SystemPrompts.All.ToDictionary(prompt => prompt.Id, HashOf, StringComparer.Ordinal).Should().Equal(Approved);

    [Fact]
    public void The_names_are_those_that_a_model_may_have() =>
        SystemPrompts.Names.Should().Equal("coder", "general", "ui-designer");

    [Fact]
    public void The_newest_version_is_taken() =>
        SystemPrompts.Names.Select(name => SystemPrompts.Newest(name).Version)
            .Should().Equal(SystemPrompts.Names.Select(name => SystemPrompts.All.Where(p => p.Name == name).Max(p => p.Version)));

    [Fact]
    public void A_model_that_names_no_prompt_gets_the_general_one() => SystemPrompts.Newest(null).Name.Should().Be("general");

    [Theory]
    [InlineData("poet")]
    [InlineData("Coder")]
    [InlineData("")]
    [InlineData("continue")]
    public void A_name_that_there_is_not_is_an_error_that_lists_those_that_there_are(string name) =>
        FluentActions.Invoking(() => SystemPrompts.Newest(name)).Should().Throw<ArgumentException>().WithMessage("*coder, general, ui-designer*");

    [Theory]
    [InlineData("general", "src/totals.py")]
    [InlineData("coder", "src/cart/total.ts")]
    [InlineData("ui-designer", "src/App.tsx")]
    public void The_example_of_a_file_is_one_to_our_own_reader(string name, string path) =>
        MessageRenderer.Render(SystemPrompts.Newest(name).Text, LineBreaks.Soft).OfType<RenderedCode>().Select(code => code.Path).Should().Contain(path);

    [Fact]
    public void Every_prompt_is_short_enough_for_the_smallest_window() => SystemPrompts.All.Should().OnlyContain(prompt => prompt.Tokens < 800);

    [Fact]
    public void Every_file_of_the_folder_is_in_the_assembly() =>
        Directory.GetFiles(RepositoryRoot.Combine("src", "Hub", "Gateway", "Context", "Prompts")).Select(Path.GetFileName)
            .Should().BeEquivalentTo(SystemPrompts.All.Select(prompt => $"{prompt.Name}.v{prompt.Version}.md"));

    private static string HashOf(SystemPrompt prompt) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(prompt.Text)))[..16];
}

using FluentAssertions;
using Microsoft.Playwright;
using Xunit;

namespace TesslateLite.Browser.Tests;

/// <summary>What people and models write is text, never script.</summary>
[Collection(Studio.Name)]
public sealed class SafetyTests(Studio studio)
{
    private const string Nasty = """
        demo:echo <img src=x onerror="window.__hurt = 1">

        <script>window.__hurt = 2</script>

        [click](javascript:window.__hurt=3) and [this](data:text/html,<script>window.__hurt=4</script>)

        <iframe srcdoc="<script>parent.__hurt = 5</script>"></iframe> <svg onload="window.__hurt=6"></svg>

        ![x](x"onerror="window.__hurt=7) <a href="javascript:window.__hurt=8">here</a> <javascript:window.__hurt=9>

        <style>body { display: none }</style> {onclick=alert(1)}

        ```html
        <img src=x onerror="window.__hurt = 10">
        ```
        """;

    [Fact]
    public async Task Markup_in_messages_replies_and_titles_never_runs()
    {
        await using var person = await studio.PersonAsync();
        var (a, b) = await person.OpenTwoAsync(Nasty);
        await a.RepliedAsync();
        await b.RepliedAsync();
        await a.ShouldAgreeWithAsync(b);
        var loaded = await person.OpenAsync(await a.SessionPathAsync());
        await loaded.RepliedAsync();

        await a.Rows.First.HoverAsync();
        await a.Page.GetByTestId("rename").ClickAsync();
        await a.Page.GetByTestId("rename-field").FillAsync("<img src=x onerror=window.__hurt=11>");
        await a.Page.GetByTestId("rename-field").PressAsync("Enter");
        await Assertions.Expect(b.Rows.First).ToContainTextAsync("<img src=x");

        foreach (var tab in new[] { a, b, loaded })
        {
            var links = tab.Page.Locator(".message a");
            for (var at = 0; at < await links.CountAsync(); at++)
            {
                await links.Nth(at).ClickAsync();
            }

            (await tab.Page.EvaluateAsync<object?>("() => window.__hurt ?? null")).Should().BeNull();
            (await tab.Page.EvaluateAsync<string[]>("""
                () => [...document.querySelectorAll('.message *')].filter(each =>
                  ['SCRIPT', 'IFRAME', 'STYLE', 'OBJECT', 'FORM'].includes(each.tagName)
                    || [...each.attributes].some(({ name, value }) => name.startsWith('on') || /^\s*(javascript|data|vbscript):/i.test(value)))
                  .map(each => each.outerHTML)
                """)).Should().BeEmpty();
            await Assertions.Expect(tab.Composer).ToBeVisibleAsync();
        }

        // The markup is still there to be read, in the reply's code and in the message.
        (await a.LastReply.GetByTestId("code").InnerTextAsync()).Should().Contain("window.__hurt = 10");
        (await a.Messages.First.InnerTextAsync()).Should().Contain("<script>");
    }
}

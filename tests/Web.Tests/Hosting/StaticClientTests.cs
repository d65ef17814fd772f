using System.Net;
using System.Text.RegularExpressions;
using FluentAssertions;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Web.Tests.Hosting;

/// <summary>The page and its files. Needs the built client.</summary>
public sealed partial class StaticClientTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/index.html")]
    [InlineData("/chat/0197c0de-0000-7000-8000-00000000d3a1")]
    [InlineData("/some/address/of/the.client")]
    [InlineData("/apiary")]
    public async Task the_page_is_served_for_every_address_of_the_client_and_asked_for_each_time(string path)
    {
        using var answer = await Get(path);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("text/html");
        answer.Headers.CacheControl!.NoCache.Should().BeTrue();
        (await answer.Content.ReadAsStringAsync()).Should().Contain("<div id=\"root\"");
        HasSecurityHeaders(answer);
    }

    [Fact]
    public async Task files_that_carry_a_hash_may_be_kept_for_ever()
    {
        using var page = await Get("/");
        var assets = Asset().Matches(await page.Content.ReadAsStringAsync()).Select(m => m.Value).Distinct().ToList();

        assets.Should().Contain(a => a.EndsWith(".js")).And.Contain(a => a.EndsWith(".css"));
        foreach (var asset in assets)
        {
            using var answer = await Get(asset);
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
            answer.Headers.CacheControl!.ToString().Should().Be("public, max-age=31536000, immutable");
            HasSecurityHeaders(answer);
        }
    }

    [Theory]
    [InlineData("/assets/unknown.js")]
    [InlineData("/assets/")]
    [InlineData("/api/unknown")]
    public async Task what_is_not_there_is_a_problem_that_is_not_kept(string path)
    {
        using var answer = await Get(path);

        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await Problem.CodeOf(answer)).Should().Be("not_found");
        (answer.Headers.CacheControl?.ToString() ?? "").Should().NotContain("immutable");
        HasSecurityHeaders(answer);
    }

    [Theory]
    [InlineData("/../appsettings.json")]
    [InlineData("/..%2fappsettings.json")]
    [InlineData("/assets/..%2f..%2fappsettings.json")]
    [InlineData("/appsettings.json")]
    [InlineData("/wwwroot/index.html")]
    public async Task nothing_but_the_clients_files_is_served(string path)
    {
        using var answer = await Get(path);

        var text = await answer.Content.ReadAsStringAsync();
        text.Should().NotContain("LogLevel");
        answer.Content.Headers.ContentType!.MediaType.Should().BeOneOf("text/html", "application/problem+json");
    }

    private static async Task<HttpResponseMessage> Get(string path) =>
        await (await TestStudio.Shared).Server.Http.GetAsync(new Uri(path, UriKind.Relative));

    private static void HasSecurityHeaders(HttpResponseMessage answer)
    {
        answer.Headers.GetValues("Content-Security-Policy").Single().Should()
            .Contain("default-src 'self'").And.Contain("frame-ancestors 'none'").And.Contain("object-src 'none'").And.NotContain("unsafe-eval");
        answer.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        answer.Headers.GetValues("Referrer-Policy").Should().Equal("same-origin");
        answer.Headers.GetValues("Cross-Origin-Opener-Policy").Should().Equal("same-origin");
        answer.Headers.Contains("Server").Should().BeFalse();
    }

    [GeneratedRegex("/assets/[^\"]+")]
    private static partial Regex Asset();
}

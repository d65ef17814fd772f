using System.Net;
using FluentAssertions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Web.Tests.Access;

/// <summary>Where a request comes from: browsers send a cookie whatever page asks.</summary>
[Collection(SecondNode.Collection)]
public sealed class OriginTests(SecondNode node)
{
    private static readonly Uri s_session = new("/api/auth/session", UriKind.Relative);
    private static readonly Uri s_user = new("/api/user", UriKind.Relative);
    private static readonly Uri s_negotiate = new("/hub/chat/negotiate?negotiateVersion=1", UriKind.Relative);

    public static TheoryData<string> Foreign => new()
    {
        "https://evil.example",
        "null",
        "http://127.0.0.1",
        "{own}.evil.example",
        "{own}/",
        "https://chat.example.evil.example",
        "http://chat.example",
    };

    [Theory]
    [MemberData(nameof(Foreign))]
    public async Task a_request_that_changes_something_is_refused_from_a_foreign_page(string origin)
    {
        await using var person = await node.Studio.VisitAsync();
        foreach (var (method, path) in new[] { (HttpMethod.Post, s_session), (HttpMethod.Delete, s_session), (HttpMethod.Post, s_negotiate) })
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.Add("Cookie", person.Cookie);
            request.Headers.Add("Origin", OriginOf(origin));
            using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = node.Studio.Address };
            using var answer = await http.SendAsync(request);

            answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
            (await Problem.CodeOf(answer)).Should().Be(RefusalCodes.OriginNotAllowed);
            answer.Headers.Contains("Set-Cookie").Should().BeFalse();
        }
    }

    [Theory]
    [MemberData(nameof(Foreign))]
    public async Task the_hub_is_closed_to_a_cookie_from_a_foreign_page(string origin)
    {
        await using var person = await node.Studio.VisitAsync();

        (await RawSocket.StatusAsync(node.Studio.Address, person.Cookie, OriginOf(origin))).Should().Be(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("/hub/chat")]
    [InlineData("/HUB/chat")]
    [InlineData("/Hub/Chat?id=1")]
    [InlineData("/%68ub/chat")]
    public async Task the_hub_is_closed_to_a_foreign_page_however_its_address_is_written(string path)
    {
        await using var person = await node.Studio.VisitAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Add("Cookie", person.Cookie);
        request.Headers.Add("Origin", "https://evil.example");
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = node.Studio.Address };
        using var answer = await http.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task the_hub_is_closed_to_a_cookie_that_comes_without_an_origin()
    {
        await using var person = await node.Studio.VisitAsync();

        (await RawSocket.StatusAsync(node.Studio.Address, person.Cookie, origin: null)).Should().Be(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("{own}")]
    [InlineData(SecondNode.PublicUrl)]
    public async Task the_studios_own_pages_are_let_in(string origin)
    {
        await using var person = await node.Studio.VisitAsync();
        (await RawSocket.StatusAsync(node.Studio.Address, person.Cookie, OriginOf(origin))).Should().Be(HttpStatusCode.SwitchingProtocols);

        using var request = new HttpRequestMessage(HttpMethod.Post, s_session);
        request.Headers.Add("Origin", OriginOf(origin));
        using var answer = await node.Studio.Server.Http.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task reading_is_not_bound_to_an_origin_but_no_other_page_is_allowed_to_see_the_answer()
    {
        await using var person = await node.Studio.VisitAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, s_user);
        request.Headers.Add("Cookie", person.Cookie);
        request.Headers.Add("Origin", "https://evil.example");
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = node.Studio.Address };
        using var answer = await http.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Headers.Should().NotContain(h => h.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
    }

    private string OriginOf(string template) => template.Replace("{own}", Person.OriginOf(node.Studio.Address), StringComparison.Ordinal);
}

using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using FluentAssertions;
using Npgsql;
using TesslateLite.Contracts.Wire;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Web.Tests.Access;

/// <summary>A visitor's account and the cookie that stands for it.</summary>
[Collection(SecondNode.Collection)]
public sealed class GuestTests(SecondNode node)
{
    private const double CookieSeconds = 400 * 24 * 60 * 60;

    private static readonly Uri s_session = new("/api/auth/session", UriKind.Relative);
    private static readonly Uri s_user = new("/api/user", UriKind.Relative);

    [Fact]
    public async Task the_first_use_gives_a_guest_account_and_a_cookie_that_scripts_and_other_sites_do_not_get()
    {
        using var http = Browser((await TestStudio.Shared).Address);

        // Whoever sends this header is not asked whether it is true: without a known proxy it says nothing.
        http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        using var answer = await http.PostAsync(s_session, content: null);

        var user = await answer.Content.ReadFromJsonAsync<UserView>(WireJson.Options);
        user.Should().BeEquivalentTo(new { Guest = true });
        user!.DisplayName.Should().StartWith("Guest ");
        var attributes = AttributesOf(answer);
        attributes.Should().Contain(["httponly", "samesite=lax", "path=/"]).And.NotContain("secure").And.NotContain(a => a.StartsWith("domain"));
        LifeOf(answer).TotalSeconds.Should().BeApproximately(CookieSeconds, 5);
    }

    [Fact]
    public async Task over_https_the_cookie_is_secure()
    {
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true, UseCookies = false };
        using var http = new HttpClient(handler) { BaseAddress = node.SecureAddress };

        using var answer = await http.PostAsync(s_session, content: null);

        AttributesOf(answer).Should().Contain(["secure", "httponly", "samesite=lax", "path=/"]);
        LifeOf(answer).TotalSeconds.Should().BeApproximately(CookieSeconds, 5);
    }

    [Fact]
    public async Task asking_again_keeps_the_account_and_two_visitors_are_two_accounts()
    {
        var studio = await TestStudio.Shared;
        await using var person = await studio.VisitAsync();
        await using var other = await studio.VisitAsync();

        using var again = await person.Http.PostAsync(s_session, content: null);

        (await again.Content.ReadFromJsonAsync<UserView>(WireJson.Options)).Should().Be(person.User);
        (await person.ReadAsync<UserView>("/api/user")).Should().Be(person.User);
        other.Id.Should().NotBe(person.Id);
    }

    [Fact]
    public async Task signing_out_takes_the_cookie_back()
    {
        using var http = Browser((await TestStudio.Shared).Address);
        (await http.PostAsync(s_session, content: null)).EnsureSuccessStatusCode();
        (await http.GetAsync(s_user)).StatusCode.Should().Be(HttpStatusCode.OK);

        using var answer = await http.DeleteAsync(s_session);

        answer.StatusCode.Should().Be(HttpStatusCode.NoContent);
        await IsSignedOut(http);
    }

    [Theory]
    [InlineData("tesslate=")]
    [InlineData("tesslate=forged")]
    [InlineData("tesslate=CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("other=1; tesslate=%00%ff; tesslate=2")]
    public async Task a_forged_cookie_is_nobody(string cookie) => await IsNobody((await TestStudio.Shared).Address, cookie);

    [Fact]
    public async Task a_cookie_that_lacks_its_end_or_has_another_one_is_nobody()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();

        await IsNobody(person.Server, person.Cookie[..^10]);
        await IsNobody(person.Server, person.Cookie[..^10] + "AAAAAAAAAA");
    }

    [Fact]
    public async Task a_cookie_survives_a_restart_and_is_nobody_in_another_studio_and_when_its_account_is_gone()
    {
        await using var studio = await TestStudio.StartAsync();
        await using var person = await studio.VisitAsync();
        await IsNobody((await TestStudio.Shared).Address, person.Cookie);

        await studio.Server.StopAsync();
        await studio.Server.StartAgainAsync();
        await using (var back = await person.OpenTabAsync())
        {
            (await back.ReadAsync<UserView>("/api/user")).Should().Be(person.User);
            await back.StartAsync();
        }

        await using var database = NpgsqlDataSource.Create(studio.Database);
        await using var forget = database.CreateCommand("delete from tesslate.mt_doc_account where id = $1");
        forget.Parameters.Add(new() { Value = person.Id });
        (await forget.ExecuteNonQueryAsync()).Should().Be(1);
        await IsNobody(studio.Address, person.Cookie);
    }

    [Fact]
    public async Task a_cookie_works_on_every_node_of_its_database()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        var session = await person.StartAsync();

        await using var there = await person.OpenTabAsync(node.Studio.Address);

        (await there.ReadAsync<UserView>("/api/user")).Should().Be(person.User);
        await there.DoAsync("Rename", new RenameSession(session, "From over there"));
        await using var guest = await node.Studio.VisitAsync();
        await using var here = await guest.OpenTabAsync(person.Server);
        (await here.ReadAsync<UserView>("/api/user")).Should().Be(guest.User);
    }

    private static async Task IsNobody(Uri server, string cookie)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = server };
        http.DefaultRequestHeaders.Add("Cookie", cookie);
        await IsSignedOut(http);
        (await RawSocket.StatusAsync(server, cookie, Person.OriginOf(server))).Should().Be(HttpStatusCode.Unauthorized);
    }

    private static async Task IsSignedOut(HttpClient http)
    {
        using var answer = await http.GetAsync(s_user);
        answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await Problem.CodeOf(answer)).Should().Be(RefusalCodes.SignedOut);
    }

    private static HttpClient Browser(Uri server) => new(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = server };

    private static List<string> AttributesOf(HttpResponseMessage answer) =>
        [.. answer.Headers.GetValues("Set-Cookie").Single().ToLowerInvariant().Split("; ").Skip(1)];

    private static TimeSpan LifeOf(HttpResponseMessage answer)
    {
        var expires = AttributesOf(answer).Single(a => a.StartsWith("expires="))["expires=".Length..];
        return DateTimeOffset.Parse(expires, CultureInfo.InvariantCulture) - answer.Headers.Date!.Value;
    }
}

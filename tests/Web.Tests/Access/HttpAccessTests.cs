using System.Net;
using System.Text;
using FluentAssertions;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using TesslateLite.Contracts.Wire;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Web.Tests.Access;

/// <summary>Who may ask what over HTTP. A new endpoint without a row fails.</summary>
public sealed class HttpAccessTests
{
    /// <summary>Who gets what.</summary>
    public enum Access
    {
        /// <summary>Anybody, signed in or not.</summary>
        Everybody,

        /// <summary>Who is signed in, about themselves.</summary>
        SignedIn,

        /// <summary>Who made the thing that the address names; for all others it is not there.</summary>
        Maker,

        /// <summary>Who may see the session that the address names; for all others it is not there.</summary>
        OfTheSession,
    }

    /// <summary>The pattern as mapped, an address of it, a body, and who gets what.</summary>
    public static TheoryData<string, string, string?, Access> Rows => new()
    {
        { "ANY /health/live", "/health/live", null, Access.Everybody },
        { "ANY /health/ready", "/health/ready", null, Access.Everybody },
        { "POST /api/auth/session", "/api/auth/session", null, Access.Everybody },
        { "DELETE /api/auth/session", "/api/auth/session", null, Access.Everybody },
        { "GET /api/user", "/api/user", null, Access.SignedIn },
        { "GET /api/models", "/api/models", null, Access.SignedIn },
        { "GET /api/chat/history/", "/api/chat/history", null, Access.SignedIn },
        { "GET /api/chat/history/{sessionId:guid}", "/api/chat/history/{session}", null, Access.OfTheSession },
        { "GET /api/chat/sessions/{id:guid}/artifacts/", "/api/chat/sessions/{session}/artifacts", null, Access.OfTheSession },
        { "GET /api/chat/sessions/{id:guid}/artifacts/{messageId:guid}/{piece:int}", "/api/chat/sessions/{session}/artifacts/{file}", null, Access.OfTheSession },
        { "PUT /api/attachments/{id:guid}/", "/api/attachments/{new}", "GIF89a\u0001\u0001\u0001\u0001", Access.SignedIn },
        { "GET /api/attachments/{id:guid}/", "/api/attachments/{attachment}", null, Access.Maker },
        { "GET /api/chat/sessions/{id:guid}/attachments/{attachmentId:guid}", "/api/chat/sessions/{session}/attachments/{attachment}", null, Access.OfTheSession },
        { "GET /api/library/", "/api/library", null, Access.SignedIn },
        { "PUT /api/library/folders/{folderId:guid}", "/api/library/folders/{new}", """{"name":"A folder"}""", Access.SignedIn },
        { "DELETE /api/library/folders/{folderId:guid}", "/api/library/folders/{new}", null, Access.SignedIn },
        { "PUT /api/chat/sessions/{id:guid}/pin", "/api/chat/sessions/{session}/pin", null, Access.OfTheSession },
        { "DELETE /api/chat/sessions/{id:guid}/pin", "/api/chat/sessions/{session}/pin", null, Access.OfTheSession },
        { "PUT /api/chat/sessions/{id:guid}/folder", "/api/chat/sessions/{session}/folder", """{"folderId":null}""", Access.OfTheSession },
        { "PUT /api/chat/sessions/{id:guid}/tags/{tag}", "/api/chat/sessions/{session}/tags/a", null, Access.OfTheSession },
        { "DELETE /api/chat/sessions/{id:guid}/tags/{tag}", "/api/chat/sessions/{session}/tags/a", null, Access.OfTheSession },
        { "ANY /hub/chat/negotiate", "/hub/chat/negotiate?negotiateVersion=1", null, Access.SignedIn },
        // Only in Development: files that came after the build.
        { "GET {**path:file}", "/index.html", null, Access.Everybody },
        { "GET /", "/", null, Access.Everybody },
        { "GET {*path:regex(^(?!(api|hub|health|assets)(/|$)).*$)}", "/chat/{session}", null, Access.Everybody },
    };

    [Fact]
    public async Task every_endpoint_has_a_row_and_every_row_an_endpoint()
    {
        // The hub's own address speaks no HTTP methods: its rows are those of its methods. Files of the page are everybody's.
        var mapped = (await EndpointList.All)
            .Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null && e.RoutePattern.RawText != "/hub/chat")
            .SelectMany(e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"])
                .Where(m => m != "HEAD")
                .Select(m => $"{m} {e.RoutePattern.RawText}"));

        mapped.Should().BeEquivalentTo(Rows.Select(row => (string)row[0]));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task each_gets_what_is_theirs(string endpoint, string address, string? body, Access access)
    {
        var studio = await TestStudio.Shared;
        await using var owner = await studio.VisitAsync();
        await using var stranger = await studio.VisitAsync();
        var session = await owner.StartAsync();
        var file = address.Contains("{file}", StringComparison.Ordinal) ? await WriteFile(owner, session) : "";
        var attachment = await owner.UploadAsync();
        await owner.DoAsync("Send", new SendMessage(session, Guid.NewGuid(), "demo:echo a", Attachments: [attachment.Id]));
        var method = endpoint switch
        {
            "ANY /hub/chat/negotiate" => HttpMethod.Post,
            _ when endpoint.StartsWith("ANY ", StringComparison.Ordinal) => HttpMethod.Get,
            _ => new HttpMethod(endpoint.Split(' ')[0]),
        };

        using var forOwner = await Ask(owner, session);
        using var forStranger = await Ask(stranger, session);
        using var forStrangerNowhere = await Ask(stranger, Guid.NewGuid(), nowhere: true);
        using var forNobody = await Ask(null, session);

        ((int)forOwner.StatusCode).Should().BeInRange(200, 299);
        if (access is Access.OfTheSession or Access.Maker)
        {
            forStranger.StatusCode.Should().Be(HttpStatusCode.NotFound);
            (await Problem.CodeOf(forStranger)).Should().Be(access == Access.Maker ? RefusalCodes.UnknownAttachment : RefusalCodes.NotFound);
            (await Problem.WithoutTrace(forStranger)).Should().Be(await Problem.WithoutTrace(forStrangerNowhere));
            HeadersOf(forStranger).Should().Equal(HeadersOf(forStrangerNowhere), "nothing tells a session of others from none");
        }
        else
        {
            ((int)forStranger.StatusCode).Should().BeInRange(200, 299);
        }

        if (access == Access.Everybody)
        {
            ((int)forNobody.StatusCode).Should().BeInRange(200, 299);
        }
        else
        {
            forNobody.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
            (await Problem.CodeOf(forNobody)).Should().Be(RefusalCodes.SignedOut);
        }

        async Task<HttpResponseMessage> Ask(Person? person, Guid id, bool nowhere = false)
        {
            var path = address
                .Replace("{session}", id.ToString(), StringComparison.Ordinal)
                .Replace("{file}", file, StringComparison.Ordinal)
                .Replace("{attachment}", (nowhere ? Guid.NewGuid() : attachment.Id).ToString(), StringComparison.Ordinal)
                .Replace("{new}", Guid.NewGuid().ToString(), StringComparison.Ordinal);
            using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
            request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
            if (person is null)
            {
                // From the studio's own page: else the hub would mind that, and not who asks.
                request.Headers.Add("Origin", Person.OriginOf(studio.Address));
            }

            return await (person?.Http ?? studio.Server.Http).SendAsync(request);
        }
    }

    /// <summary>Has a file written; the end of its address.</summary>
    private static async Task<string> WriteFile(Person owner, Guid session)
    {
        var reply = await owner.SendAsync(session, "demo:echo ```js a.js\nlet a;\n```");
        await owner.Watch(session).EndOf(reply.ReplyId);
        var files = await owner.ReadAsync<IReadOnlyList<ArtifactView>>($"/api/chat/sessions/{session}/artifacts");
        var version = files.Single().Versions.Single();
        return FormattableString.Invariant($"{version.MessageId}/{version.Piece}");
    }

    private static IEnumerable<string> HeadersOf(HttpResponseMessage answer) =>
        answer.Headers.Concat(answer.Content.Headers)
            .Where(h => h.Key != "Date")
            .Select(h => $"{h.Key}: {string.Join(',', h.Value)}")
            .Order(StringComparer.Ordinal);
}

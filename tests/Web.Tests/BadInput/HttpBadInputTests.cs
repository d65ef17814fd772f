using System.Net;
using System.Net.Http.Headers;
using System.Text;
using FluentAssertions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Web.Tests.BadInput;

/// <summary>Requests that must be refused with a problem and its code: never with a page, never with a stack trace.</summary>
public sealed class HttpBadInputTests
{
    private const string Json = "application/json";

    [Theory]
    [InlineData("{", Json, HttpStatusCode.BadRequest, RefusalCodes.BadRequest)]
    [InlineData("", Json, HttpStatusCode.BadRequest, RefusalCodes.BadRequest)]
    [InlineData("null", Json, HttpStatusCode.BadRequest, RefusalCodes.BadRequest)]
    [InlineData("[]", Json, HttpStatusCode.BadRequest, RefusalCodes.BadRequest)]
    [InlineData("{}", Json, HttpStatusCode.BadRequest, RefusalCodes.BadRequest)]
    [InlineData("{\"name\":null}", Json, HttpStatusCode.BadRequest, RefusalCodes.BadRequest)]
    [InlineData("{\"name\":5}", Json, HttpStatusCode.BadRequest, RefusalCodes.BadRequest)]
    [InlineData("{\"name\":\"\\ud800\"}", Json, HttpStatusCode.BadRequest, RefusalCodes.BadRequest)]
    [InlineData("{\"name\":\"ok\"}", "text/plain", HttpStatusCode.UnsupportedMediaType, RefusalCodes.BadRequest)]
    [InlineData("{\"name\":\" \"}", Json, HttpStatusCode.UnprocessableEntity, RefusalCodes.EmptyText)]
    [InlineData("{\"name\":\"a\\u0000b\"}", Json, HttpStatusCode.UnprocessableEntity, RefusalCodes.InvalidText)]
    [InlineData("{\"name\":\"1234567890123456789012345678901234567890123456789012345678901\"}", Json, HttpStatusCode.UnprocessableEntity, RefusalCodes.TextTooLong)]
    public async Task a_body_that_cannot_be_used_is_a_problem(string body, string type, HttpStatusCode status, string code)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        await IsRefused(HttpMethod.Put, $"/api/library/folders/{Guid.NewGuid()}", status, code, content);
    }

    [Fact]
    public async Task a_body_that_is_no_utf8_is_a_problem()
    {
        using var content = new ByteArrayContent([.. "{\"name\":\""u8, 0xff, .. "\"}"u8]);
        content.Headers.ContentType = new MediaTypeHeaderValue(Json);
        await IsRefused(HttpMethod.Put, $"/api/library/folders/{Guid.NewGuid()}", HttpStatusCode.BadRequest, RefusalCodes.BadRequest, content);
    }

    [Fact]
    public async Task a_body_over_the_limit_is_a_problem()
    {
        using var content = new StringContent($"{{\"name\":\"{new string('x', 1024 * 1024)}\"}}", Encoding.UTF8, Json);
        await IsRefused(HttpMethod.Put, $"/api/library/folders/{Guid.NewGuid()}", HttpStatusCode.RequestEntityTooLarge, RefusalCodes.BadRequest, content);
    }

    [Theory]
    [InlineData("", HttpStatusCode.UnprocessableEntity, RefusalCodes.AttachmentUnsupported)]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'></svg>", HttpStatusCode.UnprocessableEntity, RefusalCodes.AttachmentUnsupported)]
    [InlineData("GIF89a", HttpStatusCode.UnprocessableEntity, RefusalCodes.AttachmentUnsupported)]
    [InlineData("GIF89a\u0001\0\0\0", HttpStatusCode.UnprocessableEntity, RefusalCodes.AttachmentUnsupported)]
    [InlineData("GIF89a\u0001\u007f\u0001\u0001", HttpStatusCode.RequestEntityTooLarge, RefusalCodes.AttachmentTooLarge)]
    public async Task a_file_that_is_no_picture_that_can_be_attached_is_a_problem(string file, HttpStatusCode status, string code)
    {
        using var content = new StringContent(file, Encoding.UTF8, "image/png");
        await IsRefused(HttpMethod.Put, $"/api/attachments/{Guid.NewGuid()}", status, code, content);
    }

    [Fact]
    public async Task a_picture_over_the_limit_is_a_problem()
    {
        using var content = new ByteArrayContent(Pictures.Png(size: (5 * 1024 * 1024) + 1));
        await IsRefused(HttpMethod.Put, $"/api/attachments/{Guid.NewGuid()}", HttpStatusCode.RequestEntityTooLarge, RefusalCodes.AttachmentTooLarge, content);
    }

    [Fact]
    public async Task a_picture_over_the_limit_that_does_not_say_its_length_is_a_problem()
    {
        using var content = new StreamContent(new MemoryStream(Pictures.Png(size: (5 * 1024 * 1024) + 1)));
        await using var person = await (await TestStudio.Shared).VisitAsync();
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri($"/api/attachments/{Guid.NewGuid()}", UriKind.Relative)) { Content = content };
        request.Headers.TransferEncodingChunked = true;

        using var answer = await person.Http.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        (await Problem.CodeOf(answer)).Should().Be(RefusalCodes.BadRequest);
    }

    [Fact]
    public async Task an_id_of_zeros_for_a_picture_is_a_problem()
    {
        using var content = new ByteArrayContent(Pictures.Png());
        await IsRefused(HttpMethod.Put, $"/api/attachments/{Guid.Empty}", HttpStatusCode.BadRequest, RefusalCodes.InvalidId, content);
    }

    [Theory]
    [InlineData("GET", "/api/attachments/nonsense", HttpStatusCode.NotFound, RefusalCodes.NotFound)]
    [InlineData("GET", "/api/attachments/00000000-0000-0000-0000-000000000000", HttpStatusCode.NotFound, RefusalCodes.UnknownAttachment)]
    [InlineData("GET", "/api/chat/sessions/{session}/attachments/00000000-0000-0000-0000-000000000000", HttpStatusCode.NotFound, RefusalCodes.UnknownAttachment)]
    [InlineData("DELETE", "/api/attachments/00000000-0000-0000-0000-000000000000", HttpStatusCode.MethodNotAllowed, RefusalCodes.BadRequest)]
    [InlineData("GET", "/api/chat/history?after=nonsense", HttpStatusCode.BadRequest, RefusalCodes.InvalidPosition)]
    [InlineData("GET", "/api/chat/history?after=", HttpStatusCode.BadRequest, RefusalCodes.InvalidPosition)]
    [InlineData("GET", "/api/chat/history?after=-1.00000000000000000000000000000001", HttpStatusCode.BadRequest, RefusalCodes.InvalidPosition)]
    [InlineData("GET", "/api/chat/history?after=9223372036854775807.00000000000000000000000000000001", HttpStatusCode.BadRequest, RefusalCodes.InvalidPosition)]
    [InlineData("GET", "/api/chat/history?after=1.%00", HttpStatusCode.BadRequest, RefusalCodes.InvalidPosition)]
    [InlineData("GET", "/api/chat/history?binned=perhaps", HttpStatusCode.BadRequest, RefusalCodes.BadRequest)]
    [InlineData("GET", "/api/chat/history/{session}?before=nonsense", HttpStatusCode.BadRequest, RefusalCodes.InvalidPosition)]
    [InlineData("GET", "/api/chat/history/{session}?before=-1", HttpStatusCode.BadRequest, RefusalCodes.InvalidPosition)]
    [InlineData("GET", "/api/chat/history/{session}?before=99999999999999999999", HttpStatusCode.BadRequest, RefusalCodes.InvalidPosition)]
    [InlineData("GET", "/api/chat/history/{session}?before=1&before=2", HttpStatusCode.BadRequest, RefusalCodes.InvalidPosition)]
    [InlineData("GET", "/api/chat/history/nonsense", HttpStatusCode.NotFound, RefusalCodes.NotFound)]
    [InlineData("GET", "/api/chat/history/00000000-0000-0000-0000-000000000000", HttpStatusCode.NotFound, RefusalCodes.NotFound)]
    [InlineData("PUT", "/api/chat/sessions/nonsense/pin", HttpStatusCode.NotFound, RefusalCodes.NotFound)]
    [InlineData("PUT", "/api/chat/sessions/{session}/tags/%20", HttpStatusCode.UnprocessableEntity, RefusalCodes.EmptyText)]
    [InlineData("PUT", "/api/chat/sessions/{session}/tags/1234567890123456789012345678901", HttpStatusCode.UnprocessableEntity, RefusalCodes.TextTooLong)]
    [InlineData("GET", "/api/unknown", HttpStatusCode.NotFound, RefusalCodes.NotFound)]
    [InlineData("GET", "/api/", HttpStatusCode.NotFound, RefusalCodes.NotFound)]
    [InlineData("GET", "/api", HttpStatusCode.NotFound, RefusalCodes.NotFound)]
    [InlineData("GET", "/API/unknown", HttpStatusCode.NotFound, RefusalCodes.NotFound)]
    [InlineData("GET", "/health/unknown", HttpStatusCode.NotFound, RefusalCodes.NotFound)]
    [InlineData("GET", "/hub/unknown", HttpStatusCode.NotFound, RefusalCodes.NotFound)]
    [InlineData("POST", "/api/unknown", HttpStatusCode.MethodNotAllowed, RefusalCodes.BadRequest)]
    [InlineData("POST", "/api/user", HttpStatusCode.MethodNotAllowed, RefusalCodes.BadRequest)]
    [InlineData("DELETE", "/api/chat/history", HttpStatusCode.MethodNotAllowed, RefusalCodes.BadRequest)]
    public async Task an_address_that_cannot_be_used_is_a_problem(string method, string path, HttpStatusCode status, string code) =>
        await IsRefused(new HttpMethod(method), path, status, code, content: null);

    [Fact]
    public async Task a_folder_that_is_not_there_is_a_problem()
    {
        using var content = new StringContent($"{{\"folderId\":\"{Guid.NewGuid()}\"}}", Encoding.UTF8, Json);
        await IsRefused(HttpMethod.Put, "/api/chat/sessions/{session}/folder", HttpStatusCode.NotFound, RefusalCodes.UnknownFolder, content);
    }

    [Fact]
    public async Task a_folder_id_of_zeros_is_a_problem()
    {
        using var content = new StringContent("{\"name\":\"ok\"}", Encoding.UTF8, Json);
        await IsRefused(HttpMethod.Put, $"/api/library/folders/{Guid.Empty}", HttpStatusCode.BadRequest, RefusalCodes.InvalidId, content);
    }

    /// <summary>Asked as a program and as a browser's address bar would: the answer is a problem for both.</summary>
    private static async Task IsRefused(HttpMethod method, string path, HttpStatusCode status, string code, HttpContent? content)
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        var session = path.Contains("{session}", StringComparison.Ordinal) ? await person.StartAsync() : Guid.Empty;
        foreach (var accept in new[] { null, "application/json", "text/html,application/xhtml+xml", "*/*" })
        {
            using var request = new HttpRequestMessage(method, new Uri(path.Replace("{session}", session.ToString(), StringComparison.Ordinal), UriKind.Relative));
            request.Content = content;
            // A body that is refused by its length is not read: a client that sends it all the same finds the connection closed.
            request.Headers.ExpectContinue = content is not null;
            if (accept is not null)
            {
                request.Headers.Add("Accept", accept);
            }

            using var answer = await person.Http.SendAsync(request);

            answer.StatusCode.Should().Be(status);
            (await Problem.CodeOf(answer)).Should().Be(code, "that is the answer to {0}", accept);
            request.Content = null;
        }
    }
}

using System.Security.Claims;
using Microsoft.AspNetCore.Mvc;
using TesslateLite.Hub;
using TesslateLite.Hub.Access;
using TesslateLite.Hub.Attachments;
using TesslateLite.Web.Accounts;
using TesslateLite.Web.Hosting;

namespace TesslateLite.Web.Endpoints;

/// <summary>Pictures: uploaded before the message that they come with, read by whoever may read the message.</summary>
public static class AttachmentEndpoints
{
    /// <summary>Maps <c>/api/attachments</c>, and the pictures of a session.</summary>
    public static void MapAttachments(this WebApplication app)
    {
        var own = app.MapGroup("/api/attachments/{id:guid}").RequireAuthorization();
        own.MapPut("/", async (Guid id, HttpRequest request, ClaimsPrincipal user, AttachmentStore store, CancellationToken cancellation) =>
        {
            if (request.ContentLength > AttachmentLimits.Size)
            {
                return Refusals.AttachmentTooLarge.ToProblem();
            }

            using var body = new MemoryStream((int)(request.ContentLength ?? 0));
            await request.Body.CopyToAsync(body, cancellation);
            var (stored, refused) = await store.Put(user.AccountId(), id, body.GetBuffer().AsMemory(0, (int)body.Length), cancellation);
            return refused?.ToProblem() ?? Results.Ok(stored);
        }).WithMetadata(new RequestSizeLimitAttribute(AttachmentLimits.Size));
        own.MapGet("/", async (Guid id, HttpResponse response, ClaimsPrincipal user, AttachmentStore store, CancellationToken cancellation) =>
            Show(response, await store.ReadOwn(user.AccountId(), id, cancellation)));

        app.MapGet("/api/chat/sessions/{id:guid}/attachments/{attachmentId:guid}", async (
            Guid id, Guid attachmentId, HttpResponse response, ClaimsPrincipal user, SessionAccess access, AttachmentStore store, CancellationToken cancellation) =>
            await access.Require(user.AccountId(), id, Right.Read, cancellation) is { } refused
                ? refused.ToProblem()
                : Show(response, await store.ReadInSession(id, attachmentId, cancellation))).RequireAuthorization();
    }

    /// <summary>The file as it was uploaded, in a way in which no browser takes it for anything but a picture.</summary>
    private static IResult Show(HttpResponse response, StoredPicture? picture)
    {
        if (picture is null)
        {
            return Refusals.UnknownAttachment.ToProblem();
        }

        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        response.Headers.ContentDisposition = "inline";
        // An id never gets other bytes.
        response.Headers.CacheControl = "private, max-age=31536000, immutable";
        return Results.Bytes(picture.Bytes, picture.MediaType);
    }
}

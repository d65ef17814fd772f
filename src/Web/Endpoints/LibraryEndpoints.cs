using System.Security.Claims;
using Marten;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Libraries;
using TesslateLite.Projections.Libraries;
using TesslateLite.Web.Accounts;
using TesslateLite.Web.Hosting;

namespace TesslateLite.Web.Endpoints;

/// <summary>How a person orders their sessions. Each request states what is wanted; repeating it changes nothing.</summary>
public static class LibraryEndpoints
{
    /// <summary>Maps <c>/api/library</c> and what belongs to a session in it.</summary>
    public static void MapLibrary(this WebApplication app)
    {
        var library = app.MapGroup("/api/library").RequireAuthorization();
        library.MapGet("/", async (ClaimsPrincipal user, IQuerySession query, CancellationToken cancellation) =>
            ViewOf(await query.LoadAsync<Library>(Library.IdOf(user.AccountId()), cancellation)));
        library.MapPut("/folders/{folderId:guid}", (Guid folderId, FolderName body, ClaimsPrincipal user, LibraryWriter writer) =>
            Answer(writer.Write(user.AccountId(), sessionId: null, l => LibraryDecisions.NameFolder(l, folderId, body.Name))));
        library.MapDelete("/folders/{folderId:guid}", (Guid folderId, ClaimsPrincipal user, LibraryWriter writer) =>
            Answer(writer.Write(user.AccountId(), sessionId: null, l => LibraryDecisions.RemoveFolder(l, folderId))));

        var session = app.MapGroup("/api/chat/sessions/{id:guid}").RequireAuthorization();
        session.MapPut("/pin", (Guid id, ClaimsPrincipal user, LibraryWriter writer) =>
            Answer(writer.Write(user.AccountId(), id, l => LibraryDecisions.Pin(l, id))));
        session.MapDelete("/pin", (Guid id, ClaimsPrincipal user, LibraryWriter writer) =>
            Answer(writer.Write(user.AccountId(), id, l => LibraryDecisions.Unpin(l, id))));
        session.MapPut("/folder", (Guid id, FolderChoice body, ClaimsPrincipal user, LibraryWriter writer) =>
            Answer(writer.Write(user.AccountId(), id, l => LibraryDecisions.FileSession(l, id, body.FolderId))));
        session.MapPut("/tags/{tag}", (Guid id, string tag, ClaimsPrincipal user, LibraryWriter writer) =>
            Answer(writer.Write(user.AccountId(), id, l => LibraryDecisions.Tag(l, id, Unescaped(tag)))));
        session.MapDelete("/tags/{tag}", (Guid id, string tag, ClaimsPrincipal user, LibraryWriter writer) =>
            Answer(writer.Write(user.AccountId(), id, l => LibraryDecisions.Untag(l, id, Unescaped(tag)))));
    }

    private static async Task<IResult> Answer(Task<Outcome> outcome) => (await outcome).ToResult();

    /// <summary>Routing takes a path apart before it unescapes it, and so leaves a slash escaped.</summary>
    private static string Unescaped(string tag) => tag.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static LibraryView ViewOf(Library? library) => library is null
        ? new LibraryView([], [], [], [])
        : new LibraryView(
            library.Pins,
            [.. library.Folders.Select(f => new FolderView(f.Id, f.Name))],
            [.. library.Filed.Select(f => new FiledSessionView(f.SessionId, f.FolderId))],
            [.. library.Tags.Select(t => new SessionTagView(t.SessionId, t.Tag))]);
}

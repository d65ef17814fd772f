using Microsoft.Net.Http.Headers;

namespace TesslateLite.Web.Hosting;

/// <summary>Serves the web client.</summary>
public static class ClientFiles
{
    /// <summary>
    /// Maps the built files, and the page for every address that is the client's own. Names under <c>/assets</c> carry a hash
    /// of their content and may be kept for ever; the page that names them must be asked for each time.
    /// </summary>
    public static void MapClient(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal))
            {
                context.Response.OnStarting(() =>
                {
                    if (context.Response.StatusCode == StatusCodes.Status200OK)
                    {
                        context.Response.Headers[HeaderNames.CacheControl] = "public, max-age=31536000, immutable";
                    }

                    return Task.CompletedTask;
                });
            }

            return next(context);
        });
        app.MapStaticAssets();

        var page = new StaticFileOptions { OnPrepareResponse = file => file.Context.Response.Headers[HeaderNames.CacheControl] = "no-cache" };
        // An empty path meets no constraint, so it has a route of its own.
        app.MapFallbackToFile("/", "index.html", page);
        app.MapFallbackToFile("{*path:regex(^(?!(api|hub|health|assets)(/|$)).*$)}", "index.html", page);
    }
}

using TesslateLite.Hub;

namespace TesslateLite.Web.Hosting;

/// <summary>Headers on every answer, and the check of where a request comes from.</summary>
public static class Security
{
    private const string Policy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; connect-src 'self'";

    /// <summary>Adds the headers.</summary>
    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        // Not every browser counts a WebSocket to the own host as 'self'.
        var host = context.Request.Host.ToUriComponent();
        headers.ContentSecurityPolicy = $"{Policy} ws://{host} wss://{host}";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return next(context);
    });

    /// <summary>
    /// A cookie is sent by the browser whatever page asks: requests that change something, and the hub's handshake, must come
    /// from our own origin. Browsers always say where from, in <c>Origin</c> or, for the plain GET of the hub's fallback
    /// transports, in <c>Sec-Fetch-Site</c>; so the hub demands it of everyone who brings a cookie.
    /// </summary>
    public static void UseAllowedOrigins(this WebApplication app)
    {
        var publicUrl = app.Configuration["PublicUrl"] is { Length: > 0 } url
            ? Uri.TryCreate(url, UriKind.Absolute, out var parsed)
                ? parsed.GetLeftPart(UriPartial.Authority)
                : throw new SettingsException("PublicUrl is not an absolute URL.")
            : null;

        app.Use(async (context, next) =>
        {
            var request = context.Request;
            var origin = request.Headers.Origin.ToString();
            var isHub = request.Path.StartsWithSegments("/hub", StringComparison.OrdinalIgnoreCase);
            var needed = isHub
                ? request.Headers.Cookie.Count > 0
                : origin.Length > 0 && !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);
            var isOwn = origin == $"{request.Scheme}://{request.Host}"
                || (publicUrl is not null && origin == publicUrl)
                || (origin.Length == 0 && request.Headers["Sec-Fetch-Site"] == "same-origin");
            if (needed && !isOwn)
            {
                await Refusals.OriginNotAllowed.ToProblem().ExecuteAsync(context);
                return;
            }

            await next(context);
        });
    }
}

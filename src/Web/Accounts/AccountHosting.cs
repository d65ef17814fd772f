using System.Security.Claims;
using Marten;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using Npgsql;
using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub;
using TesslateLite.Hub.Accounts;
using TesslateLite.Projections.Accounts;
using TesslateLite.Web.Hosting;

namespace TesslateLite.Web.Accounts;

/// <summary>Who is there: the cookie, and the guest account behind it.</summary>
public static class AccountHosting
{
    /// <summary>Browsers keep a cookie for at most 400 days (RFC 6265bis); each use renews it.</summary>
    private static readonly TimeSpan CookieLife = TimeSpan.FromDays(400);

    /// <summary>Adds authentication by cookie, with keys that every node of the database shares.</summary>
    public static void AddAccounts(this WebApplicationBuilder builder)
    {
        builder.Services.AddDataProtection().SetApplicationName("tesslate-lite");
        builder.Services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(services =>
            new ConfigureOptions<KeyManagementOptions>(keys =>
                keys.XmlRepository = new DataProtectionKeys(services.GetRequiredService<NpgsqlDataSource>())));

        builder.Services.AddAuthorization();
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            cookie.Cookie.Name = "tesslate";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            // On localhost over plain HTTP a Secure cookie would not come back.
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.Cookie.IsEssential = true;
            cookie.ExpireTimeSpan = CookieLife;
            cookie.SlidingExpiration = true;
            cookie.Events.OnRedirectToLogin = context => Refusals.SignedOut.ToProblem().ExecuteAsync(context.HttpContext);
            cookie.Events.OnRedirectToAccessDenied = context => Refusals.NotFound.ToProblem().ExecuteAsync(context.HttpContext);
            cookie.Events.OnValidatePrincipal = RejectUnknownAccount;
        });
    }

    /// <summary>Maps <c>/api/auth/session</c> and <c>/api/user</c>.</summary>
    public static void MapAccounts(this WebApplication app)
    {
        app.MapPost("/api/auth/session", async (HttpContext context, IQuerySession query, OpenGuestAccountHandler open) =>
        {
            // Asked again by someone who is known, it changes nothing: a second tab must not become a second person.
            var account = await Find(query, context.User, context.RequestAborted) ?? await open.Handle(context.RequestAborted);
            var identity = new ClaimsIdentity(CookieAuthenticationDefaults.AuthenticationScheme);
            identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, account.Id.ToString("D")));
            await context.SignInAsync(new ClaimsPrincipal(identity), new AuthenticationProperties { IsPersistent = true });
            return ViewOf(account);
        });

        app.MapDelete("/api/auth/session", async (HttpContext context) =>
        {
            await context.SignOutAsync();
            return Results.NoContent();
        });

        app.MapGet("/api/user", async (HttpContext context, IQuerySession query) =>
            await Find(query, context.User, context.RequestAborted) is { } account
                ? Results.Ok(ViewOf(account))
                : Refusals.SignedOut.ToProblem());
    }

    /// <summary>The account of the caller; only behind authorization.</summary>
    public static Guid AccountId(this ClaimsPrincipal user) => Guid.Parse(user.FindFirstValue(ClaimTypes.NameIdentifier)!);

    private static async Task<Account?> Find(IQuerySession query, ClaimsPrincipal user, CancellationToken cancellation) =>
        user.Identity is { IsAuthenticated: true } ? await query.LoadAsync<Account>(user.AccountId(), cancellation) : null;

    /// <summary>
    /// A cookie may outlive its account, say when a database was restored or replaced. Asked only where a person is needed:
    /// the page itself and the health checks answer also without a database.
    /// </summary>
    private static async Task RejectUnknownAccount(CookieValidatePrincipalContext context)
    {
        if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>() is null)
        {
            return;
        }

        var query = context.HttpContext.RequestServices.GetRequiredService<IQuerySession>();
        if (context.Principal is null || await Find(query, context.Principal, context.HttpContext.RequestAborted) is null)
        {
            context.RejectPrincipal();
        }
    }

    private static UserView ViewOf(Account account) => new(account.Id, account.DisplayName, account.Kind == AccountKind.Guest);
}

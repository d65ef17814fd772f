using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub;

namespace TesslateLite.Web.Hosting;

/// <summary>Every error of the HTTP side is <c>application/problem+json</c> with a <c>code</c> of <see cref="RefusalCodes"/>.</summary>
public static class Errors
{
    /// <summary>Adds the error handling and the JSON rules.</summary>
    public static void AddErrors(this WebApplicationBuilder builder)
    {
        builder.Services.ConfigureHttpJsonOptions(json => WireJson.Configure(json.SerializerOptions));
        builder.Services.AddProblemDetails(problems => problems.CustomizeProblemDetails = context =>
            context.ProblemDetails.Extensions.TryAdd("code", CodeOf(context.HttpContext.Response.StatusCode)));
        builder.Services.AddExceptionHandler<ProblemOfException>();
    }

    /// <summary>Turns exceptions and bare status codes into problems.</summary>
    public static void UseErrors(this WebApplication app)
    {
        app.UseExceptionHandler();
        // Not the default page, which is plain text for who asks for HTML.
        app.UseStatusCodePages(page => Results.Problem(Of(page.HttpContext.Response.StatusCode)).ExecuteAsync(page.HttpContext));
    }

    /// <summary>A refusal as an HTTP answer.</summary>
    public static IResult ToProblem(this Refused refused) => Results.Problem(Of(refused));

    /// <summary>The outcome of a command as an HTTP answer.</summary>
    public static IResult ToResult(this Outcome outcome) => outcome is Refused refused ? refused.ToProblem() : Results.Ok(outcome);

    private static ProblemDetails Of(Refused refused) => new()
    {
        Status = StatusOf(refused.Code),
        Title = refused.Detail,
        Extensions = { ["code"] = refused.Code },
    };

    private static ProblemDetails Of(int status) => new()
    {
        Status = status,
        Title = ReasonPhrases.GetReasonPhrase(status),
        Extensions = { ["code"] = CodeOf(status) },
    };

    private static string CodeOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => RefusalCodes.SignedOut,
        StatusCodes.Status404NotFound => RefusalCodes.NotFound,
        >= 400 and < 500 => RefusalCodes.BadRequest,
        _ => RefusalCodes.Internal,
    };

    private static int StatusOf(string code) => code switch
    {
        RefusalCodes.NotFound or RefusalCodes.UnknownMessage or RefusalCodes.UnknownFolder or RefusalCodes.UnknownAttachment => StatusCodes.Status404NotFound,
        RefusalCodes.SignedOut => StatusCodes.Status401Unauthorized,
        RefusalCodes.OriginNotAllowed => StatusCodes.Status403Forbidden,
        RefusalCodes.BadRequest or RefusalCodes.InvalidPosition or RefusalCodes.InvalidId => StatusCodes.Status400BadRequest,
        RefusalCodes.Conflict or RefusalCodes.DuplicateId or RefusalCodes.SessionBinned => StatusCodes.Status409Conflict,
        RefusalCodes.AttachmentTooLarge => StatusCodes.Status413PayloadTooLarge,
        RefusalCodes.StoreUnavailable or RefusalCodes.ShuttingDown => StatusCodes.Status503ServiceUnavailable,
        RefusalCodes.Internal => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    private sealed class ProblemOfException : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            // A request that cannot be read: too large keeps its status, all else is a bad request.
            var problem = exception is BadHttpRequestException bad
                ? new ProblemDetails { Status = bad.StatusCode, Title = Refusals.BadRequest.Detail, Extensions = { ["code"] = RefusalCodes.BadRequest } }
                : Of(Refusals.Of(exception));
            await Results.Problem(problem).ExecuteAsync(httpContext);
            return true;
        }
    }
}

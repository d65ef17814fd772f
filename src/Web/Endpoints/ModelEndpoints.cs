using TesslateLite.Hub.Gateway;

namespace TesslateLite.Web.Endpoints;

/// <summary>The models that there are.</summary>
public static class ModelEndpoints
{
    /// <summary>Maps <c>/api/models</c>. The models are looked for at once, so that a wrong file of them stops the start.</summary>
    public static void MapModels(this WebApplication app)
    {
        var gateway = app.Services.GetRequiredService<IModelGateway>();
        app.MapGet("/api/models", () => gateway.Models).RequireAuthorization();
    }
}

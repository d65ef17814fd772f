using TesslateLite.Hub.Gateway;

namespace TesslateLite.Web.Endpoints;

/// <summary>The models that there are.</summary>
public static class ModelEndpoints
{
    /// <summary>Maps <c>/api/models</c>.</summary>
    public static void MapModels(this WebApplication app) =>
        app.MapGet("/api/models", (IModelGateway gateway) => gateway.Models).RequireAuthorization();
}

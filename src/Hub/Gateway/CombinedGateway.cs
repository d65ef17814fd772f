using TesslateLite.Contracts.Wire;

namespace TesslateLite.Hub.Gateway;

/// <summary>
/// Several gateways as one. Models are in the order of the gateways, those that cannot be used behind the others: the first one,
/// which is the default, answers if any does. Of two with the same name the earlier gateway's is meant. It owns the gateways.
/// </summary>
public sealed class CombinedGateway(IReadOnlyList<IModelGateway> gateways) : IModelGateway, IDisposable
{
    /// <inheritdoc/>
    public IReadOnlyList<ModelView> Models =>
    [
        .. gateways.SelectMany(gateway => gateway.Models)
            .DistinctBy(model => model.Name, StringComparer.Ordinal)
            .OrderBy(model => model.State == ModelState.Unavailable),
    ];

    /// <inheritdoc/>
    public bool CanContinue(string model) => GatewayOf(model)?.CanContinue(model) ?? false;

    /// <inheritdoc/>
    public IAsyncEnumerable<ModelDelta> Stream(ModelRequest request, CancellationToken cancellation) =>
        GatewayOf(request.Model)?.Stream(request, cancellation)
            ?? throw new ModelException(ReplyFailureCodes.Unavailable, "No gateway has a model of this name.");

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var gateway in gateways.OfType<IDisposable>())
            gateway.Dispose();
    }

    private IModelGateway? GatewayOf(string model) =>
        gateways.FirstOrDefault(gateway => gateway.Models.Any(m => string.Equals(m.Name, model, StringComparison.Ordinal)));
}

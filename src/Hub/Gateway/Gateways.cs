using TesslateLite.Hub.Gateway.Direct;

namespace TesslateLite.Hub.Gateway;

/// <summary>Which ways to models there are.</summary>
public static class Gateways
{
    /// <summary>The models of the file and behind them the demo, so that there is always one that answers.</summary>
    /// <param name="config">The file; null when there is none.</param>
    /// <param name="demo">The built-in model.</param>
    /// <param name="direct">Makes the gateway to the models of the file.</param>
    public static IModelGateway Create(GatewayConfig? config, IModelGateway demo, Func<GatewayConfig, IModelGateway> direct) =>
        config is null ? demo : new CombinedGateway([direct(config), demo]);
}

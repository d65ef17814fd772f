using TesslateLite.Contracts.Wire;

namespace TesslateLite.Hub.Gateway.Direct;

/// <summary>What people can choose from, by the file.</summary>
public static class ModelCatalog
{
    private const decimal Million = 1_000_000;

    /// <summary>The models as they stand now: in the order of the file, those that cannot be used behind the others.</summary>
    /// <param name="config">The file.</param>
    /// <param name="isResting">Whether a deployment has failed too often and is left alone for a moment.</param>
    public static IReadOnlyList<ModelView> Views(GatewayConfig config, Func<Deployment, bool> isResting) =>
        [.. config.Models.Select(model => View(model, isResting)).OrderBy(view => view.State == ModelState.Unavailable)];

    private static ModelView View(ModelGroup model, Func<Deployment, bool> isResting)
    {
        var usable = model.Deployments.Where(d => d.Unavailable is null).ToList();
        // Those that would answer, as far as there are any.
        var named = usable.Count > 0 ? usable : model.Deployments;
        // What it is called is said of the model, once; what it can do and costs depends on who answers.
        var first = model.Deployments[0].Info;
        var info = named[0].Info;
        var providers = named.Select(d => Providers.LabelOf(d.Provider)).Distinct(StringComparer.Ordinal);
        var state = usable switch
        {
            [] => ModelState.Unavailable,
            _ when usable.TrueForAll(d => isResting(d)) => ModelState.Resting,
            _ => ModelState.Available,
        };
        return new ModelView(model.Name, first.Label ?? model.Name, string.Join(", ", providers), first.Description ?? "", state)
        {
            Reason = state == ModelState.Unavailable
                ? string.Join(" ", model.Deployments.Select(d => d.Unavailable).Distinct(StringComparer.Ordinal))
                : null,
            Groups = first.Groups,
            ContextTokens = info.ContextTokens,
            OutputTokens = info.OutputTokens,
            InputPrice = PerMillion(info.Price?.Input),
            OutputPrice = PerMillion(info.Price?.Output),
            SeesImages = info.SeesImages,
        };
    }

    // A decimal keeps the zeros of its calculation, 0.15000000; dividing by one with as many of them drops them.
    private static decimal? PerMillion(decimal? price) => price * Million / 1.0000000000000000000000000000m;
}

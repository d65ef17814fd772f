using TesslateLite.Contracts.Wire;

namespace TesslateLite.Hub.Sessions;

/// <summary>What may be chosen among the models.</summary>
public static class ModelChoice
{
    /// <summary>The model of a session for which none was chosen: the first that can be used.</summary>
    public static string Default(IReadOnlyList<ModelView> models) =>
        (models.FirstOrDefault(model => model.State != ModelState.Unavailable) ?? models[0]).Name;

    /// <summary>Why a model may not be chosen; null when it may. One that rests may: it answers again in a moment.</summary>
    public static Refused? Refusal(IReadOnlyList<ModelView> models, string name) =>
        models.FirstOrDefault(model => string.Equals(model.Name, name, StringComparison.Ordinal)) switch
        {
            null => Refusals.UnknownModel,
            { State: ModelState.Unavailable } model => Refusals.ModelUnavailable(model.Reason),
            _ => null,
        };
}

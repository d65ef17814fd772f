using Microsoft.Extensions.Options;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Gateway;

namespace TesslateLite.Hub.Titles;

/// <summary>Settings of titles.</summary>
public sealed class TitleOptions
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "Gateway";

    /// <summary>Name of a cheap model that finds titles; null leaves the first words of a session as its title.</summary>
    public string? TitleModel { get; init; }
}

/// <summary>Checks <see cref="TitleOptions"/> when the host starts: a model that is named must be there and have its key.</summary>
public sealed class TitleOptionsValidator(IModelGateway gateway) : IValidateOptions<TitleOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TitleOptions options)
    {
        if (options.TitleModel is not { Length: > 0 } wanted)
        {
            return ValidateOptionsResult.Success;
        }

        return gateway.Models.FirstOrDefault(model => model.Name == wanted) switch
        {
            null => ValidateOptionsResult.Fail($"Gateway__TitleModel names {wanted}, and there is no such model."),
            { State: ModelState.Unavailable } model => ValidateOptionsResult.Fail($"Gateway__TitleModel names {wanted}, which cannot be used: {model.Reason}"),
            _ => ValidateOptionsResult.Success,
        };
    }
}

using Microsoft.Extensions.Options;

namespace TesslateLite.Web.Hosting;

/// <summary>A setting is missing or wrong; the message is one sentence that says which and what to do.</summary>
public sealed class SettingsException(string message) : Exception(message)
{
    /// <summary>The sentence for a start that failed; null when it was no setting that stopped it.</summary>
    public static string? SentenceOf(Exception e) => e switch
    {
        SettingsException => e.Message,
        OptionsValidationException wrong => $"A setting is wrong. {string.Join(' ', wrong.Failures)}",
        // What a binder says of a value that is not of the setting's type; names the setting as Section:Name.
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } => $"A setting is wrong. {e.Message}",
        _ => null,
    };
}

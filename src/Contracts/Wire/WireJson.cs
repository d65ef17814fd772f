using System.Text.Json;
using System.Text.Json.Serialization;

namespace TesslateLite.Contracts.Wire;

/// <summary>How everything on the wire is written as JSON, over the hub and over HTTP.</summary>
public static class WireJson
{
    /// <summary>camelCase members, kebab-case enum names, and no silent defaults for missing or null arguments.</summary>
    public static JsonSerializerOptions Options { get; } = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>Applies the rules to options that a framework made.</summary>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        return options;
    }
}

using TesslateLite.Hub.Gateway.Direct;

namespace TesslateLite.Gateway.Tests.Config;

/// <summary>Reads files of tests.</summary>
internal static class ConfigText
{
    public static readonly string[] Prompts = ["coder", "general", "ui-designer"];

    /// <summary>Reads a file with these environment variables and no others.</summary>
    public static GatewayConfig Read(string yaml, params (string Name, string Value)[] environment) =>
        GatewayConfigReader.Read(yaml, Environment(environment), Prompts);

    /// <summary>Reads a file with one entry, of which these are the parameters and the information, in flow style.</summary>
    public static Deployment ReadOne(string parameters, string information = "", params (string Name, string Value)[] environment) =>
        Read($"model_list: [{{model_name: one, litellm_params: {{{parameters}}}, model_info: {{{information}}}}}]", environment).Models[0].Deployments[0];

    /// <summary>Reads a file with the models <c>a</c>, <c>b</c> and <c>c</c> and these lines behind them.</summary>
    public static RouterSettings ReadRouter(string lines) => Read(
        $$$"""
        model_list:
          - {model_name: a, litellm_params: {model: groq/a}}
          - {model_name: b, litellm_params: {model: groq/b}}
          - {model_name: c, litellm_params: {model: groq/c}}
        {{{lines}}}
        """).Router;

    private static Func<string, string?> Environment((string Name, string Value)[] variables)
    {
        var all = variables.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal);
        return all.GetValueOrDefault;
    }
}

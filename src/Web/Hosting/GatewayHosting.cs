using Microsoft.Extensions.Options;
using TesslateLite.Hub.Gateway;
using TesslateLite.Hub.Gateway.Context;
using TesslateLite.Hub.Gateway.Demo;
using TesslateLite.Hub.Gateway.Direct;

namespace TesslateLite.Web.Hosting;

/// <summary>The ways to the models.</summary>
public static class GatewayHosting
{
    private const string UsualFile = "litellm.config.yaml";

    /// <summary>
    /// Adds the models of the file that <c>Gateway__ConfigFile</c> names. Without the setting it is <c>litellm.config.yaml</c> in the
    /// content root or beside the program, if one is there; set to nothing, or without a file, there is the built-in demo alone.
    /// </summary>
    public static void AddGateway(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<DemoOptions>().BindConfiguration(DemoOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<DemoOptions>, DemoOptionsValidator>();
        builder.Services.AddSingleton<DemoModel>();
        builder.Services.AddSingleton<IModelGateway>(services =>
        {
            var demo = services.GetRequiredService<DemoModel>();
            return ReadFile(builder.Configuration["Gateway:ConfigFile"] ?? FileBeside(builder.Environment)) is { } config
                ? new CombinedGateway(
                    [new DirectGateway(config, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILoggerFactory>()), demo])
                : demo;
        });
    }

    private static string? FileBeside(IHostEnvironment environment) =>
        new[] { environment.ContentRootPath, AppContext.BaseDirectory }
            .Select(directory => Path.Combine(directory, UsualFile))
            .FirstOrDefault(File.Exists);

    private static GatewayConfig? ReadFile(string? path)
    {
        if (string.IsNullOrEmpty(path))
            return null;
        try
        {
            return GatewayConfigReader.Read(File.ReadAllText(path), Environment.GetEnvironmentVariable, SystemPrompts.Names);
        }
        catch (GatewayConfigException e)
        {
            throw new SettingsException(FormattableString.Invariant($"{Path.GetFileName(path)}, line {e.Line}: {e.Reason}"));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SettingsException($"Gateway__ConfigFile names a file that is not there: {path}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"Gateway__ConfigFile names a file that cannot be read: {path}");
        }
    }
}

using Microsoft.Extensions.Options;
using TesslateLite.Web.Accounts;
using TesslateLite.Web.Endpoints;
using TesslateLite.Web.Hosting;

try
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddPrivateLogs();
    builder.AddErrors();
    builder.AddStore();
    builder.AddGateway();
    builder.AddChat();
    builder.AddRealtime();
    builder.AddAccounts();
    builder.AddHealth();
    builder.ListenWithBoundedBuffers();

    await using var app = builder.Build();
    if (args is ["migrate"])
    {
        return await app.Migrate();
    }

    app.Services.GetRequiredService<IStartupValidator>().Validate();
    app.UseErrors();
    app.UseSecurityHeaders();
    app.UseAllowedOrigins();
    app.UseAuthentication();
    app.UseAuthorization();
    app.MapHealth();
    app.MapAccounts();
    app.MapModels();
    app.MapHistory();
    app.MapArtifacts();
    app.MapAttachments();
    app.MapLibrary();
    app.MapRealtime();
    app.MapClient();
    if (!await app.PrepareSchema())
    {
        return 1;
    }

    await app.RunAsync();
    return 0;
}
catch (Exception e) when (SettingsException.SentenceOf(e) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return 1;
}

using TesslateLite.Web.Accounts;
using TesslateLite.Web.Endpoints;
using TesslateLite.Web.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddErrors();
builder.AddStore();
builder.AddGateway();
builder.AddChat();
builder.AddRealtime();
builder.AddAccounts();
builder.AddHealth();
builder.ListenWithBoundedBuffers();

var app = builder.Build();
if (args is ["migrate"])
{
    return await app.Migrate();
}

if (!await app.PrepareSchema())
{
    return 1;
}

app.UseErrors();
app.UseSecurityHeaders();
app.UseAllowedOrigins();
app.UseAuthentication();
app.UseAuthorization();
app.MapHealth();
app.MapAccounts();
app.MapModels();
app.MapHistory();
app.MapLibrary();
app.MapRealtime();
app.MapClient();
await app.RunAsync();
return 0;

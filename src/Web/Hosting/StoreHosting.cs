using JasperFx;
using Marten;
using Npgsql;
using TesslateLite.Hub;
using TesslateLite.Hub.Gateway.Context;
using TesslateLite.Projections.Rendering;
using TesslateLite.Projections.Store;
using Weasel.Core.Migrations;

namespace TesslateLite.Web.Hosting;

/// <summary>PostgreSQL and the Marten store.</summary>
public static partial class StoreHosting
{
    /// <summary>Adds the data source and the store. Needs <c>ConnectionStrings__Postgres</c>.</summary>
    public static void AddStore(this WebApplicationBuilder builder)
    {
        var connectionString = builder.Configuration.GetConnectionString("Postgres");
        builder.Services.AddSingleton(_ => DataSource(connectionString));
        builder.Services.AddMarten(services =>
        {
            var options = new StoreOptions().UseChatStore();
            options.Connection(services.GetRequiredService<NpgsqlDataSource>());
            return options;
        }).UseLightweightSessions();
    }

    /// <summary>The <c>migrate</c> command: brings the schema to this version, and ends.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> Migrate(this WebApplication app) =>
        await app.TryOnStore(ApplySchema, "The schema could not be brought up to date.") ? 0 : 1;

    /// <summary>
    /// Applies the schema in Development; elsewhere only checks that <c>migrate</c> has been run. Also warms up what the first
    /// message would otherwise wait for.
    /// </summary>
    /// <returns>False when the server cannot start; the reason has been logged.</returns>
    public static async Task<bool> PrepareSchema(this WebApplication app)
    {
        var warming = Task.Run(() =>
        {
            MarkdownRenderer.WarmUp();
            TokenCounter.WarmUp();
        });
        var ready = app.Environment.IsDevelopment()
            ? await app.TryOnStore(ApplySchema, "The schema could not be applied.")
            : await app.TryOnStore(
                store => store.Storage.Database.AssertDatabaseMatchesConfigurationAsync(),
                "The database does not have this version's schema: run the migrate command first.");
        await warming;
        return ready;
    }

    private static Task ApplySchema(IDocumentStore store) =>
        store.Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);

    private static async Task<bool> TryOnStore(this WebApplication app, Func<IDocumentStore, Task> action, string failure)
    {
        var store = app.Services.GetRequiredService<IDocumentStore>();
        try
        {
            await action(store);
            return true;
        }
        catch (DatabaseValidationException)
        {
            // Its message is every statement that is missing.
            SchemaWrong(app.Logger, failure);
            return false;
        }
        catch (Exception e) when (StoreFailure.Is(e) || e.GetBaseException() is PostgresException)
        {
            StoreRefused(app.Logger, e.GetBaseException().Message);
            return false;
        }
        catch (Exception e)
        {
            StoreNotReady(app.Logger, e, failure);
            return false;
        }
    }

    private static NpgsqlDataSource DataSource(string? connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            throw new SettingsException("ConnectionStrings__Postgres is not set; ./run.sh starts a database of its own and sets it.");
        }

        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "tesslate-lite" };
            return new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
        }
        catch (ArgumentException)
        {
            // The exception may quote the password.
            throw new SettingsException("ConnectionStrings__Postgres is not a valid Npgsql connection string.");
        }
    }

    [LoggerMessage(2001, LogLevel.Critical, "{Reason}")]
    private static partial void SchemaWrong(ILogger log, string reason);

    [LoggerMessage(2003, LogLevel.Critical, "PostgreSQL cannot be used: {Reason}")]
    private static partial void StoreRefused(ILogger log, string reason);

    [LoggerMessage(2002, LogLevel.Critical, "{Failure}")]
    private static partial void StoreNotReady(ILogger log, Exception e, string failure);
}

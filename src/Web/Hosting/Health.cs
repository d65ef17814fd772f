using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using TesslateLite.Contracts.Wire;

namespace TesslateLite.Web.Hosting;

/// <summary>Whether the process lives, and whether it can serve, part by part.</summary>
public static class Health
{
    /// <summary>Adds the checks.</summary>
    public static void AddHealth(this WebApplicationBuilder builder) =>
        builder.Services.AddHealthChecks().AddCheck<PostgresCheck>("postgres", timeout: TimeSpan.FromSeconds(3));

    /// <summary>Maps <c>/health/live</c> and <c>/health/ready</c>.</summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = Write });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = Write });
    }

    private static Task Write(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = MediaTypeNames.Application.Json;
        var answer = new
        {
            Status = Name(report.Status),
            Parts = report.Entries.ToDictionary(e => e.Key, e => Name(e.Value.Status), StringComparer.Ordinal),
        };
        return context.Response.WriteAsync(JsonSerializer.Serialize(answer, WireJson.Options));
    }

    private static string Name(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };

    private sealed class PostgresCheck(NpgsqlDataSource database) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                // Not cancelled but left behind: a cancellation, too, waits for a database that takes everything and answers nothing.
                await Ask().WaitAsync(cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (Exception e) when (e is not OperationCanceledException || cancellationToken.IsCancellationRequested)
            {
                return HealthCheckResult.Unhealthy();
            }
        }

        private async Task Ask()
        {
            await using var command = database.CreateCommand("select 1");
            await command.ExecuteScalarAsync(CancellationToken.None);
        }
    }
}

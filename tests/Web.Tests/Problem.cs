using System.Text.Json;
using FluentAssertions;

namespace TesslateLite.Web.Tests;

/// <summary>What every refusal over HTTP must be.</summary>
internal static class Problem
{
    /// <summary>Checks that an answer is a problem with a code, and neither a page nor a stack trace; returns the code.</summary>
    public static async Task<string> CodeOf(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.Content.Headers.ContentType?.MediaType.Should().Be("application/problem+json", "the answer was {0}: {1}", answer.StatusCode, text);
        text.Should().NotContain("   at ").And.NotContain("Exception").And.NotContain("<");
        using var json = JsonDocument.Parse(text);
        json.RootElement.GetProperty("status").GetInt32().Should().Be((int)answer.StatusCode);
        json.RootElement.GetProperty("title").GetString().Should().NotBeNullOrWhiteSpace();
        return json.RootElement.GetProperty("code").GetString()!;
    }

    /// <summary>The body without what differs from request to request.</summary>
    public static async Task<string> WithoutTrace(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        using var json = JsonDocument.Parse(text);
        var trace = json.RootElement.TryGetProperty("traceId", out var id) ? id.GetString()! : "no trace id";
        return text.Replace(trace, "", StringComparison.Ordinal);
    }
}

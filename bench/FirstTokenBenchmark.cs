using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using TesslateLite.Contracts.Wire;
using TesslateLite.Support;

namespace TesslateLite.Bench;

/// <summary>
/// What the studio adds to the time to the first token. A provider stamps its first byte with the clock; the stamp is compared
/// with the clock when it reaches the callback of a client of the hub, and when it reaches a plain HTTP client that calls the
/// provider directly, by turns in the same run. The studio is a process of its own on a real PostgreSQL.
/// </summary>
internal static class FirstTokenBenchmark
{
    public const string Name = "first-token";

    private const int WarmUps = 50;
    private const int Rounds = 500;

    /// <summary>Messages in a session before a new one is begun, so that what is sent stays of one size.</summary>
    private const int SessionLength = 10;

    public static async Task Run()
    {
        await using var provider = await StampingProvider.StartAsync();
        var config = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(config, provider.Config);
            await using var studio = await TestStudio.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Gateway__ConfigFile"] = config });
            await using var person = await studio.VisitAsync();
            using var http = new HttpClient();

            var through = new List<double>();
            var direct = new List<double>();
            ReplyStamps? session = null;
            for (var round = -WarmUps; round < Rounds; round++)
            {
                if (session is null || round % SessionLength == 0)
                {
                    await (session?.DisposeAsync() ?? ValueTask.CompletedTask);
                    session = await ReplyStamps.BeginAsync(person);
                }

                var one = await session.Ask();
                var other = await Call(http, provider.Address);
                if (round >= 0)
                {
                    through.Add(one);
                    direct.Add(other);
                }
            }

            await session!.DisposeAsync();
            Print(through, direct);
        }
        finally
        {
            File.Delete(config);
        }
    }

    private static void Print(List<double> through, List<double> direct)
    {
        Row("", "p50", "p90", "p99", "max");
        Percentiles("through the studio", through);
        Percentiles("called directly", direct);
        Percentiles("added, round by round", [.. through.Zip(direct, (a, b) => a - b)]);

        static void Percentiles(string what, List<double> milliseconds)
        {
            var sorted = milliseconds.Order().ToList();
            Row(what, At(0.50), At(0.90), At(0.99), At(1));
            string At(double part) => sorted[(int)Math.Ceiling(part * sorted.Count) - 1].ToString("F2", CultureInfo.InvariantCulture);
        }

        static void Row(string what, string p50, string p90, string p99, string max) =>
            Console.WriteLine($"{what,-24}{p50,10}{p90,10}{p99,10}{max,10}  {(what.Length == 0 ? "" : "ms")}");
    }

    /// <summary>The peer: one request, read until the stamp is there.</summary>
    private static async Task<double> Call(HttpClient http, Uri address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "chat/completions"))
        {
            Content = JsonContent.Create(new { model = "stamp", stream = true, messages = new[] { new { role = "user", content = "Now?" } } }),
        };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        while (await reader.ReadLineAsync() is { } line)
        {
            if (StampingProvider.StampIn(line) is { } stamp)
            {
                var elapsed = Stopwatch.GetElapsedTime(stamp).TotalMilliseconds;
                await reader.ReadToEndAsync();
                return elapsed;
            }
        }

        throw new InvalidDataException("No stamp came.");
    }

    /// <summary>A session and its watch, at the client's callback.</summary>
    private sealed class ReplyStamps : IAsyncDisposable
    {
        private readonly Person _person;
        private readonly Guid _session;
        private readonly CancellationTokenSource _leave = new();
        private readonly IAsyncEnumerator<Frame> _frames;

        private ReplyStamps(Person person, Guid session)
        {
            (_person, _session) = (person, session);
            _frames = person.Frames(session, after: null, _leave.Token).GetAsyncEnumerator();
        }

        public static async Task<ReplyStamps> BeginAsync(Person person)
        {
            var stamps = new ReplyStamps(person, await person.StartAsync());
            await stamps._frames.MoveNextAsync();
            return stamps;
        }

        public async Task<double> Ask()
        {
            await _person.SendAsync(_session, "Now?");
            double? elapsed = null;
            while (await _frames.MoveNextAsync())
            {
                switch (_frames.Current)
                {
                    case TextFrame text when elapsed is null:
                        elapsed = Stopwatch.GetElapsedTime(StampingProvider.StampIn(text.Text) ?? throw new InvalidDataException("The stamp is cut.")).TotalMilliseconds;
                        break;
                    case ReplyClosedFrame { Outcome: MessageOutcome.Completed }:
                        return elapsed ?? throw new InvalidDataException("The reply ended without a text frame.");
                    case ReplyClosedFrame failed:
                        throw new InvalidDataException($"The reply failed: {failed.Code}.");
                }
            }

            throw new InvalidDataException("The watch ended.");
        }

        public async ValueTask DisposeAsync()
        {
            await _leave.CancelAsync();
            try
            {
                await _frames.DisposeAsync();
            }
            catch (OperationCanceledException)
            {
                // It was given up.
            }

            _leave.Dispose();
        }
    }

    /// <summary>Answers every request with the time at which it does, and ends a moment later.</summary>
    private sealed class StampingProvider(WebApplication app) : IAsyncDisposable
    {
        private const string Mark = "stamp:";

        /// <summary>So that the studio has done all that comes with the message, as with a real model.</summary>
        private static readonly TimeSpan Thinking = TimeSpan.FromMilliseconds(100);

        private static readonly TimeSpan Writing = TimeSpan.FromMilliseconds(60);

        public Uri Address => new($"{app.Urls.First()}/v1/");

        public string Config =>
            $$"""
            model_list:
              - model_name: stamp
                litellm_params: {model: openai/stamp, api_base: "{{Address}}", api_key: none}
            """;

        public static async Task<StampingProvider> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls($"http://127.0.0.1:{FreePort.Next()}");
            var app = builder.Build();
            app.MapPost("/v1/chat/completions", async context =>
            {
                await context.Request.Body.CopyToAsync(Stream.Null);
                await Task.Delay(Thinking);
                context.Response.ContentType = "text/event-stream";
                await Say(context, $$"""{"content":"{{Mark}}{{Stopwatch.GetTimestamp()}};"}""", reason: null);
                await Task.Delay(Writing);
                await Say(context, "{}", reason: "stop");
                await context.Response.WriteAsync("data: [DONE]\n\n");
            });
            await app.StartAsync();
            return new StampingProvider(app);
        }

        public static long? StampIn(string text)
        {
            var from = text.IndexOf(Mark, StringComparison.Ordinal);
            var to = from < 0 ? -1 : text.IndexOf(';', from);
            return to < 0 ? null : long.Parse(text.AsSpan(from + Mark.Length, to - from - Mark.Length), CultureInfo.InvariantCulture);
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private static async Task Say(HttpContext context, string delta, string? reason)
        {
            var finish = reason is null ? "null" : $"\"{reason}\"";
            await context.Response.WriteAsync(
                $$"""
                data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"stamp","choices":[{"index":0,"delta":{{delta}},"finish_reason":{{finish}}}]}


                """);
            await context.Response.Body.FlushAsync();
        }
    }
}

using System.Globalization;
using System.Text.Json;

namespace TesslateLite.Upstream;

/// <summary>
/// What is done with one request. The model's name says it: the name of a fault, or an HTTP status with a kind; with
/// <c>*2</c> behind it only the first two requests get the fault and all further ones the scripted answer.
/// </summary>
internal sealed class Faults(Connection connection, Entry entry)
{
    private const string Done = "data: [DONE]\n\n";

    /// <summary>Answers that are a status and a body, in the shapes of several providers.</summary>
    private static readonly Dictionary<string, (int Status, string Headers, string Body)> s_statuses = new(StringComparer.Ordinal)
    {
        ["429"] = (429, "", Error("rate_limit_error", "rate_limit_exceeded")),
        ["429-retry-after-1"] = (429, "retry-after: 1\r\n", Error("rate_limit_error", "rate_limit_exceeded")),
        ["429-retry-after-60"] = (429, "retry-after: 60\r\n", Error("rate_limit_error", "rate_limit_exceeded")),
        ["429-quota"] = (429, "", Error("insufficient_quota", "insufficient_quota")),
        ["429-budget"] = (429, "", Error("budget_exceeded", "429", "Budget has been exceeded! Current cost: 76.16, Max budget: 10.0")),
        ["400-budget"] = (400, "", Error("budget_exceeded", "400", "Budget has been exceeded! Current cost: 76.16, Max budget: 10.0")),
        ["401"] = (401, "", Error("invalid_request_error", "invalid_api_key")),
        ["401-denied"] = (401, "", Error("key_model_access_denied", "401")),
        ["402"] = (402, "", Error("payment_required", "402")),
        ["403"] = (403, "", Error("permission_error", "403")),
        ["404"] = (404, "", Error("invalid_request_error", "model_not_found")),
        ["408"] = (408, "", Error("timeout", "408")),
        ["413"] = (413, "", "<html>413 Payload Too Large</html>"),
        ["400"] = (400, "", Error("invalid_request_error", "400", "'temperature' is not supported")),
        ["422"] = (422, "", """{"detail":[{"loc":["body","messages"],"msg":"field required","type":"value_error.missing"}]}"""),
        ["400-decommissioned"] = (400, "", Error("invalid_request_error", "model_decommissioned")),
        ["context-openai"] = (400, "", Error("invalid_request_error", "context_length_exceeded", "This model's maximum context length is 8192 tokens.")),
        ["context-anthropic"] = (400, "", """{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"}}"""),
        ["context-groq"] = (400, "", Error("invalid_request_error", "context_length_exceeded", "Please reduce the length of the messages or completion.")),
        ["context-vllm"] = (400, "", """{"object":"error","message":"This model's maximum context length is 4096 tokens. However, you requested 5000 tokens.","type":"BadRequestError","param":null,"code":400}"""),
        ["context-litellm"] = (400, "", Error("None", "400", "litellm.ContextWindowExceededError: litellm.BadRequestError: ContextWindowExceededError")),
        ["context-llamacpp"] = (400, "", """{"error":{"code":400,"message":"the request exceeds the available context size. try increasing it","type":"exceed_context_size_error"}}"""),
        ["context-gemini"] = (400, "", """[{"error":{"code":400,"message":"The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).","status":"INVALID_ARGUMENT"}}]"""),
        ["filter-openai"] = (400, "", Error("invalid_request_error", "content_policy_violation")),
        ["filter-azure"] = (400, "", """{"error":{"code":"content_filter","message":"The response was filtered due to the prompt triggering Azure OpenAI's content management policy.","innererror":{"code":"ResponsibleAIPolicyViolation"}}}"""),
        ["500"] = (500, "", Error("server_error", "500")),
        ["503"] = (503, "", "upstream connect error"),
        ["529"] = (529, "", """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"""),
    };

    /// <summary>Does to the request what its model's name says.</summary>
    public async Task RunAsync()
    {
        var (fault, times) = entry.Model.Split('*') is [var name, var count]
            ? (name, int.Parse(count, CultureInfo.InvariantCulture))
            : (entry.Model, int.MaxValue);
        if (entry.Count > times)
            fault = "answer";

        if (s_statuses.TryGetValue(fault, out var answer))
            await connection.AnswerAsync(answer.Status, answer.Body.StartsWith('<') ? "text/html" : "application/json", answer.Body, answer.Headers);
        else
            await RunAsync(fault);
        entry.Ended = true;
    }

    private Task RunAsync(string fault) => fault switch
    {
        "answer" => ChunkedAsync(Text("Hello"), Text(", "), Text("world."), Finish("stop"), Usage(), Done),
        "echo" => ChunkedAsync(Text("You said: "), Text(LastUserText()), Finish("stop"), Usage(), Done),
        "length" => ChunkedAsync(Text("Hello"), Finish("length"), Usage(), Done),
        "filter-finish" => ChunkedAsync(Text("Hello"), Finish("content_filter"), Usage(), Done),
        "tools" => ChunkedAsync(Delta("""{"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]}"""), Finish("tool_calls"), Done),
        "odd-finish" => ChunkedAsync(Text("Hello"), Finish("gave_up"), Done),
        // As several servers have it that call themselves compatible.
        "loose" => ChunkedAsync(
            Choice("""{"index":0,"delta":{"role":"","content":"Hel"},"finish_reason":""}"""),
            Choice("""{"index":0,"delta":{"role":null,"content":"lo"},"finish_reason" : "" }"""),
            Frame("""{"id":"x","object":"chat.completion.chunk","created":1,"model":"m","error":"","choices":[{"index":0,"delta":{"content":""},"finish_reason":"eos_token"}]}"""),
            Usage(),
            Done),
        "usage-details" => ChunkedAsync(Text("Hello"), Finish("stop"), Usage(cached: 5, reasoning: 7), Done),
        "reasoning-content" => ChunkedAsync(Delta("""{"reasoning_content":"Let me "}"""), Delta("""{"reasoning_content":"see."}"""), Text("Four."), Finish("stop"), Done),
        "reasoning" => ChunkedAsync(Delta("""{"reasoning":"Let me "}"""), Delta("""{"reasoning":"see."}"""), Text("Four."), Finish("stop"), Done),
        "reasoning-both" => ChunkedAsync(Delta("""{"reasoning":"Let me see.","reasoning_content":"Let me see."}"""), Text("Four."), Finish("stop"), Done),
        "think" => ChunkedAsync(Text("<th"), Text("ink>Let me "), Text("see.</thi"), Text("nk>\n\nFo"), Text("ur."), Finish("stop"), Done),
        "no-finish" => ChunkedAsync(Text("Hello"), Done),
        "silent-end" => ChunkedAsync(Text("Hello")),
        "empty" => ChunkedAsync(Done),
        "error-only" => ChunkedAsync(Frame(Error("None", "429")), Done),
        "error-midway" => ChunkedAsync(Text("Hello"), Frame(Error("None", "500")), Done),
        "error-string" => ChunkedAsync(Frame("""{"error":"something broke"}"""), Done),
        "error-context" => ChunkedAsync(Frame(Error("None", "400", "litellm.ContextWindowExceededError")), Done),
        "choices-null" => ChunkedAsync(Frame("""{"id":"x","object":"chat.completion.chunk","created":1,"model":"m","choices":null}"""), Done),
        "cut-json" => ChunkedAsync(Frame("""{"id":"x","object":"chat.comp""")),
        "cut-json-midway" => ChunkedAsync(Text("Hello"), Frame("""{"id":"x","object":"chat.comp""")),
        "json-error" => connection.AnswerAsync(200, "application/json", Error("None", "429")),
        "html" => connection.AnswerAsync(200, "text/html", "<html><body>Please sign in.</body></html>"),
        "redirect" => connection.AnswerAsync(302, "text/html", "", "location: /elsewhere\r\n"),
        "after-finish" => AfterFinishAsync(),
        "rst-early" => ResetAsync(),
        "rst-midway" => MidwayAsync(connection.Reset),
        "fin-midway" => MidwayAsync(connection.Finish),
        "black-hole" => ForeverAsync(),
        "black-hole-headers" => HeadersOnlyAsync(),
        "black-hole-midway" => MidwayAsync(null),
        "pings" => PingsAsync(),
        "pings-then-answer" => PingsThenAnswerAsync(),
        "pings-midway" => PingsMidwayAsync(),
        "blank-deltas" => BlankDeltasAsync(),
        "slow" => SlowAsync(),
        "endless" => EndlessAsync(),
        "long-line" => LongAsync("data: ", new string('x', 64 * 1024)),
        "long-event" => LongAsync("data: {\n", string.Concat(Enumerable.Repeat("data: \"a\": 1,\n", 1000))),
        "endless-error" => EndlessErrorAsync(),
        _ => connection.AnswerAsync(404, "application/json", Error("invalid_request_error", "model_not_found")),
    };

    private async Task ChunkedAsync(params string[] frames)
    {
        await connection.BeginChunksAsync();
        foreach (var frame in frames)
            await connection.ChunkAsync(frame);
        // Over before the client can know it: from here on it may hang up.
        entry.Ended = true;
        await connection.ChunkAsync("");
    }

    private Task ResetAsync()
    {
        entry.Ended = true;
        connection.Reset();
        return Task.CompletedTask;
    }

    /// <summary>A token, and then the connection breaks, or nothing comes any more.</summary>
    private async Task MidwayAsync(Action? cut)
    {
        await connection.BeginChunksAsync();
        await connection.ChunkAsync(Text("Hello"));
        if (cut is not null)
        {
            // The token arrives before the reset does away with what is on its way.
            await PauseAsync(50);
            entry.Ended = true;
            cut();
        }
        await ForeverAsync();
    }

    private async Task AfterFinishAsync()
    {
        await connection.BeginChunksAsync();
        await connection.ChunkAsync(Text("Hello") + Finish("stop") + Usage());
        await PauseAsync(50);
        entry.Ended = true;
        connection.Reset();
    }

    private async Task HeadersOnlyAsync()
    {
        await connection.BeginChunksAsync();
        await ForeverAsync();
    }

    private async Task PingsAsync()
    {
        await connection.BeginChunksAsync();
        await EverySoOftenAsync(": ping\n\n");
    }

    private async Task PingsThenAnswerAsync()
    {
        await connection.BeginChunksAsync();
        for (var i = 0; i < 5; i++)
        {
            await connection.ChunkAsync(": ping\n\n");
            await PauseAsync(10);
        }
        foreach (var frame in (string[])[Text("Hello"), ": ping\n\n", Text("!"), Finish("stop"), Usage(), Done, ""])
            await connection.ChunkAsync(frame);
    }

    private async Task PingsMidwayAsync()
    {
        await connection.BeginChunksAsync();
        await connection.ChunkAsync(Text("Hello"));
        await EverySoOftenAsync(": ping\n\n");
    }

    private async Task BlankDeltasAsync()
    {
        await connection.BeginChunksAsync();
        await connection.ChunkAsync(Text("Hello"));
        await EverySoOftenAsync(Delta("{}"));
    }

    private async Task SlowAsync()
    {
        await connection.BeginChunksAsync();
        await EverySoOftenAsync(Text("word "));
    }

    private async Task EndlessAsync()
    {
        await connection.BeginChunksAsync();
        while (true)
            await connection.ChunkAsync(Text("word "));
    }

    /// <summary>Ten megabytes before an event ends.</summary>
    private async Task LongAsync(string first, string more)
    {
        await connection.BeginChunksAsync();
        await connection.ChunkAsync(first);
        for (var sent = 0; sent < 10 * 1024 * 1024; sent += more.Length)
            await connection.ChunkAsync(more);
    }

    private async Task EndlessErrorAsync()
    {
        await connection.SendAsync("HTTP/1.1 500 Status\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked\r\n\r\n");
        while (true)
            await connection.ChunkAsync(new string('x', 1024));
    }

    private async Task EverySoOftenAsync(string frame)
    {
        while (true)
        {
            await connection.ChunkAsync(frame);
            await PauseAsync(20);
        }
    }

    private async Task ForeverAsync()
    {
        var forever = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await forever.Task.WaitAsync(connection.Gone);
    }

    private async Task PauseAsync(int milliseconds)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(milliseconds));
        await timer.WaitForNextTickAsync(connection.Gone);
    }

    private string LastUserText()
    {
        using var body = JsonDocument.Parse(entry.Request.Body);
        return body.RootElement.GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString()!;
    }

    private static string Frame(string json) => $"data: {json}\n\n";

    private static string Text(string text) => Delta($$"""{"content":{{JsonSerializer.Serialize(text)}}}""");

    private static string Delta(string delta) => Choice($$"""{"index":0,"delta":{{delta}},"finish_reason":null}""");

    private static string Finish(string reason) => Choice($$"""{"index":0,"delta":{},"finish_reason":"{{reason}}"}""");

    private static string Choice(string choice) =>
        Frame($$"""{"id":"x","object":"chat.completion.chunk","created":1795374372,"model":"m","choices":[{{choice}}]}""");

    private static string Usage(int cached = 0, int reasoning = 0) => Frame(
        $$$"""{"id":"x","object":"chat.completion.chunk","created":1795374372,"model":"m","choices":[],"usage":{"prompt_tokens":11,"completion_tokens":13,"total_tokens":24,"prompt_tokens_details":{"cached_tokens":{{{cached}}}},"completion_tokens_details":{"reasoning_tokens":{{{reasoning}}}},"cost":0.1}}""");

    private static string Error(string type, string code, string message = "Something about: what the person wrote") =>
        $$$"""{"error":{"message":"{{{message}}}","type":"{{{type}}}","param":null,"code":"{{{code}}}"}}""";
}

using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using IChatClient = Microsoft.Extensions.AI.IChatClient;
using MessageRole = TesslateLite.Contracts.Wire.MessageRole;

namespace TesslateLite.Hub.Gateway.Direct;

/// <summary>The clients of all deployments over one pool of connections, and what they are sent.</summary>
internal sealed class ProviderClients : IDisposable
{
    private readonly HttpClient _http = new(new ResponseGuard(new SocketsHttpHandler
    {
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        // What is left of an answer that nobody wants any more is not worth waiting for: the connection is closed instead.
        MaxResponseDrainSize = 4 * 1024,
        ResponseDrainTimeout = TimeSpan.FromMilliseconds(50),
        // A redirect would take the conversation to an address that nobody configured.
        AllowAutoRedirect = false,
        UseCookies = false,
    }))
    {
        // Time-outs are per phase: see ProviderCall.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private readonly Dictionary<string, IChatClient> _clients;

    public ProviderClients(IEnumerable<Deployment> deployments) =>
        _clients = deployments.ToDictionary(deployment => deployment.Id, Create, StringComparer.Ordinal);

    /// <summary>The client of a deployment.</summary>
    public IChatClient For(Deployment deployment) => _clients[deployment.Id];

    /// <summary>The messages of a request.</summary>
    public static IEnumerable<ChatMessage> Messages(string instructions, IReadOnlyList<ModelMessage> messages)
    {
        if (instructions.Length > 0)
            yield return new ChatMessage(ChatRole.System, instructions);
        foreach (var message in messages)
        {
            yield return new ChatMessage(
                message.Role == MessageRole.User ? ChatRole.User : ChatRole.Assistant,
                [
                    // An empty part beside a picture is refused by some.
                    .. message.Text.Length > 0 ? [new TextContent(message.Text)] : Array.Empty<AIContent>(),
                    .. message.Images.Select(image => new DataContent(image.Bytes, image.MediaType)),
                ]);
        }
    }

    /// <summary>The options of a request. The client library asks for usage by itself.</summary>
    public static ChatOptions Options(Deployment deployment)
    {
        var options = new ChatOptions { Temperature = deployment.Temperature };
        if (deployment.MaxTokens is not { } maxTokens)
            return options;
        if (deployment.Provider is "openai" or "azure")
        {
            options.MaxOutputTokens = maxTokens;
        }
        else
        {
            // The name that OpenAI has left behind is the one that all the others know.
            options.RawRepresentationFactory = _ =>
            {
                var raw = new ChatCompletionOptions();
#pragma warning disable SCME0001 // Marked as new; the only way to a field that the client library has no property for.
                raw.Patch.Set("$.max_tokens"u8, maxTokens);
#pragma warning restore SCME0001
                return raw;
            };
        }
        return options;
    }

    public void Dispose() => _http.Dispose();

    private IChatClient Create(Deployment deployment)
    {
        var options = new OpenAIClientOptions
        {
            Endpoint = deployment.ApiBase,
            Transport = new HttpClientPipelineTransport(_http),
            // Whether to try again is decided by RetryRules, with all deployments in view.
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            ClientLoggingOptions = new ClientLoggingOptions { EnableLogging = false },
        };
#pragma warning disable OPENAI001 // Marked as new; the only way to a client without a key.
        var client = deployment.ApiKey is { Length: > 0 } key
            ? new OpenAIClient(new ApiKeyCredential(key), options)
            : new OpenAIClient(new NoAuthentication(), options);
#pragma warning restore OPENAI001
        return client.GetChatClient(deployment.UpstreamModel).AsIChatClient();
    }

    /// <summary>For providers that need no key: no Authorization header at all.</summary>
    private sealed class NoAuthentication : AuthenticationPolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) =>
            ProcessNext(message, pipeline, currentIndex);

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) =>
            ProcessNextAsync(message, pipeline, currentIndex);
    }
}

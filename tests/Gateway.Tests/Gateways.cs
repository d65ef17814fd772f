using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Gateway;
using TesslateLite.Hub.Gateway.Context;
using TesslateLite.Hub.Gateway.Direct;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Gateway.Tests;

/// <summary>The misbehaving provider, shared by all tests that need it; each has a key of its own there.</summary>
[CollectionDefinition(Name)]
public sealed class Upstream : ICollectionFixture<Upstream>, IAsyncLifetime
{
    public const string Name = "upstream";

    public UpstreamServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await UpstreamServer.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}

/// <summary>A gateway over faults of the provider, and what comes out of it.</summary>
internal sealed class TestGateway : IDisposable
{
    private readonly UpstreamServer _server;

    public TestGateway(
        UpstreamServer server,
        RouterSettings router,
        IReadOnlyList<ModelGroup> models,
        TimeProvider? time = null,
        ILoggerFactory? logs = null,
        Func<ModelRequest, DeploymentInfo, int?, FittedContext>? fit = null)
    {
        _server = server;
        var own = models.Select(m => m with { Deployments = m.Deployments.Select(d => d.ApiBase == Here ? d with { ApiBase = server.ApiBase(Key) } : d).ToList() });
        Direct = new DirectGateway(
            new GatewayConfig(own.ToList(), router), time ?? TimeProvider.System, logs ?? NullLoggerFactory.Instance, fit ?? ContextWindow.Fit);
    }

    /// <summary>Stands for the address of the provider until a gateway is made.</summary>
    public static Uri Here { get; } = new("http://here.invalid");

    /// <summary>Settings of tests: patient, and with one retry.</summary>
    public static RouterSettings Router { get; } = new()
    {
        Retries = 1,
        FirstTokenTimeout = TimeSpan.FromSeconds(10),
        IdleTimeout = TimeSpan.FromSeconds(10),
    };

    /// <summary>The provider knows this gateway by it.</summary>
    public string Key { get; } = Guid.NewGuid().ToString("N");

    public DirectGateway Direct { get; }

    /// <summary>A gateway with one model of one deployment, which has the fault.</summary>
    public static TestGateway With(UpstreamServer server, string fault, RouterSettings? router = null) =>
        new(server, router ?? Router, [Model("chat", fault)]);

    /// <summary>A model with a deployment for each fault.</summary>
    public static ModelGroup Model(string name, params string[] faults) =>
        new(name, faults.Select((fault, i) => Deployment($"{name}-{i + 1}", fault)).ToList());

    public static Deployment Deployment(string id, string fault) => new(id, "test", fault, Here, "sk-very-secret", null, new DeploymentInfo());

    public static ModelRequest Ask(string model = "chat", string text = "What is two and two?") =>
        new(model, Guid.NewGuid(), [new ModelMessage(MessageRole.User, text)], "");

    /// <summary>Asks, and takes everything that comes.</summary>
    public Task<Answer> AnswerAsync(string model = "chat") => AnswerAsync(Ask(model));

    public async Task<Answer> AnswerAsync(ModelRequest request)
    {
        var answer = new Answer();
        try
        {
            await foreach (var delta in Direct.Stream(request, CancellationToken.None))
                answer.Deltas.Add(delta);
        }
        catch (ModelException failure)
        {
            answer.Failure = failure;
        }
        return answer;
    }

    public Task<IReadOnlyList<UpstreamRequest>> RequestsAsync() => _server.RequestsAsync(Key);

    public void Dispose() => Direct.Dispose();
}

/// <summary>What came of a request.</summary>
internal sealed class Answer
{
    public List<ModelDelta> Deltas { get; } = [];

    public ModelException? Failure { get; set; }

    public string? Code => Failure?.Code;

    public string Text => string.Concat(Deltas.OfType<ModelText>().Select(d => d.Text));

    public string Reasoning => string.Concat(Deltas.OfType<ModelReasoning>().Select(d => d.Text));

    public ModelUsage? Usage => Deltas.OfType<ModelUsage>().LastOrDefault();

    public ModelFinished? Finished => Deltas.OfType<ModelFinished>().SingleOrDefault();

    /// <summary>Who was asked, in order.</summary>
    public IEnumerable<string> Asked => Deltas.OfType<ModelAttempt>().Select(a => a.Deployment);
}

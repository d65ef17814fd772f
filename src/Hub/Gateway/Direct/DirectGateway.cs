using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Polly;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Gateway.Context;

namespace TesslateLite.Hub.Gateway.Direct;

/// <summary>
/// Calls the configured providers: any that speaks OpenAI's chat completions. Chooses among the deployments of a model, tries
/// again and falls back as long as no token has come, and says in our codes what went wrong.
/// </summary>
public sealed class DirectGateway : IModelGateway, IDisposable
{
    private readonly GatewayConfig _config;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Func<ModelRequest, DeploymentInfo, int?, FittedContext> _fit;
    private readonly ProviderClients _clients;
    private readonly DeploymentHealth _health;
    private readonly Dictionary<string, ModelGroup> _models;
    private readonly Dictionary<string, ResiliencePipeline> _limits;

    /// <summary>Makes the clients; calls nobody yet.</summary>
    public DirectGateway(GatewayConfig config, TimeProvider time, ILoggerFactory logs)
        : this(config, time, logs, ContextWindow.Fit)
    {
    }

    /// <summary>For tests, which decide what fits.</summary>
    internal DirectGateway(
        GatewayConfig config, TimeProvider time, ILoggerFactory logs, Func<ModelRequest, DeploymentInfo, int?, FittedContext> fit)
    {
        _fit = fit;
        _config = config;
        _time = time;
        _log = logs.CreateLogger<DirectGateway>();
        var deployments = config.Models.SelectMany(model => model.Deployments).Where(IsUsable).ToList();
        _clients = new ProviderClients(deployments);
        _health = new DeploymentHealth(config.Router, time);
        _models = config.Models.ToDictionary(model => model.Name, StringComparer.Ordinal);
        _limits = deployments.ToDictionary(deployment => deployment.Id, LimitOf, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ModelView> Models => ModelCatalog.Views(_config, IsResting);

    /// <summary>True while a deployment is left alone because it failed.</summary>
    public bool IsResting(Deployment deployment) => _health.IsResting(deployment);

    /// <inheritdoc/>
    public bool CanContinue(string model)
    {
        // Which one answers is not known before.
        var usable = UsableOf(model).ToList();
        return usable.Count > 0 && usable.TrueForAll(deployment => deployment.Info.Continues);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ModelDelta> Stream(ModelRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ModelException? failure = null;
        var attempts = 0;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var next = new Queue<string>([.. WiderModel(request) is { } wider ? [wider] : ReadyInsteadOf(request.Model), request.Model]);
        while (next.TryDequeue(out var model))
        {
            if (!seen.Add(model))
                continue;
            var tried = new List<Deployment>();
            TimeSpan? pause = TimeSpan.Zero;
            while (pause is { } before)
            {
                // At the top, where the call that failed is closed already.
                await Pause(before, _time, cancellation);
                if (Choose(model, tried) is not { } deployment)
                    break;
                var fitted = _fit(request, deployment.Info, deployment.MaxTokens);
                if (!fitted.Fits)
                {
                    failure = new ModelException(ReplyFailureCodes.ContextTooLong, "The shortest possible context is too long.");
                    break;
                }

                tried.Add(deployment);
                attempts++;
                yield return new ModelAttempt(model, deployment.Id, attempts, fitted.InputTokens, fitted.LeftOut, fitted.Prompt, deployment.Info.Price);
                var seam = new Seam(request.Written);
                var began = _time.GetTimestamp();
                await using var call = Call(deployment, fitted, cancellation);
                await call.BeginAsync(_limits[deployment.Id]);
                if (call.HasBegun)
                {
                    _health.Began(deployment, _time.GetElapsedTime(began));
                    Log.AnswerBegan(_log, request.ReplyId, deployment.Id, attempts, Milliseconds(began));
                }
                if (call.HasBegun || call.Failure is null)
                {
                    do
                    {
                        foreach (var delta in call.TakeBatch())
                            yield return delta is ModelText text ? new ModelText(seam.Join(text.Text)) : delta;
                    }
                    while (await call.NextAsync());
                    if (call.Failure is null)
                        yield break;
                }

                failure = call.Failure!;
                Note(request, deployment, attempts, failure, began);
                if (call.HasBegun)
                    throw failure;
                pause = RetryRules.PauseAfter(failure, tried.Count, IsAnotherReady(model, deployment, tried), _config.Router, Chance());
            }

            failure ??= new ModelException(ReplyFailureCodes.Unavailable, "No deployment of the model can be used.");
            if (model == request.Model)
                FallBack(request, failure, next);
        }
        throw failure!;
    }

    /// <inheritdoc/>
    public void Dispose() => _clients.Dispose();

    private ProviderCall Call(Deployment deployment, FittedContext fitted, CancellationToken cancellation) => new(
        _clients.For(deployment),
        ProviderClients.Messages(fitted.Instructions, fitted.Messages),
        ProviderClients.Options(deployment),
        _config.Router.IdleTimeout,
        _time,
        cancellation);

    private ResiliencePipeline LimitOf(Deployment deployment)
    {
        var limit = (deployment.FirstTokenTimeout ?? _config.Router.FirstTokenTimeout).TotalMilliseconds;
        // Polly takes from 10 ms to a day.
        return new ResiliencePipelineBuilder { TimeProvider = _time }
            .AddTimeout(TimeSpan.FromMilliseconds(Math.Clamp(limit, 10, TimeSpan.FromHours(23).TotalMilliseconds)))
            .Build();
    }

    /// <summary>
    /// The first of the wider models that takes the whole branch, when the model that was asked for would have to leave some
    /// of it out; it is asked first.
    /// </summary>
    private string? WiderModel(ModelRequest request)
    {
        var wider = _config.Router.ContextWindowFallbacks.GetValueOrDefault(request.Model, []);
        return wider.Count == 0 || !LeavesOut(request.Model) ? null : wider.FirstOrDefault(model => !LeavesOut(model));

        // Also true for a model of which nothing can be used.
        bool LeavesOut(string model) =>
            UsableOf(model).FirstOrDefault() is not { } first ||
            _fit(request, first.Info, first.MaxTokens) is not { Fits: true, LeftOut: 0 };
    }

    /// <summary>The fallbacks that would answer, while all of a model rests: nobody is to wait for it again and again.</summary>
    private IEnumerable<string> ReadyInsteadOf(string model) =>
        UsableOf(model).Any(d => !_health.IsResting(d))
            ? []
            : _config.Router.Fallbacks.GetValueOrDefault(model, []).Where(other => UsableOf(other).Any(d => !_health.IsResting(d)));

    private Deployment? Choose(string model, List<Deployment> tried) => DeploymentChoice.Choose(
        UsableOf(model)
            .Select(d => new Candidate(d, _health.IsResting(d), Attempts(d, tried), _health.LatencyOf(d)))
            .ToList(),
        _config.Router,
        Random.Shared.Next);

    /// <summary>Whether another deployment is there that does not rest and was tried less often.</summary>
    private bool IsAnotherReady(string model, Deployment than, List<Deployment> tried) =>
        UsableOf(model).Any(d => !_health.IsResting(d) && Attempts(d, tried) < Attempts(than, tried));

    private static int Attempts(Deployment deployment, List<Deployment> tried) => tried.Count(t => t.Id == deployment.Id);

    private IEnumerable<Deployment> UsableOf(string model) =>
        _models.TryGetValue(model, out var group) ? group.Deployments.Where(IsUsable) : [];

    private static bool IsUsable(Deployment deployment) => deployment.Unavailable is null;

    private void Note(ModelRequest request, Deployment deployment, int attempt, ModelException failure, long began)
    {
        var cause = (failure.InnerException?.GetBaseException() ?? failure).GetType().Name;
        Log.AttemptFailed(_log, request.ReplyId, deployment.Id, attempt, failure.Code, Milliseconds(began), cause);
        if (_health.Failed(deployment, failure, _time.GetElapsedTime(began)) is { } rest)
            Log.DeploymentRests(_log, deployment.Id, failure.Code, (long)rest.TotalMilliseconds);
    }

    private void FallBack(ModelRequest request, ModelException failure, Queue<string> next)
    {
        var fallbacks = RetryRules.FallbacksAfter(failure, request.Model, _config.Router);
        if (fallbacks.Count == 0)
            return;
        Log.FallingBack(_log, request.ReplyId, request.Model, failure.Code, string.Join(", ", fallbacks));
        foreach (var fallback in fallbacks)
            next.Enqueue(fallback);
    }

    private static Task Pause(TimeSpan pause, TimeProvider time, CancellationToken cancellation) => Task.Delay(pause, time, cancellation);

    private long Milliseconds(long began) => (long)_time.GetElapsedTime(began).TotalMilliseconds;

#pragma warning disable CA5394 // Spreads load; nothing depends on it that must not be guessed.
    private static double Chance() => Random.Shared.NextDouble();
#pragma warning restore CA5394
}

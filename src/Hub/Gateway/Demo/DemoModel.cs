using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using TesslateLite.Contracts.Wire;

namespace TesslateLite.Hub.Gateway.Demo;

/// <summary>
/// The built-in model: a script, streamed at the pace of a real model, so that everything can be tried without a key. What it
/// says depends on the request alone and not on <see cref="ModelRequest.Written"/>: another node can go on with the same text.
/// </summary>
public sealed class DemoModel(IOptions<DemoOptions> options, TimeProvider time) : IModelGateway
{
    /// <summary>Name of the model with the natural pace.</summary>
    public const string Natural = "demo";

    /// <summary>Name of the model with five times that pace.</summary>
    public const string Brisk = "demo-brisk";

    /// <summary>The access group that everybody is in.</summary>
    private const string Everyone = "free";

    /// <summary>How many answers a message can get: enough to look like chance, few enough to try them all.</summary>
    private const ulong Takes = 256;

    private readonly DemoOptions _options = options.Value;

    /// <inheritdoc/>
    public IReadOnlyList<ModelView> Models { get; } =
    [
        new(Natural, "Demo", "Built in", "Answers from a script at the pace of a real model, without a key.", ModelState.Available) { Groups = [Everyone] },
        new(Brisk, "Demo, brisk", "Built in", "The same script, five times as fast.", ModelState.Available) { Groups = [Everyone] },
    ];

    /// <inheritdoc/>
    public bool CanContinue(string model) => SpeedOf(model) is not null;

    /// <inheritdoc/>
    public async IAsyncEnumerable<ModelDelta> Stream(ModelRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var speed = SpeedOf(request.Model) ?? throw new ModelException(ReplyFailureCodes.Unavailable, "The demo has no model of this name.");
        if (SeedOf(request) is not { } seed)
            throw new ModelException(ReplyFailureCodes.DemoCannotContinue, "The text so far is not from this version of the script.");
        var answer = DemoScript.Compose(request.Messages, seed);

        await Task.Delay(_options.FirstTokenDelay, time, cancellation);
        await foreach (var text in Say(answer.Text, seed, request.Written.Length, speed, cancellation))
            yield return new ModelText(text);

        switch (answer.Ending)
        {
            case DemoEnding.Failed:
                throw new ModelException(ReplyFailureCodes.DemoFailed, "The demo model failed because it was asked to.");
            case DemoEnding.Finished:
                yield return new ModelFinished();
                break;
        }
    }

    /// <summary>
    /// The seed of the answer that begins with the text already written; null when there is none. A reply that continues
    /// another has an id of its own: then it is the other one's seed, found by trying all that there are.
    /// </summary>
    private ulong? SeedOf(ModelRequest request)
    {
        if (_options.Seed is { } fixedSeed)
            return Fits(DemoDice.SeedOf(fixedSeed, request.Messages));
        var own = DemoDice.SeedOf(request.ReplyId);
        for (var i = 0UL; i < Takes; i++)
        {
            if (Fits(unchecked(own + i) % Takes) is { } seed)
                return seed;
        }
        return null;

        ulong? Fits(ulong seed) =>
            request.Written.Length == 0 || DemoScript.Compose(request.Messages, seed).Text.StartsWith(request.Written, StringComparison.Ordinal)
                ? seed
                : null;
    }

    /// <summary>
    /// What comes after the text already written. Each token has its time on the clock, so that timers which fire late do not
    /// slow the whole answer down.
    /// </summary>
    private async IAsyncEnumerable<string> Say(
        string answer, ulong seed, int written, double speed, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        var due = TimeSpan.Zero;
        var end = 0;
        foreach (var (text, pause) in DemoTokens.Split(answer, seed))
        {
            end += text.Length;
            if (end <= written)
                continue;
            var isFirst = end - text.Length <= written;
            if (!isFirst)
            {
                due += pause / speed;
                var early = due - time.GetElapsedTime(started);
                if (early > TimeSpan.Zero)
                    await Task.Delay(early, time, cancellation);
            }
            cancellation.ThrowIfCancellationRequested();
            yield return isFirst ? answer[written..end] : text;
        }
    }

    private double? SpeedOf(string model) => model switch
    {
        Natural => _options.Pace,
        Brisk => _options.Pace * 5,
        _ => null,
    };
}

namespace TesslateLite.Hub.Gateway.Direct;

/// <summary>A deployment that could be asked.</summary>
/// <param name="Deployment">It.</param>
/// <param name="Resting">True while it is left alone after failures.</param>
/// <param name="Attempts">How often this call has tried it already.</param>
/// <param name="Latency">Its time to the first token as measured lately; null when it was not.</param>
internal readonly record struct Candidate(Deployment Deployment, bool Resting, int Attempts, TimeSpan? Latency);

/// <summary>Chooses among the deployments of a model. Pure.</summary>
internal static class DeploymentChoice
{
    /// <summary>
    /// Those that rest are left alone unless all do, and those tried least come first; among equals the latency decides when
    /// the router goes by it, else chance.
    /// </summary>
    /// <param name="candidates">What there is; may be empty.</param>
    /// <param name="router">The settings.</param>
    /// <param name="below">A number from 0 to below its argument, by chance.</param>
    /// <returns>The one to ask; null when there is none.</returns>
    public static Deployment? Choose(IReadOnlyList<Candidate> candidates, RouterSettings router, Func<int, int> below)
    {
        if (candidates.Count == 0)
            return null;
        var best = candidates.Min(Rank);
        var equals = candidates.Where(c => Rank(c) == best).ToList();
        var chosen = router.LatencyBased ? Fastest(equals, router.LatencyBuffer) : equals;
        return chosen[below(chosen.Count)].Deployment;
    }

    private static (bool Resting, int Attempts) Rank(Candidate candidate) => (candidate.Resting, candidate.Attempts);

    /// <summary>Those never measured, to get to know them; else those within the buffer of the fastest.</summary>
    private static List<Candidate> Fastest(List<Candidate> candidates, double buffer)
    {
        var unmeasured = candidates.FindAll(c => c.Latency is null);
        if (unmeasured.Count > 0)
            return unmeasured;
        var limit = candidates.Min(c => c.Latency!.Value) * (1 + buffer);
        return candidates.FindAll(c => c.Latency <= limit);
    }
}

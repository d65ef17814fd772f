namespace TesslateLite.Hub.Replies;

/// <summary>
/// When the text of a reply came, small enough to be stored with it: pairs of milliseconds since the pair before and units that
/// came by then. What comes within one step goes into one pair; when there are too many pairs, the step doubles and neighbours
/// are joined, so that the length is bounded and the sums stay exact.
/// </summary>
internal sealed class ReplyTimeline
{
    /// <summary>Numbers that are kept at the most.</summary>
    public const int MaxNumbers = 1_024;

    /// <summary>Milliseconds; no eye sees finer steps than a frame of the feed.</summary>
    private const int FirstStep = 40;

    private readonly List<(int At, int Units)> _steps = [];
    private int _step = FirstStep;

    /// <summary>The pairs, flat.</summary>
    public IReadOnlyList<int> Pairs
    {
        get
        {
            var pairs = new List<int>(_steps.Count * 2);
            var before = 0;
            foreach (var (at, units) in _steps)
            {
                pairs.Add(at - before);
                pairs.Add(units);
                before = at;
            }

            return pairs;
        }
    }

    /// <summary>More text.</summary>
    /// <param name="ms">When, since the begin; never before the last one.</param>
    /// <param name="units">How much; nothing is not noted.</param>
    public void Add(int ms, int units)
    {
        if (units == 0)
        {
            return;
        }

        Put(_steps, ms, units);
        while (_steps.Count * 2 > MaxNumbers)
        {
            _step *= 2;
            var finer = _steps.ToArray();
            _steps.Clear();
            foreach (var (at, some) in finer)
            {
                Put(_steps, at, some);
            }
        }
    }

    private void Put(List<(int At, int Units)> steps, int ms, int units)
    {
        if (steps.Count > 0 && ms / _step == steps[^1].At / _step)
        {
            steps[^1] = (steps[^1].At, steps[^1].Units + units);
        }
        else
        {
            steps.Add((ms, units));
        }
    }
}

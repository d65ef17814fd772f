using CsCheck;
using FluentAssertions;
using TesslateLite.Hub.Replies;
using Xunit;

namespace TesslateLite.Hub.Tests.Replies;

public class ReplyTimelineTests
{
    [Fact]
    public void what_comes_within_a_frame_is_one_pair()
    {
        var timeline = new ReplyTimeline();
        timeline.Add(350, 2);
        timeline.Add(355, 3);
        timeline.Add(360, 0);
        timeline.Add(1_200, 4);

        timeline.Pairs.Should().Equal(350, 5, 850, 4);
    }

    [Fact]
    public void the_length_is_bounded_and_the_sums_stay_exact() =>
        Gen.Select(Gen.Int[0, 500], Gen.Int[0, 9]).Array[1, 3_000].Sample(deltas =>
        {
            var timeline = new ReplyTimeline();
            var (ms, units) = (0, 0);
            foreach (var (pause, some) in deltas)
            {
                ms += pause;
                units += some;
                timeline.Add(ms, some);
            }

            var pairs = timeline.Pairs.Chunk(2).ToList();
            pairs.Count.Should().BeLessThanOrEqualTo(ReplyTimeline.MaxNumbers / 2);
            pairs.Sum(pair => pair[1]).Should().Be(units);
            pairs.Sum(pair => pair[0]).Should().BeLessThanOrEqualTo(ms);
            // Not OnlyContain, which fails when there are none: a reply of nothing has no pairs.
            pairs.Should().NotContain(pair => pair[0] < 0 || pair[1] <= 0);
        }, iter: 200);
}

using System.Text.Json;
using System.Text.Json.Nodes;
using FluentAssertions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Hub.Tests.Conformance;

public class ConformanceKitTests
{
    private static readonly string Kit = RepositoryRoot.Combine("docs", "conformance");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Kit, "*.json").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Fact]
    public void The_transcripts_are_what_the_feed_sends()
    {
        var expected = Situations.All();
        if (Environment.GetEnvironmentVariable("UPDATE_GENERATED") == "1")
        {
            Directory.GetFiles(Kit, "*.json").ToList().ForEach(File.Delete);
            foreach (var (name, content) in expected)
            {
                File.WriteAllText(Path.Combine(Kit, name), content);
            }
        }

        Directory.GetFiles(Kit, "*.json").Select(f => Path.GetFileName(f)).Should().BeEquivalentTo(expected.Keys);
        foreach (var (name, content) in expected)
        {
            File.ReadAllText(Path.Combine(Kit, name)).Should().Be(
                content, "what the feed sends has changed: run this test once with UPDATE_GENERATED=1, look at the difference in {0}, commit it", name);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_reducer_of_the_tests_conforms(string file)
    {
        var transcript = JsonNode.Parse(File.ReadAllText(Path.Combine(Kit, file)))!;
        var view = WatchedSession.Empty;
        foreach (var (index, step) in transcript["steps"]!.AsArray().Index())
        {
            if (step!["watch"] is { } watch)
            {
                var after = (string?)watch["after"];
                (after is null || view.At is null || after == view.At).Should().BeTrue("step {0} resumes where the view stands, {1}", index, view.At);
                view = view.BeginWatch();
            }
            else if (step["frame"] is { } frame)
            {
                var reduced = FrameOf(frame) is { } known ? view.Reduce(known) : Reduced.Reload;
                reduced.Kind.ToString().Should().BeEquivalentTo((string)step["result"]!, "of step {0}: {1}", index, frame.ToJsonString());
                view = reduced.View ?? view;
            }
        }

        var shown = view.Session is null ? null : new JsonObject
        {
            ["at"] = view.At,
            ["version"] = view.Version,
            ["session"] = Json(view.Session),
            ["messages"] = Json(view.Messages),
            ["open"] = Json(view.Open),
            ["queue"] = Json(view.Queue),
        };
        JsonNode.DeepEquals(shown, transcript["view"]).Should().BeTrue(
            "the view must be\n{0}\nand is\n{1}", transcript["view"]?.ToJsonString(), shown?.ToJsonString());
    }

    private static Frame? FrameOf(JsonNode frame)
    {
        try
        {
            return frame.Deserialize<Frame>(WireJson.Options);
        }
        catch (JsonException e) when (e.Message.Contains("discriminator", StringComparison.Ordinal))
        {
            return null;
        }
    }

    private static JsonNode? Json<T>(T value) => JsonSerializer.SerializeToNode(value, WireJson.Options);
}

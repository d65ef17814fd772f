using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using FluentAssertions;
using Marten;
using TesslateLite.Contracts.Events;
using TesslateLite.Projections.Store;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Projections.Tests;

/// <summary>Events are stored for ever: their names and their form may only grow.</summary>
public sealed class EventFormatTests
{
    private static readonly string s_folder = RepositoryRoot.Combine("tests", "Projections.Tests");
    private static readonly ISerializer s_serializer = new StoreOptions().UseChatStore().Serializer();

    [Fact]
    public void The_stored_names_are_those_approved() =>
        EventNames.All.Values.Order(StringComparer.Ordinal).Should().Equal(
            File.ReadAllLines(Path.Combine(s_folder, "EventNames.approved.txt")),
            "a stored name is for ever: add a line for a new event, and change none");

    [Fact]
    public void Every_event_type_has_a_name_of_its_own()
    {
        EventNames.All.Keys.Should().BeEquivalentTo(EventTypes.All);
        EventNames.All.Values.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Events_are_stored_under_these_names()
    {
        await using var database = await ChatDatabase.CreateAsync();
        await Scenario.PlayAsync(database.Store);

        (await database.QueryAsync<string>("select distinct type::text from tesslate.mt_events")).Should().BeEquivalentTo(EventNames.All.Values);
    }

    [Fact]
    public void There_is_a_sample_of_every_event_type() =>
        EventSamples.All.Select(e => e.GetType()).Distinct().Should().BeEquivalentTo(EventTypes.All);

    [Fact]
    public void What_was_stored_still_reads_as_the_same_event()
    {
        var types = EventNames.All.ToDictionary(e => e.Value, e => e.Key);
        var read = Golden().Select(line =>
            s_serializer.FromJson(types[line["type"]!.GetValue<string>()], new MemoryStream(Encoding.UTF8.GetBytes(line["data"]!.ToJsonString()))));

        read.Should().BeEquivalentTo(
            EventSamples.All,
            // By members: lists within events are equal when what they hold is.
            options => options.WithStrictOrdering().RespectingRuntimeTypes(),
            "stored events are read for ever: add a line for a new event or a member for a new one, and change none");
        read.Select(e => e!.GetType()).Should().Equal(EventSamples.All.Select(e => e.GetType()));
    }

    [Theory]
    [InlineData("user_message_sent")]
    [InlineData("message_queued")]
    public void A_message_stored_before_there_were_pictures_reads_as_one_without(string name)
    {
        var data = Golden().Single(line => line["type"]!.GetValue<string>() == name)["data"]!.AsObject();
        data.Remove("attachments").Should().BeTrue();
        var type = EventNames.All.Single(e => e.Value == name).Key;

        var read = s_serializer.FromJson(type, new MemoryStream(Encoding.UTF8.GetBytes(data.ToJsonString())));

        ((read as UserMessageSent)?.Attachments ?? (read as MessageQueued)?.Attachments).Should().NotBeNull().And.BeEmpty();
    }

    [Fact]
    public void Every_member_stored_before_is_still_stored_under_its_name()
    {
        foreach (var (line, sample) in Golden().Zip(EventSamples.All))
        {
            var now = JsonNode.Parse(s_serializer.ToJson(sample))!.AsObject();
            foreach (var (name, value) in line["data"]!.AsObject())
            {
                JsonNode.DeepEquals(now[name], value).Should().BeTrue("{0}.{1} was stored as {2}", line["type"], name, value?.ToJsonString());
            }
        }
    }

    [Fact]
    public void Every_member_is_set_in_one_of_the_samples()
    {
        foreach (var samples in EventSamples.All.SelectMany(Values).GroupBy(v => v.GetType()))
        {
            foreach (var member in samples.Key.GetProperties())
            {
                // The first name of an enum is its default, and all that an enum of one name has.
                if (!member.PropertyType.IsEnum)
                {
                    samples.Should().Contain(s => !IsDefault(member, s), "{0}.{1} would not be checked", samples.Key.Name, member.Name);
                }
            }
        }
    }

    /// <summary>An event and the parts in it.</summary>
    private static IEnumerable<object> Values(object value) =>
        value.GetType().GetProperties().Where(p => EventTypes.Parts.Contains(p.PropertyType))
            .Select(p => p.GetValue(value)).OfType<object>().SelectMany(Values).Prepend(value);

    private static bool IsDefault(PropertyInfo member, object sample) => member.GetValue(sample) switch
    {
        null or "" => true,
        ICollection { Count: 0 } => true,
        ValueType value => value.Equals(Activator.CreateInstance(Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType)),
        _ => false,
    };

    private static List<JsonNode> Golden() =>
        [.. File.ReadLines(Path.Combine(s_folder, "Events.golden.jsonl")).Select(line => JsonNode.Parse(line)!)];
}

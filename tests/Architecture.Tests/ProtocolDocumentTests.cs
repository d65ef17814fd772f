using System.Globalization;
using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.Json;
using FluentAssertions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Attachments;
using TesslateLite.Hub.Feed;
using TesslateLite.Hub.Realtime;
using TesslateLite.Hub.Replies;
using TesslateLite.Hub.Sessions;
using TesslateLite.Support;
using TesslateLite.Web.Hosting;
using Xunit;

namespace TesslateLite.Architecture.Tests;

/// <summary>docs/protocol.md names everything that is on the wire, each member where its owner is described.</summary>
public class ProtocolDocumentTests
{
    private static readonly string[] Lines = File.ReadAllLines(RepositoryRoot.Combine("docs", "protocol.md"));

    private static readonly string[] NamedInHttpTable =
        [nameof(SessionPage), nameof(MessagePage), nameof(LibraryView), nameof(FolderView), nameof(FiledSessionView), nameof(SessionTagView), nameof(FolderName), nameof(FolderChoice),
            nameof(ArtifactView), nameof(ArtifactVersionView), nameof(ArtifactContent)];

    public static TheoryData<string> FrameKinds => [.. Cases(typeof(Frame)).Select(c => (string)c.TypeDiscriminator!)];

    public static TheoryData<Type> WireTypes => [.. typeof(WireJson).Assembly.GetExportedTypes().Where(t => t.Namespace == typeof(WireJson).Namespace)];

    [Theory]
    [MemberData(nameof(FrameKinds))]
    public void A_frame_has_a_section_with_each_of_its_members(string kind) =>
        MustName(FirstCells(Section(kind)), Cases(typeof(Frame)).Single(c => kind.Equals(c.TypeDiscriminator)).DerivedType.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly));

    [Fact]
    public void What_all_frames_have_is_said()
    {
        var text = string.Join('\n', Lines.SkipWhile(l => l != "## Frames").TakeWhile(l => !l.StartsWith("### ", StringComparison.Ordinal)));
        text.Should().Contain("`kind`");
        MustName(text, typeof(Frame).GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly));
    }

    [Fact]
    public void No_section_describes_a_frame_that_there_is_not()
    {
        var described = Lines.SkipWhile(l => l != "## Frames").TakeWhile(l => l != "## Views")
            .Where(l => l.StartsWith("### `", StringComparison.Ordinal)).Select(l => l.Trim('#', ' ', '`'));
        described.Should().BeEquivalentTo(Cases(typeof(Frame)).Select(c => (string)c.TypeDiscriminator!));
    }

    [Fact]
    public void Each_hub_method_has_a_row_with_its_command_and_the_members()
    {
        foreach (var method in HubMethods())
        {
            var row = Row(method.Name).Split('|')[2];
            foreach (var parameter in method.GetParameters().Where(p => p.ParameterType.Name is not { } name || !name.EndsWith("Handler", StringComparison.Ordinal)))
            {
                if (parameter.ParameterType.Namespace == typeof(WireJson).Namespace)
                {
                    row.Should().Contain(Quoted(parameter.ParameterType.Name));
                    var optional = parameter.ParameterType.GetConstructors()[0].GetParameters().Where(p => p.HasDefaultValue).Select(p => p.Name);
                    foreach (var member in Members(parameter.ParameterType))
                    {
                        row.Should().Contain(Quoted(Camel(member.Name) + (optional.Contains(member.Name) ? "?" : "")));
                    }
                }
                else
                {
                    row.Should().Contain(Quoted(parameter.Name!));
                }
            }
        }
    }

    [Fact]
    public void Each_call_to_the_client_has_a_row() =>
        typeof(IChatClient).GetMethods().Should().AllSatisfy(m => Row(m.Name).Should().NotBeEmpty());

    [Fact]
    public void Each_refusal_code_has_a_row_and_no_other_has()
    {
        var codes = typeof(RefusalCodes).GetFields().Select(f => (string)f.GetRawConstantValue()!);
        var rows = Lines.SkipWhile(l => l != "## Refusal codes").TakeWhile(l => l != "## Failure codes").Where(l => l.StartsWith("| `", StringComparison.Ordinal));
        rows.Select(r => r.Split('`')[1]).Should().BeEquivalentTo(codes);
    }

    [Fact]
    public void Each_failure_code_has_a_row_with_its_rights_and_no_other_has()
    {
        var rows = Lines.SkipWhile(l => l != "## Failure codes").TakeWhile(l => l != "## Limits").Where(l => l.StartsWith("| `", StringComparison.Ordinal))
            .Select(l => l.Split('|', StringSplitOptions.TrimEntries))
            .ToDictionary(cells => cells[1].Trim('`'), cells => new ReplyFailure(cells[4] == "yes", cells[5] == "yes"));

        rows.Should().BeEquivalentTo(ReplyFailures.All);
        rows.Keys.Should().BeEquivalentTo(typeof(ReplyFailureCodes).GetFields().Select(f => (string)f.GetRawConstantValue()!));
    }

    [Theory]
    [MemberData(nameof(WireTypes))]
    public void Everything_else_on_the_wire_is_named_with_its_members(Type type)
    {
        if (type.IsEnum)
        {
            var values = Enum.GetNames(type).Select(name => Quoted(JsonNamingPolicy.KebabCaseLower.ConvertName(name)));
            Lines.Should().Contain(line => values.All(line.Contains), "the values of {0} stand together", type.Name);
        }
        else if (typeof(Outcome).IsAssignableFrom(type) && !type.IsAbstract)
        {
            MustName(Row(JsonNamingPolicy.CamelCase.ConvertName(type.Name)), Members(type));
        }
        else if (NamedInHttpTable.Contains(type.Name))
        {
            MustName(Lines.Single(l => l.StartsWith('|') && l.Contains(Quoted(type.Name), StringComparison.Ordinal)), Members(type));
        }
        else if (typeof(Piece).IsAssignableFrom(type))
        {
            MustName(Section(nameof(Piece)), Members(type));
        }
        else if (type.Name.EndsWith("View", StringComparison.Ordinal) || type == typeof(SessionSummary) || type == typeof(PieceChange))
        {
            MustName(Section(type.Name), Members(type));
        }
        else
        {
            (type.IsAbstract || typeof(Frame).IsAssignableFrom(type) || HubMethods().Any(m => m.GetParameters()[0].ParameterType == type)).Should().BeTrue(
                "{0} is new on the wire: describe it in docs/protocol.md and teach this test where", type.Name);
        }
    }

    [Theory]
    [InlineData("message to the server", RealtimeHosting.ReceiveLimit)]
    [InlineData("text of a message", SessionLimits.MessageLength)]
    [InlineData("pictures of a message", AttachmentLimits.OfMessage)]
    [InlineData("bytes of a picture", AttachmentLimits.Size)]
    [InlineData("width and height of a picture", AttachmentLimits.Side)]
    [InlineData("bytes of pictures that a person has uploaded and not sent", AttachmentLimits.Unsent)]
    [InlineData("title", SessionLimits.TitleLength)]
    [InlineData("text of a reply, and its reasoning", SessionLimits.ReplyLength)]
    [InlineData("messages that wait in a session", SessionLimits.QueuedMessages)]
    [InlineData("open replies in a session", SessionLimits.OpenReplies)]
    [InlineData("page of messages", MessagePages.Size)]
    [InlineData("versions of files in a list", SessionArtifacts.MaxListed)]
    public void The_limits_are_those_of_the_code(string what, int limit) =>
        Lines.Single(l => l.StartsWith($"| {what} |", StringComparison.Ordinal)).Should().MatchRegex($@"\| {limit.ToString("N0", CultureInfo.InvariantCulture)}\b");

    [Fact]
    public void The_protocol_version_is_that_of_the_code() =>
        Lines.Should().Contain(l => l.StartsWith($"Protocol version: **{SnapshotFrame.CurrentProtocol}**", StringComparison.Ordinal));

    [Fact]
    public void What_is_reserved_is_not_there_yet()
    {
        var reserved = Lines.SkipWhile(l => l != "## Reserved").Where(l => l.StartsWith("| ", StringComparison.Ordinal))
            .SelectMany(l => l.Split('`').Where((_, i) => i % 2 == 1)).ToList();
        reserved.Should().NotBeEmpty();
        reserved.Should().NotIntersectWith(Cases(typeof(Frame)).Select(c => (string)c.TypeDiscriminator!));
        reserved.Should().NotIntersectWith(HubMethods().Select(m => m.Name));
        reserved.Should().NotIntersectWith(typeof(IChatClient).GetMethods().Select(m => m.Name));
    }

    private static IEnumerable<MethodInfo> HubMethods() => typeof(ChatHub)
        .GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
        .Where(m => !m.Name.StartsWith("Refuse", StringComparison.Ordinal) && !m.IsSpecialName);

    private static IEnumerable<JsonDerivedTypeAttribute> Cases(Type type) => type.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false);

    private static PropertyInfo[] Members(Type type) => type.GetProperties(BindingFlags.Instance | BindingFlags.Public);

    private static string Section(string name)
    {
        var text = Lines.SkipWhile(l => l != $"### {Quoted(name)}").Skip(1).TakeWhile(l => !l.StartsWith('#')).ToList();
        text.Should().NotBeEmpty("docs/protocol.md needs a section ### `{0}`", name);
        return string.Join('\n', text);
    }

    private static string FirstCells(string section) =>
        string.Join('\n', section.Split('\n').Where(l => l.StartsWith('|')).Select(l => l.Split('|')[1]));

    private static string Row(string name) =>
        Lines.SingleOrDefault(l => l.StartsWith($"| {Quoted(name)} |", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"docs/protocol.md needs one row that begins with `{name}`.");

    private static void MustName(string text, IEnumerable<PropertyInfo> members)
    {
        foreach (var member in members)
        {
            text.Should().Contain(Quoted(Camel(member.Name)));
        }
    }

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    private static string Quoted(string name) => $"`{name}`";
}

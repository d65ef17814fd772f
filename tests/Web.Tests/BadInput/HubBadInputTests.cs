using System.Text.Json;
using FluentAssertions;
using FluentAssertions.Execution;
using TesslateLite.Contracts.Wire;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Web.Tests.BadInput;

/// <summary>Calls that the hub must refuse with a code, on a connection that goes on working. One connection takes them all.</summary>
public sealed class HubBadInputTests
{
    [Fact]
    public Task what_a_rule_does_not_allow_is_refused_with_its_code_and_the_connection_goes_on() => AreRefused(BadCall.Refused);

    [Fact]
    public Task arguments_of_wrong_types_are_refused_and_the_connection_goes_on() => AreRefused(BadCall.Unbound);

    [Fact]
    public Task sessions_that_are_not_there_for_this_person_are_not_found_and_the_connection_goes_on() => AreRefused(BadCall.Elsewhere);

    [Fact]
    public Task unknown_methods_are_refused_and_the_connection_goes_on() => AreRefused(BadCall.Unknown);

    [Fact]
    public async Task every_method_is_in_the_table_of_bad_calls()
    {
        var methods = typeof(Hub.Realtime.ChatHub).GetMethods().Where(m => m.DeclaringType == typeof(Hub.Realtime.ChatHub)).Select(m => m.Name);
        BadCall.Commands.Keys.Append("Watch").Append("RefuseInvocation").Append("RefuseStream").Should().BeEquivalentTo(methods);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task an_unknown_method_that_is_called_as_a_stream_is_refused_and_the_connection_goes_on()
    {
        var scene = await BadInputScene.SetAsync(await TestStudio.Shared, "words");
        await using var person = scene.Person;
        await using var socket = await RawSocket.OpenAsync(person);

        var answers = await socket.AskAsync(new BadCall("Nonsense", "[]", "").ToMessage(scene, "1", stream: true), "1");

        CodeOf(answers).Should().Be(RefusalCodes.UnknownMethod);
        await GoesOn(socket, scene);
    }

    [Theory]
    [InlineData("Rename", false, """[{"sessionId":"{session}","title":"{words}"}]""")]
    [InlineData("Watch", true, """["{session}","a position"]""")]
    public async Task a_method_called_as_a_stream_that_is_none_or_the_other_way_round_is_an_error_and_the_connection_goes_on(
        string method, bool isStream, string arguments)
    {
        var scene = await BadInputScene.SetAsync(await TestStudio.Shared, "words");
        await using var person = scene.Person;
        await using var socket = await RawSocket.OpenAsync(person);

        var answers = await socket.AskAsync(new BadCall(method, arguments, "").ToMessage(scene, "1", stream: !isStream), "1");

        answers.Should().ContainSingle().Which.Should().Contain("\"error\"").And.NotContain("   at ");
        await GoesOn(socket, scene);
    }

    [Fact]
    public async Task members_that_the_server_does_not_know_are_left_alone()
    {
        var scene = await BadInputScene.SetAsync(await TestStudio.Shared, "words");
        await using var person = scene.Person;
        await using var socket = await RawSocket.OpenAsync(person);

        var call = new BadCall("Rename", """[{"sessionId":"{session}","title":"A title","colour":"red","deep":{"er":[1,2]}}]""", "");
        var answers = await socket.AskAsync(call.ToMessage(scene, "1"), "1");

        answers.Should().ContainSingle().Which.Should().Contain("\"accepted\"");
        (await person.ReadAsync<SessionPage>("/api/chat/history")).Sessions.Should().Contain(s => s.Title == "A title");
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("{own}")]
    [InlineData("{own}.")]
    [InlineData("{own}.x")]
    [InlineData("{own}.-1")]
    [InlineData("{own}.99999999999999999999")]
    [InlineData("{own}.3~3.1.2")]
    [InlineData("{own}.3~")]
    [InlineData("{own}.3~9.1.1.1.0")]
    [InlineData("{own}.3~3.1.-1.0.0")]
    [InlineData("{own}.3~3.1.99999999999.0.0")]
    [InlineData("{own}.3~3.1.0.0.-1")]
    [InlineData("{own}.5~3.1.0.0.0~2.1.0.0.0")]
    [InlineData("{elsewhere}.1")]
    [InlineData("{own}.1~1.1.1.1.0{long}")]
    [InlineData("\\u0000")]
    public async Task a_position_that_is_none_of_this_session_ends_the_watch_and_the_connection_goes_on(string position)
    {
        var scene = await BadInputScene.SetAsync(await TestStudio.Shared, "words");
        await using var person = scene.Person;
        await using var socket = await RawSocket.OpenAsync(person);
        var after = position
            .Replace("{own}", scene.Session.ToString("N")[^8..], StringComparison.Ordinal)
            .Replace("{elsewhere}", scene.Elsewhere.ToString("N")[^8..], StringComparison.Ordinal);

        var answers = await socket.AskAsync(new BadCall("Watch", $"[\"{{session}}\",\"{after}\"]", "").ToMessage(scene, "1", stream: true), "1");

        IsClosed(answers, RefusalCodes.InvalidPosition);
        await GoesOn(socket, scene);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[null,null]")]
    [InlineData("[5,null]")]
    [InlineData("[\"nonsense\",null]")]
    [InlineData("[\"{session}\"]")]
    [InlineData("[\"{session}\",5]")]
    [InlineData("[\"{session}\",{\"at\":1}]")]
    [InlineData("[\"{session}\",\"\\ud800\"]")]
    [InlineData("[\"{session}\",null,1]")]
    public async Task a_watch_with_arguments_of_wrong_types_ends_with_bad_request_and_the_connection_goes_on(string arguments)
    {
        var scene = await BadInputScene.SetAsync(await TestStudio.Shared, "words");
        await using var person = scene.Person;
        await using var socket = await RawSocket.OpenAsync(person);

        var answers = await socket.AskAsync(new BadCall("Watch", arguments, "").ToMessage(scene, "1", stream: true), "1");

        IsClosed(answers, RefusalCodes.BadRequest);
        await GoesOn(socket, scene);
    }

    [Theory]
    [InlineData("{own}.999999")]
    [InlineData("{own}.9223372036854775807")]
    [InlineData("{own}.999999~4.1.5.1.0")]
    public async Task a_position_of_the_future_gets_a_view_from_the_start_and_all_that_follows(string position)
    {
        var scene = await BadInputScene.SetAsync(await TestStudio.Shared, "words");
        await using var person = scene.Person;

        var screen = person.Watch(scene.Session, position.Replace("{own}", scene.Session.ToString("N")[^8..], StringComparison.Ordinal));
        await screen.Shows(s => s.Frames is [SnapshotFrame, ..]);
        await person.DoAsync("Rename", new RenameSession(scene.Session, "After all"));

        await screen.Shows(s => s.Session!.Title == "After all");
    }

    private static async Task AreRefused(IEnumerable<BadCall> calls)
    {
        var scene = await BadInputScene.SetAsync(await TestStudio.Shared, "words");
        await using var person = scene.Person;
        await using var socket = await RawSocket.OpenAsync(person);
        var before = await person.HistoryAsync(scene.Session);
        var number = 0;
        using var all = new AssertionScope();
        foreach (var call in calls)
        {
            var id = $"call {++number}";
            CodeOf(await socket.AskAsync(call.ToMessage(scene, id), id)).Should().Be(call.Code, "that is the answer to {0} {1}", call.Target, call.Arguments);
            await GoesOn(socket, scene);
        }

        (await person.HistoryAsync(scene.Session)).Should().BeEquivalentTo(before, "what is refused changes nothing");
    }

    private static async Task GoesOn(RawSocket socket, BadInputScene scene)
    {
        var rename = new BadCall("Rename", $$"""[{"sessionId":"{session}","title":"{{Guid.NewGuid()}}"}]""", "");
        (await socket.AskAsync(rename.ToMessage(scene, "goes on"), "goes on")).Should().ContainSingle().Which.Should().Contain("\"accepted\"");
    }

    private static void IsClosed(IReadOnlyList<string> answers, string code)
    {
        answers.Should().HaveCount(2, "one frame closes the feed, and the stream is completed");
        var frame = JsonDocument.Parse(answers[0]).RootElement.GetProperty("item");
        frame.GetProperty("kind").GetString().Should().Be("closed");
        frame.GetProperty("code").GetString().Should().Be(code);
        answers[1].Should().NotContain("error");
    }

    private static string? CodeOf(IReadOnlyList<string> answers) =>
        JsonDocument.Parse(answers.Single()).RootElement.TryGetProperty("result", out var result) && result.TryGetProperty("code", out var code)
            ? code.GetString()
            : answers[0];
}

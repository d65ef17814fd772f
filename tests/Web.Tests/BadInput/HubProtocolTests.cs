using System.Net.WebSockets;
using System.Text;
using FluentAssertions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Web.Tests.BadInput;

/// <summary>Bytes that are no call at all. Where SignalR closes the connection the test's name says so, and nothing is lost.</summary>
public sealed class HubProtocolTests
{
    private const int Limit = 1024 * 1024;

    [Fact]
    public async Task a_message_of_exactly_the_limit_is_carried_out()
    {
        var scene = await BadInputScene.SetAsync(await TestStudio.Shared, "words");
        await using var person = scene.Person;
        await using var socket = await RawSocket.OpenAsync(person);

        await socket.SendBytesAsync(Padded(scene, Limit));

        (await socket.AnswersAsync("1")).Should().ContainSingle().Which.Should().Contain("\"accepted\"");
    }

    [Fact]
    public async Task a_message_one_byte_over_the_limit_closes_the_connection_and_nothing_is_lost()
    {
        var scene = await BadInputScene.SetAsync(await TestStudio.Shared, "words");
        await using var person = scene.Person;
        await using var socket = await RawSocket.OpenAsync(person);

        await socket.SendBytesAsync(Padded(scene, Limit + 1));

        await IsClosedWithAnError(socket, scene);
    }

    [Theory]
    [InlineData("{\"type\":1,\"invocationId\":\"1\",\"target\":\"Rename\",\"arguments\":[{\"sessionId\":\"")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"type\":\"one\"}")]
    [InlineData("{\"type\":1,\"invocationId\":7,\"target\":\"Rename\",\"arguments\":[]}")]
    [InlineData("{\"type\":1,\"invocationId\":\"1\",\"target\":5,\"arguments\":[]}")]
    [InlineData("{\"type\":1,\"invocationId\":\"1\",\"target\":\"Rename\",\"arguments\":{}}")]
    [InlineData("{\"type\":1,\"invocationId\":\"1\",\"target\":\"Rename\"}")]
    [InlineData("{\"type\":1,\"invocationId\":\"1\",\"target\":\"\\ud800\",\"arguments\":[]}")]
    [InlineData("{\"type\":1,\"invocationId\":\"\\ud800\",\"target\":\"Rename\",\"arguments\":[]}")]
    public async Task what_is_no_message_of_the_protocol_closes_the_connection_with_an_error_and_nothing_is_lost(string message)
    {
        var scene = await BadInputScene.SetAsync(await TestStudio.Shared, "words");
        await using var person = scene.Person;
        await using var socket = await RawSocket.OpenAsync(person);

        await socket.SendAsync(message);

        await IsClosedWithAnError(socket, scene);
    }

    [Theory]
    [InlineData(1, "Rename")]
    [InlineData(4, "Watch")]
    public async Task an_invocation_id_that_is_too_long_closes_the_connection_with_an_error_and_nothing_is_lost(int type, string target)
    {
        var scene = await BadInputScene.SetAsync(await TestStudio.Shared, "words");
        await using var person = scene.Person;
        await using var socket = await RawSocket.OpenAsync(person);

        await socket.SendAsync($$"""{"type":{{type}},"invocationId":"{{new string('i', 129)}}","target":"{{target}}","arguments":["{{scene.Session}}",null]}""");

        await IsClosedWithAnError(socket, scene);
    }

    [Fact]
    public async Task bytes_that_are_no_utf8_inside_a_binary_message_are_refused_and_the_connection_goes_on()
    {
        var scene = await BadInputScene.SetAsync(await TestStudio.Shared, "words");
        await using var person = scene.Person;
        await using var socket = await RawSocket.OpenAsync(person);

        await socket.SendBytesAsync(WithBadBytes(scene), WebSocketMessageType.Binary);

        (await socket.AnswersAsync("1")).Should().ContainSingle().Which.Should().Contain(RefusalCodes.BadRequest);
        await socket.SendBytesAsync(Padded(scene, 1000));
        (await socket.AnswersAsync("1")).Should().ContainSingle().Which.Should().Contain("\"accepted\"");
    }

    [Fact]
    public async Task bytes_that_are_no_utf8_inside_a_text_message_close_the_connection_and_nothing_is_lost()
    {
        var scene = await BadInputScene.SetAsync(await TestStudio.Shared, "words");
        await using var person = scene.Person;
        await using var socket = await RawSocket.OpenAsync(person);

        await socket.SendBytesAsync(WithBadBytes(scene), WebSocketMessageType.Text);

        await socket.LastBeforeCloseAsync();
        await NothingIsLost(scene);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"protocol\":5,\"version\":1}")]
    [InlineData("{\"protocol\":\"json\"}")]
    [InlineData("{\"protocol\":\"messagepack\",\"version\":1}")]
    [InlineData("{\"protocol\":\"json\",\"version\":99}")]
    public async Task a_handshake_that_is_none_of_ours_is_answered_with_an_error_and_closes_the_connection(string handshake)
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        await using var socket = await RawSocket.ConnectAsync(person.Server, person.Cookie, Person.OriginOf(person.Server));

        await socket.SendAsync(handshake);

        (await socket.LastBeforeCloseAsync()).Should().Contain("\"error\"").And.NotContain("   at ");
    }

    [Fact]
    public async Task an_answer_nobody_asked_for_and_a_cancellation_of_nothing_are_left_alone()
    {
        var scene = await BadInputScene.SetAsync(await TestStudio.Shared, "words");
        await using var person = scene.Person;
        await using var socket = await RawSocket.OpenAsync(person);

        await socket.SendAsync("""{"type":5,"invocationId":"77"}""");
        await socket.SendAsync("""{"type":6}""");
        await socket.SendBytesAsync(Padded(scene, 1000));

        (await socket.AnswersAsync("1")).Should().ContainSingle().Which.Should().Contain("\"accepted\"");
    }

    /// <summary>A good message of an exact length, its separator included.</summary>
    private static byte[] Padded(BadInputScene scene, int length)
    {
        var call = new BadCall("Rename", """[{"sessionId":"{session}","title":"Long way"}]""", "").ToMessage(scene, "1");
        return [.. Encoding.UTF8.GetBytes(call.PadRight(length - 1)), 0x1e];
    }

    private static byte[] WithBadBytes(BadInputScene scene)
    {
        var call = new BadCall("Send", """[{"sessionId":"{session}","messageId":"{new}","text":"words ?"}]""", "").ToMessage(scene, "1");
        byte[] bytes = [.. Encoding.UTF8.GetBytes(call), 0x1e];
        bytes[Array.IndexOf(bytes, (byte)'?')] = 0xff;
        return bytes;
    }

    private static async Task IsClosedWithAnError(RawSocket socket, BadInputScene scene)
    {
        var last = await socket.LastBeforeCloseAsync();
        last.Should().Contain("\"type\":7").And.Contain("\"error\"").And.NotContain("   at ");
        await NothingIsLost(scene);
    }

    private static async Task NothingIsLost(BadInputScene scene)
    {
        await using var back = await scene.Person.OpenTabAsync();
        await back.DoAsync("Rename", new RenameSession(scene.Session, "Back again"));
        (await back.HistoryAsync(scene.Session)).Select(m => m.Id).Should().Equal(scene.Message, scene.Reply);
    }
}

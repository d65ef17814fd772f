using System.Buffers;
using System.Reflection;
using System.Text;
using FluentAssertions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Feed;
using TesslateLite.Hub.Realtime;
using TesslateLite.Hub.Sessions;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Hub.Tests.Conformance;

/// <summary>
/// docs/conformance/wire.txt: one connection, byte for byte. Each line of the client is read, and each line of the server
/// written, by the protocol that the server runs.
/// </summary>
public class WireTranscriptTests
{
    private const char Separator = '\x1e';

    /// <summary>The separator as the file shows it.</summary>
    private const char Shown = '␞';

    private readonly ChatHubProtocol _protocol = new(new JsonHubProtocol(Options.Create(
        new JsonHubProtocolOptions { PayloadSerializerOptions = WireJson.Configure(new JsonHubProtocolOptions().PayloadSerializerOptions) })));

    private readonly ScriptedSession _session = new();
    private readonly StringBuilder _file = new();

    [Fact]
    public void The_raw_transcript_is_what_the_protocol_reads_and_writes()
    {
        var path = RepositoryRoot.Combine("docs", "conformance", "wire.txt");
        var expected = Play();
        if (Environment.GetEnvironmentVariable("UPDATE_GENERATED") == "1")
        {
            File.WriteAllText(path, expected);
        }

        File.ReadAllText(path).Should().Be(expected, "run this test once with UPDATE_GENERATED=1, look at the difference, commit it");
    }

    private string Play()
    {
        var id = _session.SessionId;
        var watched = _session.Feed.Watch(id, null).GetAsyncEnumerator();
        Say("One connection, as text messages of a WebSocket on /hub/chat.");
        Say("> client to server   < server to client   ␞ is the byte 0x1e   # explains");
        Say("The handshake.");
        Handshake("""{"protocol":"json","version":1}""");
        Say("A watch.");
        Client($$"""{"type":4,"invocationId":"1","target":"Watch","arguments":["{{id}}",null]}""").Should().BeOfType<StreamInvocationMessage>()
            .Which.Arguments.Should().Equal(id, null);
        Frames("1", watched);
        Say("A message. Its answer, its frames and the row of the session list come in any order.");
        var command = Client($$"""{"type":1,"invocationId":"2","target":"Send","arguments":[{"sessionId":"{{id}}","messageId":"00000000-0000-4000-8000-000000000003","text":"Hi 👍🏽"}]}""")
            .Should().BeOfType<InvocationMessage>().Which.Arguments[0].Should().BeOfType<SendMessage>().Subject;
        command.Should().Be(new SendMessage(id, Guid.Parse("00000000-0000-4000-8000-000000000003"), "Hi 👍🏽"));
        _session.Send(command.Text);
        Server(CompletionMessage.WithResult("2", (Outcome)new Accepted(_session.NewestReply)));
        Frames("1", watched);
        Server(new InvocationMessage(
            nameof(IChatClient.SessionChanged),
            [new SessionSummary(id, "Hi 👍🏽", "demo", Binned: false, Pinned: false, DateTimeOffset.UnixEpoch.AddSeconds(4), Version: 4)]));
        Say("The reply. The server writes several messages into one WebSocket message, or splits them, as it likes.");
        _session.Write("Good ");
        Frames("1", watched);
        _session.Write("morning.");
        Frames("1", watched);
        Say("Alive: both sides, every 5 s.");
        Server(PingMessage.Instance);
        Client("""{"type":6}""").Should().Be(PingMessage.Instance);
        _session.Close();
        Frames("1", watched);
        Say("A refusal.");
        Client($$"""{"type":1,"invocationId":"3","target":"Rename","arguments":[{"sessionId":"{{id}}","title":" "}]}""").Should().BeOfType<InvocationMessage>();
        Server(CompletionMessage.WithResult("3", RenameSessionDecision.Decide(new RenameSession(id, " "), _session.Store.State, _session.Person).ToOutcome()));
        Say("Arguments that are not of the declared types, and a method that is none.");
        Refused("4", Client($$"""{"type":1,"invocationId":"4","target":"Rename","arguments":[{"sessionId":"{{id}}"}]}"""), unknownMethod: false);
        Refused("5", Client("""{"type":1,"invocationId":"5","target":"Sing","arguments":[]}"""), unknownMethod: true);
        Client($$"""{"type":4,"invocationId":"6","target":"Watch","arguments":["{{id}}"]}""").Should().BeOfType<StreamInvocationMessage>()
            .Which.Target.Should().Be(ChatHubProtocol.RefuseStream);
        Frames("6", new ChatHub().RefuseStream().GetAsyncEnumerator());
        Server(CompletionMessage.Empty("6"));
        Say("The watch is given up.");
        Client("""{"type":5,"invocationId":"1"}""").Should().BeOfType<CancelInvocationMessage>().Which.InvocationId.Should().Be("1");
        Server(CompletionMessage.Empty("1"));
        Say("The server ends the connection after a message that is too large or no JSON. The client connects again.");
        Server(new CloseMessage("Connection closed with an error.", allowReconnect: true));
        return _file.ToString();
    }

    private void Say(string text) => _file.Append("# ").Append(text).Append('\n');

    private void Handshake(string request)
    {
        var bytes = Bytes(request);
        HandshakeProtocol.TryParseRequestMessage(ref bytes, out var message).Should().BeTrue();
        message!.Protocol.Should().Be(_protocol.Name);
        _protocol.IsVersionSupported(message.Version).Should().BeTrue();
        Line('>', request + Separator);
        Line('<', Encoding.UTF8.GetString(HandshakeProtocol.GetSuccessfulHandshake(_protocol)));
    }

    private HubMessage Client(string json)
    {
        var bytes = Bytes(json);
        _protocol.TryParseMessage(ref bytes, new HubBinder(), out var message).Should().BeTrue();
        bytes.IsEmpty.Should().BeTrue();
        Line('>', json + Separator);
        return message!;
    }

    private void Refused(string id, HubMessage message, bool unknownMethod)
    {
        var invocation = message.Should().BeOfType<InvocationMessage>().Subject;
        invocation.Target.Should().Be(ChatHubProtocol.RefuseInvocation);
        invocation.Arguments.Should().Equal(unknownMethod);
        Server(CompletionMessage.WithResult(id, new ChatHub().RefuseInvocation(unknownMethod).Result));
    }

    private void Frames(string id, IAsyncEnumerator<FrameBatch> stream)
    {
        stream.MoveNextAsync().AsTask().Result.Should().BeTrue();
        Server(new StreamItemMessage(id, stream.Current));
    }

    private void Server(HubMessage message)
    {
        var output = new ArrayBufferWriter<byte>();
        _protocol.WriteMessage(message, output);
        foreach (var line in Encoding.UTF8.GetString(output.WrittenSpan).Split(Separator, StringSplitOptions.RemoveEmptyEntries))
        {
            Line('<', line + Separator);
        }
    }

    private void Line(char direction, string text) => _file.Append(direction).Append(' ').Append(text.Replace(Separator, Shown)).Append('\n');

    private static ReadOnlySequence<byte> Bytes(string json) => new(Encoding.UTF8.GetBytes(json + Separator));

    /// <summary>Binds as the server does: by the methods of the hub, without what comes from its services.</summary>
    private sealed class HubBinder : IInvocationBinder
    {
        public IReadOnlyList<Type> GetParameterTypes(string methodName) =>
            (typeof(ChatHub).GetMethod(methodName) ?? throw new InvalidOperationException($"no method {methodName}"))
                .GetParameters().Where(p => p.GetCustomAttribute<FromServicesAttribute>() is null).Select(p => p.ParameterType).ToArray();

        public Type GetReturnType(string invocationId) => throw new InvalidOperationException("The server asks nothing.");

        public Type GetStreamItemType(string streamId) => throw new InvalidOperationException("Clients stream nothing.");
    }
}

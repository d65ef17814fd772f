using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using TesslateLite.Hub.Feed;

namespace TesslateLite.Hub.Realtime;

/// <summary>
/// SignalR's JSON protocol with two additions. Frames are written from bytes that were made once for all watchers, each as a
/// stream item of its own. Calls that name no method or whose arguments do not bind are answered with a refusal that has a
/// code, in place of SignalR's error text.
/// </summary>
public sealed class ChatHubProtocol(JsonHubProtocol json) : IHubProtocol
{
    /// <summary>Hub method that answers an invocation with a refusal.</summary>
    public const string RefuseInvocation = "$refuse";

    /// <summary>Hub method that answers a stream invocation with a refusal.</summary>
    public const string RefuseStream = "$refuseStream";

    private const byte RecordSeparator = 0x1e;
    private const int MaxId = 128;
    private const int MaxPlainId = 32;

    private static readonly HashSet<string> Methods = new(
        typeof(ChatHub).GetMethods().Where(m => m.DeclaringType == typeof(ChatHub)).Select(m => m.Name), StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public string Name => json.Name;

    /// <inheritdoc/>
    public int Version => json.Version;

    /// <inheritdoc/>
    public TransferFormat TransferFormat => json.TransferFormat;

    /// <inheritdoc/>
    public bool IsVersionSupported(int version) => json.IsVersionSupported(version);

    /// <inheritdoc/>
    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        if (!json.TryParseMessage(ref input, binder, out message))
        {
            return false;
        }

        if (message is HubInvocationMessage { InvocationId.Length: > MaxId })
        {
            // It is repeated with every frame. The connection ends, as for anything that is no message.
            throw new InvalidDataException("The invocation id is too long.");
        }

        if (message is InvocationBindingFailureMessage { InvocationId: { } id } failure)
        {
            message = string.Equals(failure.Target, nameof(ChatHub.Watch), StringComparison.OrdinalIgnoreCase)
                ? new StreamInvocationMessage(id, RefuseStream, [])
                : new InvocationMessage(id, RefuseInvocation, [!Methods.Contains(failure.Target)]);
        }
        else if (message is InvocationMessage call && call.Arguments.Contains(null))
        {
            // No command may be null, but the serialiser minds only the members of one.
            message = new InvocationMessage(call.InvocationId, RefuseInvocation, [false]);
        }

        return true;
    }

    /// <inheritdoc/>
    public void WriteMessage(HubMessage message, IBufferWriter<byte> output)
    {
        if (message is not StreamItemMessage { Item: FrameBatch batch, InvocationId: { } id })
        {
            json.WriteMessage(message, output);
            return;
        }

        for (var i = 0; i < batch.Count; i++)
        {
            output.Write("{\"type\":2,\"invocationId\":"u8);
            WriteId(id, output);
            output.Write(",\"item\":"u8);
            batch.Write(i, output);
            output.Write("}"u8);
            output.Write([RecordSeparator]);
        }
    }

    /// <summary>The id is the client's own string and may hold anything; nearly always it is a number, which needs no escapes.</summary>
    private static void WriteId(string id, IBufferWriter<byte> output)
    {
        if (id.Length > MaxPlainId || !id.All(char.IsAsciiLetterOrDigit))
        {
            output.Write(JsonSerializer.SerializeToUtf8Bytes(id));
            return;
        }

        Span<byte> plain = stackalloc byte[MaxPlainId];
        output.Write("\""u8);
        output.Write(plain[..Encoding.ASCII.GetBytes(id, plain)]);
        output.Write("\""u8);
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => HubProtocolExtensions.GetMessageBytes(this, message);
}

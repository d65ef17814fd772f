using System.Net;
using System.Reflection;
using FluentAssertions;
using Microsoft.AspNetCore.SignalR;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Realtime;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Web.Tests.Access;

/// <summary>Who may call what on the hub. A new method without a row fails.</summary>
public sealed class HubAccessTests
{
    private const string NotFound = "\"code\":\"not_found\"";

    /// <summary>The method, its arguments, whether it streams, and what the owner, and a stranger, finds in the answer.</summary>
    public static TheoryData<string, string, bool, string, string> Rows => new()
    {
        { "Watch", """ "{session}",null """, true, "\"kind\":\"snapshot\"", NotFound },
        { "Start", """{"sessionId":"{session}"}""", false, "\"accepted\"", NotFound },
        { "Send", """{"sessionId":"{session}","messageId":"{new}","text":"demo:echo a"}""", false, "\"accepted\"", NotFound },
        { "Stop", """{"sessionId":"{session}","replyId":"{reply}"}""", false, "\"accepted\"", NotFound },
        { "Continue", """{"sessionId":"{session}","replyId":"{reply}","newReplyId":"{new}"}""", false, "\"accepted\"", NotFound },
        { "Regenerate", """{"sessionId":"{session}","messageId":"{message}","newReplyId":"{new}"}""", false, "\"accepted\"", NotFound },
        { "Edit", """{"sessionId":"{session}","messageId":"{message}","newMessageId":"{new}","text":"demo:echo b"}""", false, "\"accepted\"", NotFound },
        { "Unqueue", """{"sessionId":"{session}","messageId":"{new}"}""", false, "\"accepted\"", NotFound },
        { "Rename", """{"sessionId":"{session}","title":"A title"}""", false, "\"accepted\"", NotFound },
        { "ChooseModel", """{"sessionId":"{session}","model":"demo-brisk"}""", false, "\"accepted\"", NotFound },
        { "Bin", """{"sessionId":"{session}"}""", false, "\"accepted\"", NotFound },
        { "Restore", """{"sessionId":"{session}"}""", false, "\"accepted\"", NotFound },
        { "$refuse", "false", false, "\"code\":\"bad_request\"", "\"code\":\"bad_request\"" },
        { "$refuseStream", "", true, "\"code\":\"bad_request\"", "\"code\":\"bad_request\"" },
    };

    [Fact]
    public void every_hub_method_has_a_row_and_every_row_a_method()
    {
        var methods = typeof(ChatHub).GetMethods(BindingFlags.Public | BindingFlags.Instance)
            .Where(m => m.DeclaringType == typeof(ChatHub) && !m.IsSpecialName)
            .Select(m => m.GetCustomAttribute<HubMethodNameAttribute>()?.Name ?? m.Name);

        methods.Should().BeEquivalentTo(Rows.Select(row => (string)row[0]));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task each_gets_what_is_theirs(string method, string arguments, bool stream, string forOwner, string forStranger)
    {
        var studio = await TestStudio.Shared;
        await using var owner = await studio.VisitAsync();
        await using var stranger = await studio.VisitAsync();
        var session = await owner.StartAsync();
        var message = Guid.NewGuid();
        var sent = await owner.SendAsync(session, "demo:long 2000", messageId: message);
        await owner.DoAsync("Stop", new StopReply(session, sent.ReplyId!.Value));
        await owner.Watch(session).Shows(s => s.Frames is [SnapshotFrame { Open: [] }, ..] || s.Closed.Count > 0);
        var before = await owner.HistoryAsync(session);
        var made = Guid.NewGuid();

        var toStranger = await Ask(stranger, session, sent.ReplyId.Value, message);
        toStranger.Should().Contain(forStranger);
        (await owner.HistoryAsync(session)).Should().BeEquivalentTo(before, "a stranger changes nothing");
        (await owner.ReadAsync<SessionPage>("/api/chat/history")).Sessions.Should().ContainSingle().Which
            .Should().BeEquivalentTo(new { Id = session, Title = "demo:long 2000", Model = "demo", Binned = false });
        if (method != "Start")
        {
            (await Ask(stranger, Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid())).Should().Be(
                toStranger, "nothing tells a session of others from none");
        }

        (await Ask(owner, session, sent.ReplyId.Value, message)).Should().Contain(forOwner);

        async Task<string> Ask(Person person, Guid sessionId, Guid replyId, Guid messageId)
        {
            var filled = arguments
                .Replace("{session}", sessionId.ToString(), StringComparison.Ordinal)
                .Replace("{reply}", replyId.ToString(), StringComparison.Ordinal)
                .Replace("{message}", messageId.ToString(), StringComparison.Ordinal)
                .Replace("{new}", made.ToString(), StringComparison.Ordinal);
            await using var socket = await RawSocket.OpenAsync(person);
            await socket.SendAsync($$"""{"type":{{(stream ? 4 : 1)}},"invocationId":"1","target":"{{method}}","arguments":[{{filled}}]}""");
            return await socket.FirstAnswerAsync("1");
        }
    }

    [Fact]
    public async Task nobody_is_refused_at_the_handshake()
    {
        var server = (await TestStudio.Shared).Address;

        (await RawSocket.StatusAsync(server, cookie: null, origin: null)).Should().Be(HttpStatusCode.Unauthorized);
        (await RawSocket.StatusAsync(server, cookie: null, Person.OriginOf(server))).Should().Be(HttpStatusCode.Unauthorized);
    }
}

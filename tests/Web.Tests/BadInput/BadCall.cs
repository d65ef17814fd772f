using System.Text.Json;
using TesslateLite.Contracts.Wire;
using TesslateLite.Support;

namespace TesslateLite.Web.Tests.BadInput;

/// <summary>A call of the hub that must be refused: a method, its arguments as JSON, and the code of the refusal.</summary>
/// <param name="Target">The method.</param>
/// <param name="Arguments">
/// JSON with placeholders: {session}, {message}, {reply} (a finished one), {elsewhere} (a session of the same person),
/// {foreign} (somebody else's), {new} (an id that nothing has), {zero}, {words} (what a person might write), {long} (100,001 characters).
/// </param>
/// <param name="Code">The refusal.</param>
public sealed record BadCall(string Target, string Arguments, string Code)
{
    /// <summary>Every method but Watch, with an argument that is as it should be.</summary>
    public static IReadOnlyDictionary<string, string> Commands { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Start"] = """{"sessionId":"{session}","model":"demo"}""",
        ["Send"] = """{"sessionId":"{session}","messageId":"{new}","text":"{words}","parentId":null}""",
        ["Stop"] = """{"sessionId":"{session}","replyId":"{reply}"}""",
        ["Continue"] = """{"sessionId":"{session}","replyId":"{reply}","newReplyId":"{new}"}""",
        ["Regenerate"] = """{"sessionId":"{session}","messageId":"{message}","newReplyId":"{new}","model":"demo"}""",
        ["Edit"] = """{"sessionId":"{session}","messageId":"{message}","newMessageId":"{new}","text":"{words}"}""",
        ["Unqueue"] = """{"sessionId":"{session}","messageId":"{message}"}""",
        ["Rename"] = """{"sessionId":"{session}","title":"{words}"}""",
        ["ChooseModel"] = """{"sessionId":"{session}","model":"demo"}""",
        ["Bin"] = """{"sessionId":"{session}"}""",
        ["Restore"] = """{"sessionId":"{session}"}""",
    };

    private static string ElevenIds { get; } = string.Join(',', Enumerable.Range(1, 11).Select(i => $"\"00000000-0000-4000-8000-{i:D12}\""));

    /// <summary>What is not what a rule wants.</summary>
    public static IEnumerable<BadCall> Refused { get; } =
    [
        new("Send", """[{"sessionId":"{session}","messageId":"{new}","text":""}]""", RefusalCodes.EmptyText),
        new("Send", """[{"sessionId":"{session}","messageId":"{new}","text":" \r\n\t\u00a0\u2003"}]""", RefusalCodes.EmptyText),
        new("Send", """[{"sessionId":"{session}","messageId":"{new}","text":"{long}"}]""", RefusalCodes.TextTooLong),
        new("Send", """[{"sessionId":"{session}","messageId":"{new}","text":"{words}\u0000"}]""", RefusalCodes.InvalidText),
        new("Send", """[{"sessionId":"{session}","messageId":"{zero}","text":"{words}"}]""", RefusalCodes.InvalidId),
        new("Send", """[{"sessionId":"{session}","messageId":"{reply}","text":"{words}"}]""", RefusalCodes.DuplicateId),
        new("Send", """[{"sessionId":"{elsewhere}","messageId":"{message}","text":"{words}"}]""", RefusalCodes.DuplicateId),
        new("Send", """[{"sessionId":"{session}","messageId":"{new}","text":"{words}","parentId":"{new}"}]""", RefusalCodes.UnknownMessage),
        new("Send", """[{"sessionId":"{session}","messageId":"{new}","text":"{words}","parentId":"{zero}"}]""", RefusalCodes.UnknownMessage),
        new("Send", """[{"sessionId":"{elsewhere}","messageId":"{new}","text":"{words}","parentId":"{message}"}]""", RefusalCodes.UnknownMessage),
        new("Send", """[{"sessionId":"{session}","messageId":"{new}","text":"{words}","attachments":["{new2}"]}]""", RefusalCodes.UnknownAttachment),
        new("Send", """[{"sessionId":"{session}","messageId":"{new}","text":"","attachments":["{zero}"]}]""", RefusalCodes.UnknownAttachment),
        new("Send", """[{"sessionId":"{session}","messageId":"{new}","text":"","attachments":[]}]""", RefusalCodes.EmptyText),
        new("Send", $$"""[{"sessionId":"{session}","messageId":"{new}","text":"{words}","attachments":[{{ElevenIds}}]}]""", RefusalCodes.TooManyAttachments),
        new("Edit", """[{"sessionId":"{session}","messageId":"{message}","newMessageId":"{new}","text":"","attachments":["{reply}"]}]""", RefusalCodes.UnknownAttachment),
        new("Edit", """[{"sessionId":"{session}","messageId":"{message}","newMessageId":"{new}","text":"  "}]""", RefusalCodes.EmptyText),
        new("Edit", """[{"sessionId":"{session}","messageId":"{message}","newMessageId":"{new}","text":"{long}"}]""", RefusalCodes.TextTooLong),
        new("Edit", """[{"sessionId":"{session}","messageId":"{message}","newMessageId":"{new}","text":"\u0000{words}"}]""", RefusalCodes.InvalidText),
        new("Edit", """[{"sessionId":"{session}","messageId":"{message}","newMessageId":"{zero}","text":"{words}"}]""", RefusalCodes.InvalidId),
        new("Edit", """[{"sessionId":"{session}","messageId":"{new}","newMessageId":"{new2}","text":"{words}"}]""", RefusalCodes.UnknownMessage),
        new("Edit", """[{"sessionId":"{session}","messageId":"{reply}","newMessageId":"{new}","text":"{words}"}]""", RefusalCodes.UnknownMessage),
        new("Edit", """[{"sessionId":"{elsewhere}","messageId":"{message}","newMessageId":"{new}","text":"{words}"}]""", RefusalCodes.UnknownMessage),
        new("Stop", """[{"sessionId":"{session}","replyId":"{new}"}]""", RefusalCodes.UnknownMessage),
        new("Stop", """[{"sessionId":"{session}","replyId":"{zero}"}]""", RefusalCodes.UnknownMessage),
        new("Stop", """[{"sessionId":"{session}","replyId":"{message}"}]""", RefusalCodes.UnknownMessage),
        new("Stop", """[{"sessionId":"{elsewhere}","replyId":"{reply}"}]""", RefusalCodes.UnknownMessage),
        new("Continue", """[{"sessionId":"{session}","replyId":"{new}","newReplyId":"{new2}"}]""", RefusalCodes.UnknownMessage),
        new("Continue", """[{"sessionId":"{session}","replyId":"{message}","newReplyId":"{new}"}]""", RefusalCodes.UnknownMessage),
        new("Continue", """[{"sessionId":"{session}","replyId":"{reply}","newReplyId":"{new}"}]""", RefusalCodes.NotContinuable),
        new("Continue", """[{"sessionId":"{elsewhere}","replyId":"{reply}","newReplyId":"{new}"}]""", RefusalCodes.UnknownMessage),
        new("Regenerate", """[{"sessionId":"{session}","messageId":"{new}","newReplyId":"{new2}"}]""", RefusalCodes.UnknownMessage),
        new("Regenerate", """[{"sessionId":"{session}","messageId":"{reply}","newReplyId":"{new}"}]""", RefusalCodes.UnknownMessage),
        new("Regenerate", """[{"sessionId":"{session}","messageId":"{message}","newReplyId":"{zero}"}]""", RefusalCodes.InvalidId),
        new("Regenerate", """[{"sessionId":"{session}","messageId":"{message}","newReplyId":"{message}"}]""", RefusalCodes.DuplicateId),
        new("Regenerate", """[{"sessionId":"{session}","messageId":"{message}","newReplyId":"{new}","model":"{words}"}]""", RefusalCodes.UnknownModel),
        new("Rename", """[{"sessionId":"{session}","title":""}]""", RefusalCodes.EmptyText),
        new("Rename", """[{"sessionId":"{session}","title":"{words}{long}"}]""", RefusalCodes.TextTooLong),
        new("Rename", """[{"sessionId":"{session}","title":"{words}\u0000"}]""", RefusalCodes.InvalidText),
        new("ChooseModel", """[{"sessionId":"{session}","model":""}]""", RefusalCodes.UnknownModel),
        new("ChooseModel", """[{"sessionId":"{session}","model":"{words}\u0000"}]""", RefusalCodes.UnknownModel),
        new("Start", """[{"sessionId":"{zero}"}]""", RefusalCodes.InvalidId),
        new("Start", """[{"sessionId":"{new}","model":"{words}"}]""", RefusalCodes.UnknownModel),
        new("Start", """[{"sessionId":"{foreign}"}]""", RefusalCodes.NotFound),
    ];

    /// <summary>What is not of the declared types, for every method.</summary>
    public static IEnumerable<BadCall> Unbound { get; } = Commands.SelectMany(c => new[]
    {
        "[]", "[null]", "[5]", "[true]", """["{words}"]""", "[[]]", "[{}]", $"[{c.Value},{c.Value}]",
        $"[{c.Value.Replace("\"{session}\"", "null", StringComparison.Ordinal)}]",
        $"[{c.Value.Replace("\"{session}\"", "5", StringComparison.Ordinal)}]",
        $"[{c.Value.Replace("{session}", "{words}", StringComparison.Ordinal)}]",
        $"[{c.Value.Replace("{session}", "", StringComparison.Ordinal)}]",
        $"[{c.Value.Replace("\"{session}\"", """{"id":"{session}"}""", StringComparison.Ordinal)}]",
    }.Select(arguments => new BadCall(c.Key, arguments, RefusalCodes.BadRequest))).Concat(
    [
        new("Send", """[{"sessionId":"{session}","messageId":"{new}","text":null}]""", RefusalCodes.BadRequest),
        new("Send", """[{"sessionId":"{session}","messageId":"{new}"}]""", RefusalCodes.BadRequest),
        new("Send", """[{"sessionId":"{session}","messageId":"{new}","text":["{words}"]}]""", RefusalCodes.BadRequest),
        new("Send", """[{"sessionId":"{session}","messageId":"{new}","text":"{words}","attachments":"{new2}"}]""", RefusalCodes.BadRequest),
        new("Send", """[{"sessionId":"{session}","messageId":"{new}","text":"{words}","attachments":[null]}]""", RefusalCodes.BadRequest),
        new("Send", """[{"sessionId":"{session}","messageId":"{new}","text":"{words}","attachments":["{words}"]}]""", RefusalCodes.BadRequest),
        new("Edit", """[{"sessionId":"{session}","messageId":"{message}","newMessageId":"{new}","text":"{words}","attachments":[{"id":"{new2}"}]}]""", RefusalCodes.BadRequest),
        new("Send", """[{"sessionId":"{session}","messageId":"{new}","text":"{words}","parentId":"{words}"}]""", RefusalCodes.BadRequest),
        new("Send", """[{"sessionId":"{session}","messageId":"{new}","text":"{words} \ud800"}]""", RefusalCodes.BadRequest),
        new("Send", """[{"sessionId":"{session}","messageId":"{new}","text":"\udc00 {words}"}]""", RefusalCodes.BadRequest),
        new("Edit", """[{"sessionId":"{session}","messageId":"{message}","newMessageId":"{new}","text":"\ud800{words}"}]""", RefusalCodes.BadRequest),
        new("Rename", """[{"sessionId":"{session}","title":"{words}\ud800"}]""", RefusalCodes.BadRequest),
        new("Rename", """[{"sessionId":"{session}","title":null}]""", RefusalCodes.BadRequest),
        new("ChooseModel", """[{"sessionId":"{session}","model":7}]""", RefusalCodes.BadRequest),
        new("Regenerate", """[{"sessionId":"{session}","messageId":"{message}","newReplyId":"{new}","model":{"name":"{words}"}}]""", RefusalCodes.BadRequest),
    ]);

    /// <summary>Sessions that are not there for this person, for every method but Start, which makes them.</summary>
    public static IEnumerable<BadCall> Elsewhere { get; } = Commands.Where(c => c.Key != "Start").SelectMany(c =>
        new[] { "{zero}", "{new}", "{foreign}", "{message}" }.Select(id =>
            new BadCall(c.Key, $"[{c.Value.Replace("{session}", id, StringComparison.Ordinal)}]", RefusalCodes.NotFound)));

    /// <summary>Methods that there are not.</summary>
    public static IEnumerable<BadCall> Unknown { get; } = new[] { "Nonsense", "", "ToString", "Dispose", "OnConnectedAsync", "get_Context", "{words}" }
        .SelectMany(target => new[] { "[]", """[{"text":"{words}"}]""" }.Select(arguments => new BadCall(target, arguments, RefusalCodes.UnknownMethod)));

    /// <summary>All of them.</summary>
    public static IEnumerable<BadCall> All => [.. Refused, .. Unbound, .. Elsewhere, .. Unknown];

    /// <summary>The message on the wire.</summary>
    public string ToMessage(BadInputScene scene, string invocationId, bool stream = false) =>
        $$"""{"type":{{(stream ? 4 : 1)}},"invocationId":"{{invocationId}}","target":{{JsonSerializer.Serialize(scene.Fill(Target))}},"arguments":{{scene.Fill(Arguments)}}}""";
}

/// <summary>A person with two sessions, and a stranger with one, for calls that go wrong.</summary>
public sealed record BadInputScene(Person Person, Guid Session, Guid Message, Guid Reply, Guid Elsewhere, Guid Foreign, string Words)
{
    private static readonly string s_long = new('x', 100_001);

    /// <summary>Sets it up.</summary>
    public static async Task<BadInputScene> SetAsync(TestStudio studio, string words)
    {
        var person = await studio.VisitAsync();
        await using var stranger = await studio.VisitAsync();
        var session = await person.StartAsync();
        var message = Guid.NewGuid();
        var sent = await person.SendAsync(session, $"demo:echo {words}", messageId: message);
        await Eventually.Become(() => person.HistoryAsync(session), h => h.Count == 2);
        return new BadInputScene(person, session, message, sent.ReplyId!.Value, await person.StartAsync(), await stranger.StartAsync(), words);
    }

    /// <summary>Puts real values in the places of placeholders.</summary>
    public string Fill(string template) => template
        .Replace("{session}", Session.ToString(), StringComparison.Ordinal)
        .Replace("{message}", Message.ToString(), StringComparison.Ordinal)
        .Replace("{reply}", Reply.ToString(), StringComparison.Ordinal)
        .Replace("{elsewhere}", Elsewhere.ToString(), StringComparison.Ordinal)
        .Replace("{foreign}", Foreign.ToString(), StringComparison.Ordinal)
        .Replace("{new}", Guid.NewGuid().ToString(), StringComparison.Ordinal)
        .Replace("{new2}", Guid.NewGuid().ToString(), StringComparison.Ordinal)
        .Replace("{zero}", Guid.Empty.ToString(), StringComparison.Ordinal)
        .Replace("{words}", Words, StringComparison.Ordinal)
        .Replace("{long}", s_long, StringComparison.Ordinal);
}

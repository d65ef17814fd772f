using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FluentAssertions;
using TesslateLite.Hub.Feed;
using TesslateLite.Hub.Sessions;

namespace TesslateLite.Hub.Tests.Conformance;

/// <summary>
/// Records what one client receives of a session, and what must come of each frame. No reducer is asked: what comes of a frame
/// follows from what was done to it, and the view at the end is what the server tells a client that comes anew.
/// </summary>
internal sealed class Transcript(string name, string shows, ScriptedSession session)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<JsonObject> _steps = [];
    private IAsyncEnumerator<FrameBatch>? _stream;
    private Task<bool>? _next;
    private JsonNode? _lastView;
    private string? _at;

    public string Name => name;

    /// <summary>Where the client stands.</summary>
    public string? At => _at;

    /// <summary>The client watches, from where it stands; a watch that it had is given up, with what was under way in it.</summary>
    public Transcript Watch() => Watch(_at);

    /// <summary>The client watches from a position.</summary>
    public Transcript Watch(string? after) => Watch(after, session.Feed.Watch(session.SessionId, after));

    /// <summary>The client watches a session that it may not know of.</summary>
    public Transcript WatchInVain() => Watch(null, WatchSessionHandler.Closed(Refusals.NotFound));

    private Transcript Watch(string? after, IAsyncEnumerable<FrameBatch> stream)
    {
        _stream?.DisposeAsync().AsTask().Wait();
        _next = null;
        _stream = stream.GetAsyncEnumerator();
        _steps.Add(new JsonObject { ["watch"] = new JsonObject { ["after"] = after } });
        return this;
    }

    /// <summary>All that is there comes, in order and whole.</summary>
    public Transcript Receive() => Take(Pull());

    /// <summary>The model writes, and the client keeps up.</summary>
    public Transcript Follow(params string[] deltas)
    {
        foreach (var delta in deltas)
        {
            session.Write(delta);
            Receive();
        }

        return this;
    }

    /// <summary>All that is there comes, and each frame of a kind comes twice.</summary>
    public Transcript ReceiveTwice(string kind)
    {
        foreach (var frame in Pull())
        {
            Next(frame);
            if (KindOf(frame) == kind)
            {
                Add(frame, "same");
            }
        }

        return this;
    }

    /// <summary>The first frame of a kind is lost. The one behind it shows the gap, and so does whatever else comes.</summary>
    public Transcript TakeWithout(List<JsonObject> frames, string kind)
    {
        var (before, lost, behind) = Split(frames, kind);
        Take(before);
        Lost(lost);
        behind.ForEach(frame => Add(frame, "gap"));
        return this;
    }

    /// <summary>
    /// The first frame of a kind is lost, and something on the way numbers the rest anew. Frames between it and the one that
    /// shows the loss are taken.
    /// </summary>
    public Transcript TakeWithoutRenumbered(List<JsonObject> frames, string kind, string shownBy)
    {
        var (before, lost, behind) = Split(frames, kind);
        Take(before);
        Lost(lost);
        foreach (var frame in behind)
        {
            frame["n"] = frame["n"]!.GetValue<long>() - 1;
            if (KindOf(frame) == shownBy)
            {
                return Add(frame, "gap", altered: true);
            }

            Next(frame, altered: true);
        }

        throw new InvalidOperationException($"{name}: no {shownBy} came to show the gap.");
    }

    /// <summary>A frame comes for which something is missing.</summary>
    public Transcript TakeGap(JsonObject frame) => Add(frame, "gap");

    /// <summary>A frame that a server would not send like this.</summary>
    public Transcript ReceiveMade(JsonObject frame, string result)
    {
        if (result == "next")
        {
            Next(frame, altered: true);
            return this;
        }

        return Add(frame, result, altered: true);
    }

    /// <summary>The one frame that is there ends the watch or the client.</summary>
    public Transcript ReceiveEnd(string result)
    {
        var frames = Pull();
        frames.Should().ContainSingle(name);
        return Add(frames[0], result);
    }

    /// <summary>The frames that are there, for a script that does something to them.</summary>
    public List<JsonObject> Pull()
    {
        var frames = new List<JsonObject>();
        while (true)
        {
            _next ??= _stream!.MoveNextAsync().AsTask();
            if (!_next.Wait(TimeSpan.FromMilliseconds(20)))
            {
                return frames;
            }

            var more = _next.Result;
            _next = null;
            if (!more)
            {
                return frames;
            }

            for (var i = 0; i < _stream!.Current.Count; i++)
            {
                frames.Add(JsonNode.Parse(_stream.Current.Json(i))!.AsObject());
            }
        }
    }

    /// <summary>The file. The client has all: its view is what a client that comes anew is told.</summary>
    public string Complete()
    {
        var fresh = Fresh();
        ((string?)fresh["at"]).Should().Be(_at, "{0}: who has all stands where one stands who comes anew", name);
        return Write(ViewOf(fresh));
    }

    /// <summary>The file. The client stopped where it was when <see cref="Remember"/> was called, or before it had anything.</summary>
    public string CompleteAsRemembered() => Write(_lastView);

    /// <summary>What a client that has all shows now.</summary>
    public Transcript Remember()
    {
        _lastView = ViewOf(Fresh());
        return this;
    }

    private static JsonObject ViewOf(JsonObject snapshot)
    {
        var view = new JsonObject();
        foreach (var member in new[] { "at", "version", "session", "messages", "open", "queue" })
        {
            view[member] = snapshot[member]!.DeepClone();
        }

        return view;
    }

    private JsonObject Fresh()
    {
        var stream = session.Feed.Watch(session.SessionId, null).GetAsyncEnumerator();
        stream.MoveNextAsync().AsTask().Result.Should().BeTrue();
        var snapshot = JsonNode.Parse(stream.Current.Json(0))!.AsObject();
        stream.DisposeAsync().AsTask().Wait();
        return snapshot;
    }

    private (List<JsonObject> Before, JsonObject First, List<JsonObject> Behind) Split(List<JsonObject> frames, string kind)
    {
        var index = frames.FindIndex(f => KindOf(f) == kind);
        index.Should().BeInRange(0, frames.Count - 2, "{0}: a {1} must come, and something behind it", name, kind);
        return (frames[..index], frames[index], frames[(index + 1)..]);
    }

    /// <summary>Frames come in order and whole.</summary>
    public Transcript Take(IEnumerable<JsonObject> frames)
    {
        foreach (var frame in frames)
        {
            Next(frame);
        }

        return this;
    }

    private void Next(JsonObject frame, bool altered = false)
    {
        Add(frame, "next", altered);
        _at = (string?)frame["at"];
    }

    private void Lost(JsonObject frame) => _steps.Add(new JsonObject { ["lost"] = frame });

    private Transcript Add(JsonObject frame, string result, bool altered = false)
    {
        var step = new JsonObject { ["frame"] = frame.DeepClone(), ["result"] = result };
        if (altered)
        {
            step["altered"] = true;
        }

        _steps.Add(step);
        return this;
    }

    public static string KindOf(JsonObject frame) => (string)frame["kind"]!;

    private string Write(JsonNode? view)
    {
        _stream?.DisposeAsync().AsTask().Wait();
        var file = new StringBuilder("{\n");
        file.Append("  \"name\": ").Append(Text(JsonValue.Create(name))).Append(",\n");
        file.Append("  \"shows\": ").Append(Text(JsonValue.Create(shows))).Append(",\n");
        file.Append("  \"steps\": [\n    ").AppendJoin(",\n    ", _steps.Select(s => Text(s))).Append("\n  ],\n");
        file.Append("  \"view\": ");
        if (view is JsonObject members)
        {
            file.Append("{\n    ").AppendJoin(",\n    ", members.Select(m => $"\"{m.Key}\": {Text(m.Value)}")).Append("\n  }");
        }
        else
        {
            file.Append("null");
        }

        return file.Append("\n}\n").ToString();
    }

    private static string Text(JsonNode? node) => node?.ToJsonString(Readable) ?? "null";
}

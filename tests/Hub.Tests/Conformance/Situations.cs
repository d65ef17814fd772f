using System.Text.Json.Nodes;
using TesslateLite.Contracts.Events;

namespace TesslateLite.Hub.Tests.Conformance;

/// <summary>The situations of the conformance kit, each as it is played on a real feed.</summary>
internal static partial class Situations
{
    private const string Prose = "Here is **code** in two languages:\n\n";

    private static readonly string[] Code = ["```ts src/", "a.ts\nlet x", " = \"👍🏽\";\n", "```\n"];

    /// <summary>File name to content.</summary>
    public static SortedDictionary<string, string> All()
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Play("fresh-session", "A session in which nothing was said: one snapshot.", (s, t) => t.Watch().Receive().Complete());
        Play("message-and-reply", "A message and its reply: text, blocks, code, the end. The last paragraph is finished by the end.", MessageAndReply);
        Play("files", "Files between tags: their tags are shown to nobody, and a path that was not safe comes changed, with word of it.", Files);
        Play("late-link-definition", "A link is defined behind its use: the end of the reply mends the first block.", LateLink);
        Play("joining-in-prose", "Joining while a paragraph is written: the snapshot has the block before it and the open text.", JoiningInProse);
        Play("joining-in-code", "Joining while code is written: the snapshot has a block and the open code piece.", JoiningInCode);
        Play("resume-in-mid-reply", "Away for a while, then back: what was written meanwhile comes merged, and finished where it is finished.", ResumeInMidReply);
        Play("resume-after-end", "Away while the reply ends and the next message comes: all its text first, then the end, then the rest.", ResumeAfterEnd);
        Play("resume-without-news", "A second watch from the newest position brings nothing old; its frames are numbered from 1 again.", ResumeWithoutNews);
        Play("resume-does-not-fit", "The node restarts and has less of the reply than the client: a snapshot, then the takeover.", ResumeDoesNotFit);
        Play("duplicate-frames", "Text, blocks, code and durable frames come twice: the second ones are dropped by their number.", DuplicateFrames);
        Play("lost-text", "Text is lost: the next number shows it, and so does each frame behind it, until the client watches again.", LostText);
        Play("lost-code-end", "The end of a code piece is lost.", LostCodeEnd);
        Play("lost-last-text", "The last text before the end of a reply is lost.", LostLastText);
        Play("lost-durable", "A message and the opening of its reply are lost.", LostDurable);
        Play("renumbered-lost-text", "Text is lost and the numbers hide it: the offset of the next text shows it.", RenumberedLostText);
        Play("renumbered-lost-code", "The last code is lost and the numbers hide it: the end of the code piece shows it.", RenumberedLostCode);
        Play("renumbered-lost-last-text", "The last text is lost and the numbers hide it: the end of the reply shows it.", RenumberedLostLastText);
        Play("reordered", "Two frames change places: the first one to come shows a gap.", Reordered);
        Play("takeover", "Another worker takes the reply over from a shorter text: what the client has of it is replaced.", TakenOver);
        Play("stale-fence", "Text of a worker that has lost the reply: void, whatever its offset.", StaleFence);
        Play("queue", "Messages wait, one is taken back, the other leaves the queue when its turn comes.", Queue);
        Play("two-branches", "Two replies are written at once on two branches.", TwoBranches);
        Play("session-changes", "Title, model: the session frame has the whole session.", SessionChanges);
        Play("bin", "The session goes to the bin, its reply is stopped, it comes back.", Bin);
        Play("reasoning", "The model thinks before it answers, and once more in between; a watcher joins, and one comes back.", Reasoning);
        Play("renumbered-lost-reasoning", "The last reasoning is lost and the numbers hide it: the end of the reply shows it.", RenumberedLostReasoning);
        Play("reasoning-of-another-node", "The node restarts and never had the reasoning: the end of the reply brings it.", ReasoningOfAnotherNode);
        Play("rate-limited-reply", "The provider takes no more requests: the end says when it does, how often it was tried and what it cost.", RateLimitedReply);
        Play("failed-reply", "A reply fails in the middle of code that is never closed.", FailedReply);
        Play("interrupted-empty-reply", "A reply ends before anything was written.", EmptyReply);
        Play("closed-not-found", "No such session, or none for this person: the watch is over.", (s, t) => t.WatchInVain().ReceiveEnd("closed").CompleteAsRemembered());
        Play("closed-invalid-position", "A position that is none: closed, and the client watches without one.", InvalidPosition);
        Play("other-protocol", "A snapshot of another protocol: the client loads itself anew.", OtherProtocol);
        Play("unknown-kind", "A kind of frame that the client does not know: it loads itself anew.", UnknownKind);
        return files;

        void Play(string name, string shows, Func<ScriptedSession, Transcript, string> play)
        {
            var session = new ScriptedSession();
            files.Add(name + ".json", play(session, new Transcript(name, shows, session)));
        }
    }

    private static string MessageAndReply(ScriptedSession s, Transcript t)
    {
        t.Watch().Receive();
        s.Send("# Show me *code*");
        t.Receive().Follow("Here ", "is **co", "de** in two", " languages:\n", "\n").Follow(Code).Follow("\nThat", " is all 👍🏽.");
        s.Close();
        return t.Receive().Complete();
    }

    private static string Files(ScriptedSession s, Transcript t)
    {
        t.Watch().Receive();
        s.Send("Write two files");
        t.Receive().Follow("Here:\n\n<fi", "les>\n<file path=\"../../etc/a.ts\">\nlet", " x;\n", "</file>\n<file name='b.css'>\nb", " {}\n</fi", "le>\n</files>\n", "\nDone.");
        s.Close();
        return t.Receive().Complete();
    }

    private static string LateLink(ScriptedSession s, Transcript t)
    {
        t.Watch().Receive();
        s.Send("Where?");
        t.Receive().Follow("See [the site][s].\n", "\n", "It is new.\n\n", "[s]: https://example.org\n");
        s.Close();
        return t.Receive().Complete();
    }

    private static string JoiningInProse(ScriptedSession s, Transcript t)
    {
        s.Send("Show me code");
        s.Write(Prose, "Not yet, ");
        t.Watch().Receive().Follow("but soon.\n\n");
        s.Close();
        return t.Receive().Complete();
    }

    private static string JoiningInCode(ScriptedSession s, Transcript t)
    {
        s.Send("Show me code");
        s.Write([Prose, .. Code[..2]]);
        t.Watch().Receive().Follow(Code[2..]).Follow("Done.");
        s.Close();
        return t.Receive().Complete();
    }

    private static string ResumeInMidReply(ScriptedSession s, Transcript t)
    {
        t.Watch().Receive();
        s.Send("Show me code");
        t.Receive().Follow("Here is", " **co");
        s.Write(["de**:\n\n", "A second paragraph.\n\n", .. Code, "```sh\nls"]);
        t.Watch().Receive();
        s.Write(" -l", "\n", "```\n", "And text");
        t.Watch().Receive().Follow(" behind it.");
        return t.Complete();
    }

    private static string ResumeAfterEnd(ScriptedSession s, Transcript t)
    {
        t.Watch().Receive();
        s.Send("Show me code");
        t.Receive().Follow("Here is", " **co");
        s.Write(["de**:\n\n", .. Code]);
        s.Close();
        s.Send("Thanks");
        s.Write("You are ");
        return t.Watch().Receive().Follow("welcome.").Complete();
    }

    private static string ResumeWithoutNews(ScriptedSession s, Transcript t)
    {
        t.Watch().Receive();
        s.Send("Hello");
        t.Receive().Follow("Good ", "morning").Watch().Receive().Follow(", all.");
        return t.Complete();
    }

    private static string ResumeDoesNotFit(ScriptedSession s, Transcript t)
    {
        t.Watch().Receive();
        s.Send("Hello");
        t.Receive().Follow("Good ");
        s.Checkpoint();
        t.Follow("morning");
        s.Restart();
        t.Watch().Receive();
        s.TakeOver();
        return t.Receive().Follow("evening").Complete();
    }

    private static string DuplicateFrames(ScriptedSession s, Transcript t)
    {
        t.Watch().ReceiveTwice("snapshot");
        s.Send("Show me code");
        t.ReceiveTwice("message");
        foreach (var delta in (string[])["Here is", " code:\n\n", .. Code, "Done."])
        {
            s.Write(delta);
            t.ReceiveTwice(delta == "Here is" ? "text" : delta == Code[^1] ? "code-closed" : delta == Code[1] ? "code-opened" : delta == Code[2] ? "code" : "block");
        }

        s.Close();
        return t.ReceiveTwice("reply-closed").Complete();
    }

    private static string LostText(ScriptedSession s, Transcript t)
    {
        Told(s, t, "One ");
        s.Write("two ");
        var frames = t.Pull();
        s.Write("three ");
        frames.AddRange(t.Pull());
        s.Write("four.");
        frames.AddRange(t.Pull());
        return t.TakeWithout(frames, "text").Watch().Receive().Complete();
    }

    private static string LostCodeEnd(ScriptedSession s, Transcript t)
    {
        Told(s, t, [.. Code[..3]]);
        var frames = Pulled(s, t, "```\n", "Then text.");
        return t.TakeWithout(frames, "code-closed").Watch().Receive().Complete();
    }

    private static string LostLastText(ScriptedSession s, Transcript t)
    {
        Told(s, t, "One ");
        var frames = Pulled(s, t, "two.");
        s.Close();
        frames.AddRange(t.Pull());
        return t.TakeWithout(frames, "text").Watch().Receive().Complete();
    }

    private static string LostDurable(ScriptedSession s, Transcript t)
    {
        Told(s, t, "One.");
        s.Close();
        t.Receive();
        s.Send("And two?");
        var frames = t.Pull();
        frames.AddRange(Pulled(s, t, "Two."));
        return t.TakeWithout(frames, "message").Watch().Receive().Complete();
    }

    private static string RenumberedLostText(ScriptedSession s, Transcript t)
    {
        Told(s, t, "One ");
        return t.TakeWithoutRenumbered(Pulled(s, t, "two ", "three."), "text", shownBy: "text").Watch().Receive().Complete();
    }

    private static string RenumberedLostCode(ScriptedSession s, Transcript t)
    {
        Told(s, t, [.. Code[..2]]);
        return t.TakeWithoutRenumbered(Pulled(s, t, [.. Code[2..]]), "code", shownBy: "code-closed").Watch().Receive().Complete();
    }

    private static string RenumberedLostLastText(ScriptedSession s, Transcript t)
    {
        Told(s, t, "One\n\n");
        var frames = Pulled(s, t, "two.");
        s.Close();
        frames.AddRange(t.Pull());
        // The finished paragraph would make the loss good.
        frames.RemoveAll(f => Transcript.KindOf(f) == "block");
        Renumber(frames);
        return t.TakeWithoutRenumbered(frames, "text", shownBy: "reply-closed").Watch().Receive().Complete();
    }

    private static string Reordered(ScriptedSession s, Transcript t)
    {
        Told(s, t, "One ");
        var frames = Pulled(s, t, "two ", "three.");
        (frames[0], frames[1]) = (frames[1], frames[0]);
        return t.TakeGap(frames[0]).Watch().Receive().Complete();
    }

    private static string TakenOver(ScriptedSession s, Transcript t)
    {
        Told(s, t, "Here is code:\n\n", "Look: ");
        s.Checkpoint();
        t.Follow("at this, which is void soon.\n\n").Follow(Code[..2]);
        s.TakeOver();
        t.Receive().Follow("here. ", "Done.");
        s.Close();
        return t.Receive().Complete();
    }

    private static string StaleFence(ScriptedSession s, Transcript t)
    {
        Told(s, t, "Good ");
        s.Checkpoint();
        var old = Pulled(s, t, "morning, all.");
        t.Take(old);
        s.TakeOver();
        var taken = t.Pull();
        t.Take(taken);
        var stale = (JsonObject)old[^1].DeepClone();
        stale["n"] = taken[^1]["n"]!.GetValue<long>() + 1;
        stale["at"] = t.At;
        return t.ReceiveMade(stale, "next").Watch().Receive().Follow("evening.").Complete();
    }

    private static string Queue(ScriptedSession s, Transcript t)
    {
        Told(s, t, "One ");
        s.Send("Two?");
        t.Receive();
        var third = s.Send("Three?");
        t.Receive();
        s.Unqueue(third);
        t.Receive().Follow("and a half.");
        s.Close();
        return t.Receive().Follow("Two.").Complete();
    }

    private static string TwoBranches(ScriptedSession s, Transcript t)
    {
        Told(s, t, "First ");
        var first = s.NewestReply;
        s.EditFirst("Hello again");
        t.Receive();
        var second = s.NewestReply;
        s.Write(second, "Second ");
        t.Receive();
        s.Write(first, "answer");
        t.Receive();
        s.Write(second, "answer");
        t.Receive();
        s.Close(first);
        t.Receive();
        s.Write(second, ", at length.\n\nAnd on");
        return t.Receive().Complete();
    }

    private static string SessionChanges(ScriptedSession s, Transcript t)
    {
        Told(s, t, "Hello.");
        s.Rename("  Another \n title ");
        t.Receive();
        s.ChooseModel("demo-brisk");
        return t.Receive().Complete();
    }

    private static string Bin(ScriptedSession s, Transcript t)
    {
        Told(s, t, "I was about to ");
        s.Send("And then?");
        t.Receive();
        s.Bin();
        t.Receive();
        s.Close(ReplyOutcome.Stopped);
        t.Receive();
        s.Restore();
        return t.Receive().Complete();
    }

    private static string FailedReply(ScriptedSession s, Transcript t)
    {
        Told(s, t, "Look:\n\n", "```py\nx = 1");
        s.Close(ReplyOutcome.Failed, "model_ended_early");
        return t.Receive().Complete();
    }

    private static string EmptyReply(ScriptedSession s, Transcript t)
    {
        Told(s, t);
        s.Close(ReplyOutcome.Interrupted);
        return t.Receive().Complete();
    }

    private static string InvalidPosition(ScriptedSession s, Transcript t)
    {
        s.Send("Hello");
        return t.Watch("kept-from-another-life").ReceiveEnd("closed").Watch().Receive().Complete();
    }

    private static string OtherProtocol(ScriptedSession s, Transcript t)
    {
        t.Watch();
        var snapshot = t.Pull()[0];
        snapshot["protocol"] = 2;
        return t.ReceiveMade(snapshot, "reload").CompleteAsRemembered();
    }

    private static string UnknownKind(ScriptedSession s, Transcript t)
    {
        t.Watch().Receive().Remember();
        return t.ReceiveMade(new JsonObject { ["kind"] = "presence", ["people"] = new JsonArray(), ["at"] = t.At, ["n"] = 2 }, "reload").CompleteAsRemembered();
    }

    /// <summary>One who watches from the beginning, a message, and the first part of its reply.</summary>
    private static void Told(ScriptedSession s, Transcript t, params string[] deltas)
    {
        t.Watch().Receive();
        s.Send("Hello");
        t.Receive().Follow(deltas);
    }

    /// <summary>The model writes; the frames are still on the way.</summary>
    private static List<JsonObject> Pulled(ScriptedSession s, Transcript t, params string[] deltas)
    {
        var frames = new List<JsonObject>();
        foreach (var delta in deltas)
        {
            s.Write(delta);
            frames.AddRange(t.Pull());
        }

        return frames;
    }

    private static void Renumber(List<JsonObject> frames)
    {
        var first = frames[0]["n"]!.GetValue<long>();
        for (var i = 1; i < frames.Count; i++)
        {
            frames[i]["n"] = first + i;
        }
    }
}

using System.Text;
using TesslateLite.Contracts.Events;
using TesslateLite.Hub.Gateway;
using TesslateLite.Hub.Gateway.Context;

namespace TesslateLite.Hub.Replies;

/// <summary>
/// A reply in the hands of its worker: what has come of it, what of that is not stored yet, and how it is made. Written by the
/// worker alone; what is unsaved is also asked for by the checkpoints.
/// </summary>
internal sealed class ReplyDraft(ClaimedReply reply, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Unsaved _text = new(reply.Written.Length);
    private readonly Unsaved _reasoning = new(reply.Reasoning.Length);
    private readonly ReplyReader _reader = new();
    private readonly GenerationRecorder _generation = new(text => TokenCounter.Of(text));
    private readonly long _began = time.GetTimestamp();
    private int _textBefore;
    private int _reasoningBefore;

    /// <summary>All text so far. Makes a copy.</summary>
    public string Text => _reader.Text;

    /// <summary>All reasoning so far. Makes a copy.</summary>
    public string Reasoning => _reader.Reasoning;

    /// <summary>The longer one of the two.</summary>
    public int Length => Math.Max(_reader.Length, _reader.ReasoningLength);

    private int ElapsedMs => (int)time.GetElapsedTime(_began).TotalMilliseconds;

    /// <summary>Begins with what is stored of the reply.</summary>
    public ReplyProgress Resume() => Begun(_reader.Append(reply.Written, reply.Reasoning));

    /// <summary>Begins with what another reply has.</summary>
    public ReplyProgress Continue(string text, string reasoning) => Begun(Note(_reader.Append(text, reasoning)));

    /// <summary>Takes up what the gateway tells.</summary>
    /// <returns>What is new to see; null when nothing is.</returns>
    public ReplyProgress? Take(ModelDelta delta)
    {
        switch (delta)
        {
            case ModelAttempt attempt:
                _generation.Attempt(attempt);
                return null;
            case ModelUsage usage:
                _generation.Usage(usage);
                return null;
            case ModelText text:
                _generation.Came(ElapsedMs, text.Text.Length);
                return Note(_reader.Append(text.Text));
            case ModelReasoning reasoning:
                _generation.Came(ElapsedMs, units: 0);
                // After a takeover or a Continue the model begins anew: what it thought before is no part of what it thinks now.
                var isAnew = _reasoningBefore > 0 && _reasoningBefore == _reader.ReasoningLength;
                return Note(_reader.Append("", isAnew ? "\n\n" + reasoning.Text : reasoning.Text));
            default:
                return null;
        }
    }

    /// <summary>Nothing more comes.</summary>
    public ReplyProgress Complete() => Note(_reader.Complete());

    /// <summary>How it was made until now, by this worker or else by the one before; null when no model was asked.</summary>
    public ReplyGeneration? Generation() =>
        _generation.End(ElapsedMs, _reader.Text[_textBefore..], _reader.Reasoning[_reasoningBefore..])
        ?? (reply.Asked is { } asked ? _generation.OfLost(asked, reply.Written, reply.Reasoning) : null);

    /// <summary>What is to be stored now.</summary>
    public Checkpoint Checkpoint()
    {
        lock (_gate)
        {
            return new Checkpoint(reply.Id, reply.Fence, _text.From, _text.ToString(), _reasoning.From, _reasoning.ToString(), _generation.Asked);
        }
    }

    /// <summary>A checkpoint is stored.</summary>
    public void Saved(Checkpoint checkpoint)
    {
        lock (_gate)
        {
            _text.Drop(checkpoint.Text.Length);
            _reasoning.Drop(checkpoint.Reasoning.Length);
        }
    }

    private ReplyProgress Begun(ReplyProgress soFar)
    {
        (_textBefore, _reasoningBefore) = (_reader.Length, _reader.ReasoningLength);
        return soFar;
    }

    private ReplyProgress Note(ReplyProgress progress)
    {
        lock (_gate)
        {
            _text.Append(progress.Text);
            _reasoning.Append(progress.Reasoning);
        }

        return progress;
    }

    /// <summary>What has come and is not stored yet.</summary>
    private sealed class Unsaved(int from)
    {
        private readonly StringBuilder _units = new();

        /// <summary>Offset of its first unit.</summary>
        public int From { get; private set; } = from;

        public void Append(string units) => _units.Append(units);

        public void Drop(int length)
        {
            From += length;
            _units.Remove(0, length);
        }

        public override string ToString() => _units.ToString();
    }
}

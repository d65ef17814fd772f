using System.Text;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Replies;
using TesslateLite.Projections.Rendering;
using TesslateLite.Projections.Sessions;

namespace TesslateLite.Hub.Feed;

/// <summary>
/// What has come of a reply, and how much of it is shown. Progress arrives at any time; what is shown moves only when a frame
/// is published, so that all watchers who keep up stand at the same position and share one frame. Guarded by its channel.
/// </summary>
internal sealed class LiveReply(long ordinal, Guid replyId, Guid parentId, string model)
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _reasoning = new();
    private readonly List<RenderedPiece> _pieces = [];
    private OpenCode? _code;
    private int _visible;

    public long Ordinal => ordinal;

    public Guid ReplyId => replyId;

    /// <summary>A reply is born with fence 1: the node that takes the message is its first worker.</summary>
    public int Fence { get; private set; } = 1;

    public IReadOnlyList<RenderedPiece> Pieces => _pieces;

    /// <summary>What is published.</summary>
    public Extent Shown { get; private set; } = new(0, null, 0, 0);

    /// <summary>Where a watcher stands who has all that is shown.</summary>
    public ReplyPosition ShownPosition => new(ordinal, Fence, Shown.Offset, Shown.Pieces + (Shown.Code is null ? 0 : 1), Shown.Reasoning);

    /// <summary>Where a watcher stands who has just been told that the reply opened.</summary>
    public ReplyPosition Start => new(ordinal, 1, 0, 0, 0);

    /// <summary>About how much it keeps in memory, in UTF-16 units.</summary>
    public int Weight => _text.Length + _reasoning.Length + _pieces.Sum(p => p is RenderedBlock block ? block.Html.Length : 0);

    /// <summary>How much of what is shown a watcher does not have, in UTF-16 units of raw text and reasoning.</summary>
    public int LagOf(Position watcher)
    {
        var at = watcher.Replies.FirstOrDefault(r => r.Reply == ordinal);
        return Shown.Offset - at.Offset + Shown.Reasoning - at.Reasoning;
    }

    public void Add(ReplyProgress progress)
    {
        _text.Append(progress.Text);
        _reasoning.Append(progress.Reasoning);
        _pieces.AddRange(progress.Closed);
        _code = progress.Code;
        _visible = progress.Visible;
    }

    /// <summary>Another worker begins from what is stored; what the one before wrote beyond it is void.</summary>
    public void Restart(int fence, ReplyProgress soFar)
    {
        Fence = fence;
        Resume(soFar);
        Show();
    }

    /// <summary>
    /// The worker begins. What the store had of its text may be here already, from when the session was loaded: it is the
    /// beginning of what the worker has, so what is shown stays true.
    /// </summary>
    public void Resume(ReplyProgress soFar)
    {
        _text.Clear();
        _reasoning.Clear();
        _pieces.Clear();
        Add(soFar);
    }

    /// <summary>Publishes all that has come.</summary>
    /// <returns>True when that is more than before.</returns>
    public bool Show()
    {
        var next = new Extent(_pieces.Count, _code, _visible, _reasoning.Length);
        if (next == Shown)
        {
            return false;
        }

        Shown = next;
        return true;
    }

    public string Slice(int from, int to) => _text.ToString(from, to - from);

    public string SliceReasoning(int from, int to) => _reasoning.ToString(from, to - from);

    /// <summary>All that is shown, in one view.</summary>
    public OpenReplyView View()
    {
        var views = _pieces.Take(Shown.Pieces).Select(p => p.ToView(Slice)).ToList();
        if (Shown.Code is { } open)
        {
            views.Add(new CodePiece(open.Language, open.Path, Slice(open.CodeStart, Math.Max(open.CodeStart, Shown.Offset)), open.PathMadeSafe));
        }

        var end = Shown.Pieces == 0 ? 0 : _pieces[Shown.Pieces - 1].End;
        var tail = Shown.Code is null && Shown.Offset > end ? Slice(end, Shown.Offset) : "";
        return new OpenReplyView(
            ordinal, replyId, parentId, model, Fence, Shown.Offset, views, Shown.Code is not null, tail, SliceReasoning(0, Shown.Reasoning));
    }

    /// <summary>The view of a reply of which nothing has come.</summary>
    public static OpenReplyView EmptyView(OpenReply reply) =>
        new(reply.Ordinal, reply.ReplyId, reply.ParentId, reply.Model, Fence: 1, Offset: 0, [], CodeOpen: false, Tail: "", Reasoning: "");
}

/// <summary>How much of a reply is shown.</summary>
/// <param name="Pieces">Finished pieces.</param>
/// <param name="Code">The code piece that is open behind them, if one is.</param>
/// <param name="Offset">UTF-16 units of raw text.</param>
/// <param name="Reasoning">UTF-16 units of reasoning.</param>
internal sealed record Extent(int Pieces, OpenCode? Code, int Offset, int Reasoning);

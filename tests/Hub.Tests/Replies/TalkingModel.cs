using System.Runtime.CompilerServices;
using System.Threading.Channels;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Gateway;

namespace TesslateLite.Hub.Tests.Replies;

/// <summary>Streams what it is told, to the call that came last.</summary>
internal sealed class TalkingModel : IModelGateway
{
    private static readonly object Silence = new();

    private readonly Channel<object> _says = Channel.CreateUnbounded<object>();
    private int _calls;
    private volatile bool _breaks;

    public IReadOnlyList<ModelView> Models { get; } =
    [
        new("talking", "Talking", "Test", "Says what it is told.", ModelState.Available),
        new("other", "Other", "Test", "Says what it is told, too.", ModelState.Available),
    ];

    public int Calls => _calls;

    /// <summary>What it was asked last.</summary>
    public ModelRequest? Asked { get; private set; }

    public bool GoesOn { get; set; } = true;

    public bool CanContinue(string model) => GoesOn;

    public void Say(string text) => Tell(new ModelText(text));

    public void Tell(params ModelDelta[] deltas) => Array.ForEach(deltas, delta => _says.Writer.TryWrite(delta));

    public void Fail(Exception failure) => _says.Writer.TryWrite(failure);

    public void Finish() => Tell(new ModelFinished());

    /// <summary>The stream ends without a word.</summary>
    public void EndSilently() => _says.Writer.TryWrite(Silence);

    public void BreakWhenCancelled() => _breaks = true;

    public async IAsyncEnumerable<ModelDelta> Stream(ModelRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Asked = request;
        Interlocked.Increment(ref _calls);
        while (true)
        {
            object next;
            try
            {
                next = await _says.Reader.ReadAsync(cancellation);
            }
            catch (OperationCanceledException) when (_breaks)
            {
                throw new IOException("The connection was reset.");
            }

            if (next == Silence)
            {
                yield break;
            }

            if (next is Exception failure)
            {
                throw failure;
            }

            yield return (ModelDelta)next;
            if (next is ModelFinished)
            {
                yield break;
            }
        }
    }
}

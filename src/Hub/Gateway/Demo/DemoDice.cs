using TesslateLite.Contracts.Wire;

namespace TesslateLite.Hub.Gateway.Demo;

/// <summary>
/// Repeatable chance (SplitMix64). Written out because a reply may be taken over by a node with another runtime, which must
/// throw the same numbers.
/// </summary>
internal sealed class DemoDice(ulong seed)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private ulong _state = seed;

    public int Below(int count) => (int)(Next() % (ulong)count);

    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    public T Pick<T>(IReadOnlyList<T> from) => from[Below(from.Count)];

    public void Shuffle<T>(T[] items)
    {
        for (var left = items.Length; left > 1; left--)
        {
            var other = Below(left);
            (items[left - 1], items[other]) = (items[other], items[left - 1]);
        }
    }

    /// <summary>The seed of one reply.</summary>
    public static ulong SeedOf(Guid replyId)
    {
        Span<byte> bytes = stackalloc byte[16];
        replyId.TryWriteBytes(bytes);
        var hash = FnvBasis;
        foreach (var value in bytes)
            hash = Fold(hash, value);
        return hash;
    }

    /// <summary>The seed of a conversation, the same whenever it is asked for.</summary>
    public static ulong SeedOf(int seed, IReadOnlyList<ModelMessage> messages)
    {
        var hash = Fold(FnvBasis, unchecked((uint)seed));
        foreach (var (role, text) in messages)
        {
            hash = Fold(hash, role == MessageRole.User ? 1u : 2u);
            foreach (var unit in text)
                hash = Fold(hash, unit);
        }
        return hash;
    }

    private const ulong FnvBasis = 0xCBF29CE484222325;

    private static ulong Fold(ulong hash, uint value) => unchecked((hash ^ value) * 0x100000001B3);

    private ulong Next()
    {
        unchecked
        {
            _state += Golden;
            var mixed = _state;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }
}

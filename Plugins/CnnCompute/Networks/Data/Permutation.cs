// A shuffle that needs no memory: each position's element is computed.
namespace CnnCompute;

/// <summary>
/// A pseudo-random permutation of 0..Count-1 that depends on (seed, epoch) alone. A Feistel network permutes the next power of four; results
/// beyond the count are fed through again until they fall inside (cycle walking: Black and Rogaway, "Ciphers with Arbitrary Finite Domains", 2002).
/// </summary>
public readonly struct Permutation
{
    private const int Rounds = 8;
    private readonly int halfBits;
    private readonly Philox keys;

    /// <summary>The permutation of <paramref name="count"/> elements for an epoch.</summary>
    public Permutation(int count, ulong seed, long epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        Count = count;
        while (1L << (2 * halfBits) < count)
            halfBits++;
        keys = new Philox(seed, (ulong)epoch);
    }

    /// <summary>Number of elements.</summary>
    public int Count { get; }

    /// <summary>The element at <paramref name="position"/>; all positions together give every element once.</summary>
    public int this[int position]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)position, (uint)Count);
            var x = (uint)position;
            do
                x = Mix(x);
            while (x >= (uint)Count);
            return (int)x;
        }
    }

    private uint Mix(uint x)
    {
        if (halfBits == 0)
            return x;
        uint mask = (1u << halfBits) - 1, left = x >> halfBits, right = x & mask;
        for (var round = 0; round < Rounds; round++)
            (left, right) = (right, left ^ (keys.Word(((ulong)round << 32) | right) & mask));
        return (left << halfBits) | right;
    }
}

// Random numbers as a pure function of (seed, stream, index): reproducible in any order, on any number of threads.
namespace CnnCompute;

/// <summary>
/// Philox4x32-10 (Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011). The seed is the key; the counter is the
/// stream in its high half and the index in its low half, so equal arguments always give equal numbers.
/// </summary>
/// <param name="Seed">The key.</param>
/// <param name="Stream">Separates uses of one seed: a layer, an epoch, a worker.</param>
public readonly record struct Philox(ulong Seed, ulong Stream = 0)
{
    private const int Rounds = 10;

    /// <summary>The four words of block <paramref name="block"/>.</summary>
    public (uint X, uint Y, uint Z, uint W) Block(ulong block)
    {
        uint c0 = (uint)block, c1 = (uint)(block >> 32), c2 = (uint)Stream, c3 = (uint)(Stream >> 32);
        uint k0 = (uint)Seed, k1 = (uint)(Seed >> 32);
        for (var round = 0; round < Rounds; round++)
        {
            ulong p0 = 0xD2511F53ul * c0, p1 = 0xCD9E8D57ul * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += 0x9E3779B9u;
            k1 += 0xBB67AE85u;
        }
        return (c0, c1, c2, c3);
    }

    /// <summary>Word <paramref name="index"/> of the stream, all 32 bits uniform.</summary>
    public uint Word(ulong index)
    {
        var (x, y, z, w) = Block(index >> 2);
        return (index & 3) switch { 0 => x, 1 => y, 2 => z, _ => w };
    }

    /// <summary>Number <paramref name="index"/> of the stream, uniform in [0, 1) with 24 bits.</summary>
    public float Uniform(ulong index) => (Word(index) >> 8) * (1f / (1 << 24));

    /// <summary>Number <paramref name="index"/> of the stream, of the standard normal distribution (Box and Muller, 1958).</summary>
    public float Normal(ulong index)
    {
        var (x, y, _, _) = Block(index);
        // (0, 1] so that the logarithm is finite.
        double u = ((x >> 8) + 1.0) / (1 << 24), angle = 2 * Math.PI * (y / 4294967296.0);
        return (float)(Math.Sqrt(-2 * Math.Log(u)) * Math.Cos(angle));
    }
}

// ONNX's Dropout: nothing at inference, the reference implementation's mask where a training mask is asked for.
namespace CnnCompute;

internal static class DropoutOperators
{
    [OnnxOperator("Dropout")]
    private static OnnxValue[] Dropout(OnnxNode node)
    {
        var (x, dims) = (node.Value(0), node.Dims(0));
        var training = node.Has(2) && node.One(2)[0] != 0;
        var ratio = training ? node.Number(1, 0.5) : 0;
        if (ratio is < 0 or >= 1)
            throw node.Bad($"ratio {ratio} must be in [0,1)");
        if (ratio == 0)
            return node.IsUsed(1) ? [x, Ones(node, dims)] : [x];
        if (!node.HasAttribute("seed"))
            throw node.Bad($"training mode with ratio {ratio} and no seed gives random numbers; export the model in evaluation mode");
        var random = new NumPyRandom((uint)node.Int("seed", 0));
        var kept = new long[FoldIndex.Count(dims)];
        for (var i = 0; i < kept.Length; i++)
            kept[i] = random.NextDouble() >= ratio ? 1 : 0;
        var mask = new OnnxArray(OnnxType.Bool, dims, kept);
        return [node.Tensor(0) * node.Materialize(mask.As(OnnxType.Float)).Scale((float)(1 / (1 - ratio))), mask];
    }

    // The mask was of floats before opset 10.
    private static OnnxValue Ones(OnnxNode node, int[] dims)
    {
        var type = node.Opset < 10 ? OnnxType.Float : OnnxType.Bool;
        return dims.Aggregate(1L, (n, d) => Math.Min(n * d, int.MaxValue)) > OnnxImport.MostFolded
            ? node.Graph.Fill(new Shape(dims), 1, type.InGraph())
            : OnnxArray.Of([1L]).As(type).Pick(dims, new int[FoldIndex.Count(dims)]);
    }
}

/// <summary>
/// The Mersenne Twister as numpy.random.seed and numpy.random.uniform use it: what ONNX's reference implementation draws masks with.
/// </summary>
internal sealed class NumPyRandom
{
    private const int Size = 624, Shift = 397;
    private readonly uint[] state = new uint[Size];
    private int next = Size;

    /// <summary>A generator started with one number (init_genrand).</summary>
    public NumPyRandom(uint seed)
    {
        state[0] = seed;
        for (uint i = 1; i < Size; i++)
            state[i] = 1812433253 * (state[i - 1] ^ state[i - 1] >> 30) + i;
    }

    /// <summary>A number in [0,1) of 53 bits.</summary>
    public double NextDouble() => ((Next() >> 5) * 67108864.0 + (Next() >> 6)) / 9007199254740992;

    private uint Next()
    {
        if (next == Size)
        {
            for (var i = 0; i < Size; i++)
            {
                var y = state[i] & 0x80000000 | state[(i + 1) % Size] & 0x7fffffff;
                state[i] = state[(i + Shift) % Size] ^ y >> 1 ^ ((y & 1) == 0 ? 0 : 0x9908b0dfu);
            }
            next = 0;
        }
        var v = state[next++];
        v ^= v >> 11;
        v ^= v << 7 & 0x9d2c5680;
        v ^= v << 15 & 0xefc60000;
        return v ^ v >> 18;
    }
}

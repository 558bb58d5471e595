// What every random op draws from: a key that may change at each run, and the op's own stream.
namespace CnnCompute;

/// <summary>
/// A key tensor is I32 of one or two elements: the seed, and the step or epoch. Random op number <c>id</c> draws from
/// <c>Philox(seed, id &lt;&lt; 32 | step)</c>; see Shaders/Cnn/philox.glsl.
/// </summary>
public static class RandomKey
{
    /// <summary>The host's view of a random op's numbers.</summary>
    public static Philox Stream(int seed, int step, int id) => new((uint)seed, (ulong)(uint)id << 32 | (uint)step);

    internal static void Check(Op op, ReadOnlySpan<Shape> inputs, Shape key)
    {
        if (key.Count is not (1 or 2))
            throw ShapeException.For(op, inputs, "the key must be one or two I32 numbers: seed, and step or epoch");
    }

    internal static void CheckType(Op op, ReadOnlySpan<DType> inputs, int key) => ElementTypes.Require(op, inputs, key, DType.I32, "the key");
}

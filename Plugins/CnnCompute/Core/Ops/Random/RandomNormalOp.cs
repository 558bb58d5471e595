// Random numbers of the standard normal distribution.
namespace CnnCompute;

/// <summary>
/// A tensor of shape <paramref name="Dimensions"/>: element i in memory is <see cref="Philox.Normal"/>(i) of the op's stream. Input: a key (see
/// <see cref="RandomKey"/>).
/// </summary>
public sealed record RandomNormalOp(Shape Dimensions, int Id) : RandomNumbersOp(Dimensions, Id)
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/random_normal";
}

/// <summary>Normal numbers made on the device.</summary>
public static class RandomNormalExtensions
{
    /// <summary>
    /// A tensor of normal numbers with mean 0 and deviation 1, as torch.randn, drawn anew for each value of <paramref name="key"/>: I32, the seed and
    /// the step.
    /// </summary>
    public static Tensor RandomNormal(this Graph graph, Shape shape, Tensor key) =>
        graph.Append(new RandomNormalOp(shape, graph.NextRandomId()), key);
}

// Random numbers spread evenly between 0 and 1.
namespace CnnCompute;

/// <summary>
/// A tensor of shape <paramref name="Dimensions"/>: element i in memory is <see cref="Philox.Uniform"/>(i) of the op's stream, in [0, 1). Input: a
/// key (see <see cref="RandomKey"/>).
/// </summary>
public sealed record RandomUniformOp(Shape Dimensions, int Id) : RandomNumbersOp(Dimensions, Id)
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/random_uniform";
}

/// <summary>Uniform numbers made on the device.</summary>
public static class RandomUniformExtensions
{
    /// <summary>
    /// A tensor of uniform numbers in [0, 1), as torch.rand, drawn anew for each value of <paramref name="key"/>: I32, the seed and the step.
    /// </summary>
    public static Tensor RandomUniform(this Graph graph, Shape shape, Tensor key) =>
        graph.Append(new RandomUniformOp(shape, graph.NextRandomId()), key);
}

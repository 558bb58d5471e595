// A layer of layer normalisation.
namespace CnnCompute;

/// <summary>torch.nn.LayerNorm (Ba et al., 2016): the last dimensions of each sample by their own mean and variance.</summary>
public sealed class LayerNorm : Module
{
    private readonly Shape normalized;
    private readonly float eps;

    /// <summary>A normalisation over dimensions of the shape <paramref name="normalizedShape"/>: weight 1, bias 0.</summary>
    /// <param name="normalizedShape">The last dimensions of the input.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <param name="elementwiseAffine">Whether it has a scale and a shift per element.</param>
    /// <param name="bias">False: a scale only.</param>
    public LayerNorm(Shape normalizedShape, float eps = 1e-5f, bool elementwiseAffine = true, bool bias = true)
    {
        (normalized, this.eps) = (normalizedShape, eps);
        Weight = elementwiseAffine ? new Parameter("weight", normalizedShape, () => []) : null;
        Bias = elementwiseAffine && bias ? new Parameter("bias", normalizedShape, () => []) : null;
        Initialize(0);
    }

    /// <summary>A normalisation over the last dimension.</summary>
    public LayerNorm(int normalizedShape, float eps = 1e-5f, bool elementwiseAffine = true, bool bias = true)
        : this(new Shape(normalizedShape), eps, elementwiseAffine, bias)
    {
    }

    /// <summary>Scale per element, or null.</summary>
    public Parameter? Weight { get; }

    /// <summary>Shift per element, or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) =>
        x.LayerNorm(normalized, Weight is null ? null : x.Graph.Parameter(Weight), Bias is null ? null : x.Graph.Parameter(Bias), eps);

    /// <inheritdoc/>
    protected override void ResetParameters(Philox random)
    {
        Weight?.Initialize(() => Init.Constant(Weight.Shape.Count, 1));
        Bias?.Initialize(() => Init.Constant(Bias.Shape.Count, 0));
    }
}

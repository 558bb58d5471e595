// Weights as directions and lengths.
namespace CnnCompute;

/// <summary>
/// torch.nn.utils.weight_norm: a weight as v * g / |v|, with g a length for each index of the first axis; state-dict keys weight_g and weight_v.
/// </summary>
public sealed class WeightNorm : Parametrization
{
    private readonly Parameter weight, magnitude, direction;
    private readonly int dim;

    /// <summary>Puts itself behind <paramref name="weight"/>; its value stays.</summary>
    public WeightNorm(Parameter weight, int dim = 0)
    {
        (this.weight, this.dim) = (weight, dim);
        magnitude = new Parameter("", new Shape([.. weight.Shape.ToArray().Select((d, i) => i == dim ? d : 1)]), Lengths, weight.RequiresGrad);
        direction = new Parameter("", weight.Shape, () => weight.Initial, weight.RequiresGrad);
        weight.Parametrization = this;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Suffix, Parameter Parameter, bool IsBuffer)> State => [("_g", magnitude, false), ("_v", direction, false)];

    /// <inheritdoc/>
    public override Tensor Value(Graph graph) => graph.Parameter(direction).WeightNorm(graph.Parameter(magnitude), dim);

    /// <inheritdoc/>
    public override void Reset()
    {
        magnitude.Initialize(Lengths);
        direction.Initialize(() => weight.Initial);
    }

    private float[] Lengths()
    {
        var (shape, squares) = (weight.Shape, new double[weight.Shape[dim]]);
        var inner = shape.ToArray()[(dim + 1)..].Aggregate(1, (n, d) => n * d);
        foreach (var (i, w) in weight.Initial.Index())
            squares[i / inner % shape[dim]] += (double)w * w;
        return [.. squares.Select(s => (float)Math.Sqrt(s))];
    }
}

// Weights whose largest singular value is one.
namespace CnnCompute;

/// <summary>
/// torch.nn.utils.spectral_norm: a weight divided by an estimate of its largest singular value. In training mode each run goes a round of power
/// iteration further and keeps its vectors (updates, see <see cref="Module.Updates"/>); state-dict keys weight_orig, weight_u and weight_v.
/// </summary>
public sealed class SpectralNorm : Parametrization
{
    private readonly Module module;
    private readonly Parameter weight, original, left, right;
    private readonly int dim, iterations;
    private readonly float eps;

    /// <summary>Puts itself behind <paramref name="weight"/> of <paramref name="module"/>, whose mode it follows.</summary>
    /// <param name="module">The layer.</param>
    /// <param name="weight">Its weight.</param>
    /// <param name="dim">Axis of the weight that makes the rows of a matrix: outputs.</param>
    /// <param name="iterations">Rounds a run.</param>
    /// <param name="eps">Least length that is divided by.</param>
    public SpectralNorm(Module module, Parameter weight, int dim = 0, int iterations = 1, float eps = 1e-12f)
    {
        if (iterations < 1)
            throw new ArgumentOutOfRangeException(nameof(iterations), iterations, "SpectralNorm: at least one round of power iteration a run");
        (this.module, this.weight, this.dim, this.iterations, this.eps) = (module, weight, dim, iterations, eps);
        var rows = weight.Shape[dim];
        original = new Parameter("", weight.Shape, () => weight.Initial, weight.RequiresGrad);
        left = new Parameter("", new Shape(rows), () => Unit(rows, 1), requiresGrad: false);
        var columns = (int)(weight.Shape.Count / rows);
        right = new Parameter("", new Shape(columns), () => Unit(columns, 2), requiresGrad: false);
        weight.Parametrization = this;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Suffix, Parameter Parameter, bool IsBuffer)> State =>
        [("_orig", original, false), ("_u", left, true), ("_v", right, true)];

    /// <inheritdoc/>
    public override Tensor Value(Graph graph)
    {
        Tensor w = graph.Parameter(original), u = graph.Parameter(left), v = graph.Parameter(right);
        if (module.Training)
        {
            for (var i = 0; i < iterations; i++)
                (u, v) = w.PowerIteration(u, dim, eps);
            u.AssignTo(left);
            v.AssignTo(right);
        }
        return w.SpectralNorm(u, v, dim);
    }

    /// <inheritdoc/>
    public override void Reset() => original.Initialize(() => weight.Initial);

    // A random direction.
    private static float[] Unit(int n, ulong stream)
    {
        var values = Init.Normal(new Philox(0, stream), n, 1);
        var length = Math.Sqrt(values.Sum(v => (double)v * v));
        return [.. values.Select(v => (float)(v / length))];
    }
}

// Normalisations that are compositions: by length, and by mean and deviation.
namespace CnnCompute;

public readonly partial record struct Tensor
{
    /// <summary>
    /// As torch.nn.functional.normalize: divided by its length over <paramref name="axes"/>, which counts at least <paramref name="eps"/>.
    /// </summary>
    public Tensor L2Normalize(ReadOnlySpan<int> axes, float eps = 1e-12f) => this / NormL2(axes, keepDim: true).Clamp(min: eps);

    /// <summary>The same in the 1-norm; ONNX's LpNormalization has both.</summary>
    public Tensor L1Normalize(ReadOnlySpan<int> axes, float eps = 1e-12f) => this / NormL1(axes, keepDim: true).Clamp(min: eps);

    /// <summary>
    /// ONNX's MeanVarianceNormalization: (x - mean) / (deviation + 1e-9) over <paramref name="axes"/>, by default all but the channels. The variance
    /// is that of the differences, which is sound far from zero.
    /// </summary>
    public Tensor MeanVarianceNormalization(ReadOnlySpan<int> axes = default, float eps = 1e-9f)
    {
        var over = axes.Length > 0 ? axes.ToArray() : [.. Enumerable.Range(0, Shape.Rank).Where(a => a != 1)];
        var difference = this - Mean(over, keepDim: true);
        return difference / (difference.Square().Mean(over, keepDim: true).Sqrt() + eps);
    }

    /// <summary>
    /// This direction with a length given for each index of axis <paramref name="dim"/> (Salimans &amp; Kingma, "Weight Normalization", 2016;
    /// torch._weight_norm): v * g / |v|, lengths over all other axes.
    /// </summary>
    /// <param name="magnitude">g: 1 along every axis but <paramref name="dim"/>.</param>
    /// <param name="dim">The axis that is kept.</param>
    public Tensor WeightNorm(Tensor magnitude, int dim = 0) =>
        this * (magnitude / NormL2([.. Enumerable.Range(0, Shape.Rank).Where(a => a != dim)], keepDim: true));

    /// <summary>
    /// This weight, seen as a matrix with a row for each index of axis <paramref name="dim"/>, divided by its largest singular value as the vectors
    /// <paramref name="u"/> [rows] and <paramref name="v"/> [columns] see it: u·(W v) (Miyato et al., "Spectral Normalization", 2018). The vectors
    /// are constants.
    /// </summary>
    public Tensor SpectralNorm(Tensor u, Tensor v, int dim = 0) =>
        this / (u.Detach().Reshape(1, -1) * v.Detach().Reshape(1, -1).MatMul(AsRows(dim), transB: true)).Sum();

    /// <summary>
    /// One round of power iteration on this weight, seen as in <see cref="SpectralNorm"/>: v = Wᵀu and u = W v, each of length 1. No gradient passes.
    /// </summary>
    public (Tensor U, Tensor V) PowerIteration(Tensor u, int dim = 0, float eps = 1e-12f)
    {
        Tensor rows = AsRows(dim).Detach(), right = u.Reshape(1, -1).MatMul(rows).L2Normalize([1], eps),
            left = right.MatMul(rows, transB: true).L2Normalize([1], eps);
        return (left.Reshape(-1), right.Reshape(-1));
    }

    private Tensor AsRows(int dim)
    {
        int[] order = [dim, .. Enumerable.Range(0, Shape.Rank).Where(a => a != dim)];
        return (dim == 0 ? this : Permute(order)).Reshape(Shape[dim], -1);
    }

    /// <summary>
    /// l1 * sum of |w| + l2 * sum of w², over all of the given tensors: the L1, L2 or (both) elastic-net penalty that a loss may be given.
    /// </summary>
    /// <exception cref="ArgumentException">There are no tensors, or both factors are 0.</exception>
    public static Tensor ElasticPenalty(IEnumerable<Tensor> weights, float l1, float l2)
    {
        var terms = new List<Tensor>();
        foreach (var w in weights)
        {
            if (l1 != 0)
                terms.Add(w.NormL1() * l1);
            if (l2 != 0)
                terms.Add(w.SumSquare() * l2);
        }
        return terms.Count > 0 ? terms.Aggregate((a, b) => a + b) : throw new ArgumentException("ElasticPenalty: no weights, or both factors are 0");
    }
}

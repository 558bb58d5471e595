// Normalisations that are compositions: by length, and by mean and deviation.
namespace CnnCompute;

public readonly partial record struct Tensor
{
    /// <summary>As torch.nn.functional.normalize: divided by its length over <paramref name="axes"/>, which counts at least <paramref name="eps"/>.</summary>
    public Tensor L2Normalize(ReadOnlySpan<int> axes, float eps = 1e-12f) => this / NormL2(axes, keepDim: true).Clamp(min: eps);

    /// <summary>The same in the 1-norm; ONNX's LpNormalization has both.</summary>
    public Tensor L1Normalize(ReadOnlySpan<int> axes, float eps = 1e-12f) => this / NormL1(axes, keepDim: true).Clamp(min: eps);

    /// <summary>
    /// ONNX's MeanVarianceNormalization: (x - mean) / (deviation + 1e-9) over <paramref name="axes"/>, by default all but the channels. The variance is that of
    /// the differences, which is sound far from zero.
    /// </summary>
    public Tensor MeanVarianceNormalization(ReadOnlySpan<int> axes = default, float eps = 1e-9f)
    {
        int[] over = axes.Length > 0 ? axes.ToArray() : [.. Enumerable.Range(0, Shape.Rank).Where(a => a != 1)];
        var difference = this - Mean(over, keepDim: true);
        return difference / (difference.Square().Mean(over, keepDim: true).Sqrt() + eps);
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

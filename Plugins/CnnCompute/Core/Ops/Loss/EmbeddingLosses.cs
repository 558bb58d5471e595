// Losses that compare whole vectors: cosine and triplet.
namespace CnnCompute;

public readonly partial record struct Tensor
{
    /// <summary>
    /// As torch.nn.functional.cosine_similarity: the product of both along <paramref name="axis"/> divided by their lengths, each at least eps.
    /// </summary>
    public Tensor CosineSimilarity(Tensor other, int axis = 1, float eps = 1e-8f) =>
        (this * other).Sum([axis]) / (NormL2([axis]).Clamp(min: eps) * other.NormL2([axis]).Clamp(min: eps));

    /// <summary>
    /// As torch.nn.functional.cosine_embedding_loss of vectors [N,D]: 1 - cos for pairs whose target is 1, max(0, cos - margin) for those whose
    /// target is -1.
    /// </summary>
    /// <param name="other">Vectors [N,D].</param>
    /// <param name="target">1 or -1 for each pair, F32 [N].</param>
    /// <param name="margin">Cosine that unlike pairs may have.</param>
    /// <param name="reduction">Of the pairs.</param>
    public Tensor CosineEmbeddingLoss(Tensor other, Tensor target, float margin = 0, LossReduction reduction = LossReduction.Mean)
    {
        SameShape("CosineEmbeddingLoss", other);
        if (Shape.Rank != 2 || target.Shape != new Shape(Shape[0]))
            throw new ShapeException($"CosineEmbeddingLoss of {Shape} and target {target.Shape}: vectors must be [N,D], targets [N]");
        var cosine = CosineSimilarity(other);
        var like = target.Scale(0.5f, 0.5f);
        return (like * (1 - cosine) + (1 - like) * (cosine - margin).Relu()).Reduced(reduction);
    }

    /// <summary>
    /// As torch.nn.functional.triplet_margin_loss with this the anchors [N,D]: max(0, |a - p| - |a - n| + margin), distances in the p-norm of the
    /// difference + eps.
    /// </summary>
    /// <param name="positive">Vectors that should be near.</param>
    /// <param name="negative">Vectors that should be far.</param>
    /// <param name="margin">How much farther.</param>
    /// <param name="p">The norm, 1 or more; infinity is the largest difference.</param>
    /// <param name="eps">Added to differences.</param>
    /// <param name="swap">Whether the negative's distance is the smaller of those to anchor and positive (Balntas et al., 2016).</param>
    /// <param name="reduction">Of the triplets.</param>
    /// <exception cref="ArgumentOutOfRangeException">p is less than 1.</exception>
    public Tensor TripletMarginLoss(
        Tensor positive, Tensor negative, float margin = 1, float p = 2, float eps = 1e-6f, bool swap = false,
        LossReduction reduction = LossReduction.Mean)
    {
        SameShape("TripletMarginLoss", positive);
        SameShape("TripletMarginLoss", negative);
        if (!(p >= 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "TripletMarginLoss: the norm must be at least 1");
        Tensor Distance(Tensor a, Tensor b) => (a - b + eps).Norm(p, [-1]);
        Tensor near = Distance(this, positive), far = Distance(this, negative);
        if (swap)
            far -= (far - Distance(positive, negative)).Relu();
        return (near - far + margin).Relu().Reduced(reduction);
    }
}

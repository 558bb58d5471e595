// Losses of class scores: cross-entropy and negative log-likelihood.
namespace CnnCompute;

public readonly partial record struct Tensor
{
    /// <summary>
    /// As torch.nn.functional.cross_entropy of these logits [N,C,d...] against I32 labels [N,d...] (negative ones are not counted, and if none counts
    /// the mean is NaN) or against F32 probabilities of the logits' shape.
    /// </summary>
    /// <param name="target">Labels or probabilities.</param>
    /// <param name="labelSmoothing">The share of the target that is spread evenly over all classes, 0 to 1.</param>
    /// <param name="weight">Class weights [C].</param>
    /// <param name="ignoreIndex">A label that is not counted.</param>
    /// <param name="reduction">The mean is over labels that count, by their weights; with probabilities over all.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor CrossEntropy(
        Tensor target, float labelSmoothing = 0, Tensor? weight = null, int ignoreIndex = -100, LossReduction reduction = LossReduction.Mean)
    {
        var soft = target.Type == DType.F32 && target.Shape == Shape;
        if (!soft && Shape.Rank == 2 && weight is null && ignoreIndex < 0 && reduction == LossReduction.Mean)
            return Graph.Append(new CrossEntropyOp(labelSmoothing), this, target);
        if (Shape.Rank < 2)
            throw new ShapeException($"CrossEntropy of {Shape}: scores must be [N,C,...]");
        var logs = LogSoftmax(1);
        var classes = Shape[1];
        if (soft)
        {
            var t = target.Scale(1 - labelSmoothing, labelSmoothing / classes);
            return (-(t * Weighted(logs, weight)).Sum([1])).Reduced(reduction);
        }
        var loss = Likelihood(logs, target, weight, ignoreIndex);
        if (labelSmoothing > 0)
        {
            var even = -Weighted(logs, weight).Sum([1]).Reshape(loss.Shape) * target.Reshape(loss.Shape).LabelWeights(classes, null, ignoreIndex);
            loss = loss * (1 - labelSmoothing) + even * (labelSmoothing / classes);
        }
        return Labelled(loss, target, classes, weight, ignoreIndex, reduction);
    }

    /// <summary>
    /// As torch.nn.functional.nll_loss of these log-probabilities [N,C,d...] against I32 labels [N,d...]; negative labels are not counted.
    /// </summary>
    /// <param name="labels">Classes.</param>
    /// <param name="weight">Class weights [C].</param>
    /// <param name="ignoreIndex">A label that is not counted.</param>
    /// <param name="reduction">The mean is over labels that count, by their weights.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor NllLoss(Tensor labels, Tensor? weight = null, int ignoreIndex = -100, LossReduction reduction = LossReduction.Mean) =>
        Labelled(Likelihood(this, labels, weight, ignoreIndex), labels, Shape[1], weight, ignoreIndex, reduction);

    // -weight[label] * x[label] for each label. Beyond rank 4 all pixels are in one line: labels of rank 4 lie in memory as no scores do.
    private static Tensor Likelihood(Tensor x, Tensor labels, Tensor? weight, int ignoreIndex)
    {
        if (x.Shape.Rank > 4)
        {
            if (labels.Shape.Count * x.Shape[1] != x.Shape.Count)
                throw new ShapeException($"NllLoss of {x.Shape} and {labels.Shape}: labels must be [N,d...] for scores [N,C,d...]");
            var pixels = (int)(labels.Shape.Count / x.Shape[0]);
            return Likelihood(x.Reshape(x.Shape[0], x.Shape[1], pixels), labels.Reshape(x.Shape[0], pixels), weight, ignoreIndex);
        }
        var op = new NllLossOp(ignoreIndex);
        return weight is { } w ? x.Graph.Append(op, x, labels, w) : x.Graph.Append(op, x, labels);
    }

    private static Tensor Labelled(
        Tensor loss, Tensor labels, int classes, Tensor? weight, int ignoreIndex, LossReduction reduction) => reduction switch
        {
            LossReduction.Mean => loss.Sum() / labels.LabelWeights(classes, weight, ignoreIndex).Sum(),
            LossReduction.None => loss.Reshape(labels.Shape),
            _ => loss.Reduced(reduction),
        };

    private static Tensor Weighted(Tensor logs, Tensor? weight) =>
        weight is { } w ? logs * w.Reshape(new Shape([w.Shape[0], .. logs.Shape.ToArray()[2..].Select(_ => 1)])) : logs;
}

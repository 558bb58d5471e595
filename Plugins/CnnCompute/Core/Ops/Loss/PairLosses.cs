// Losses that compare a value with its target element by element.
namespace CnnCompute;

public readonly partial record struct Tensor
{
    // PyTorch's lower bound of logarithms in binary cross-entropy, and what lies above the logarithm of the smallest normal float.
    private const float LowestLog = -100, SmallestFloat = 1.17549435e-38f, SmallestLog = -87.3f;

    /// <summary>As torch.nn.functional.mse_loss: (x - target)².</summary>
    public Tensor MseLoss(Tensor target, LossReduction reduction = LossReduction.Mean) => Difference("MseLoss", target).Square().Reduced(reduction);

    /// <summary>As torch.nn.functional.l1_loss: |x - target|.</summary>
    public Tensor L1Loss(Tensor target, LossReduction reduction = LossReduction.Mean) => Difference("L1Loss", target).Abs().Reduced(reduction);

    /// <summary>As torch.nn.functional.smooth_l1_loss: with d = |x - target|, d²/2/beta below beta, d - beta/2 above; beta 0 gives d.</summary>
    public Tensor SmoothL1Loss(Tensor target, float beta = 1, LossReduction reduction = LossReduction.Mean)
    {
        if (!(beta >= 0))
            throw new ArgumentOutOfRangeException(nameof(beta), beta, "SmoothL1Loss: beta must not be negative");
        return beta == 0 ? L1Loss(target, reduction) : HuberLoss(target, beta, LossReduction.None).Scale(1 / beta).Reduced(reduction);
    }

    /// <summary>As torch.nn.functional.huber_loss: with d = |x - target|, d²/2 below delta, delta * (d - delta/2) above.</summary>
    public Tensor HuberLoss(Tensor target, float delta = 1, LossReduction reduction = LossReduction.Mean)
    {
        if (!(delta > 0))
            throw new ArgumentOutOfRangeException(nameof(delta), delta, "HuberLoss: delta must be positive");
        var d = Difference("HuberLoss", target).Abs();
        var near = d.Clamp(max: delta);
        return (near * (d - near * 0.5f)).Reduced(reduction);
    }

    /// <summary>
    /// As torch.nn.functional.binary_cross_entropy of probabilities: -(t log x + (1 - t) log(1 - x)), logarithms at least -100. Where x is exactly 0
    /// or 1 that logarithm has no gradient.
    /// </summary>
    /// <param name="target">Targets in [0, 1].</param>
    /// <param name="weight">Broadcasts to the elements.</param>
    /// <param name="reduction">Of the weighted elements.</param>
    public Tensor BinaryCrossEntropy(Tensor target, Tensor? weight = null, LossReduction reduction = LossReduction.Mean)
    {
        SameShape("BinaryCrossEntropy", target);
        static Tensor Log(Tensor x) => x.Clamp(min: SmallestFloat).Log().Threshold(SmallestLog, LowestLog);
        var loss = -(target * Log(this) + (1 - target) * Log(1 - this));
        return (weight is { } w ? loss * w : loss).Reduced(reduction);
    }

    /// <summary>
    /// As torch.nn.functional.binary_cross_entropy_with_logits: -(posWeight * t log σ(x) + (1 - t) log(1 - σ(x))), sound for large logits.
    /// </summary>
    /// <param name="target">Targets in [0, 1].</param>
    /// <param name="weight">Broadcasts to the elements.</param>
    /// <param name="posWeight">Weight of positive targets, broadcasts to the elements ([C] for one per class).</param>
    /// <param name="reduction">Of the weighted elements.</param>
    public Tensor BinaryCrossEntropyWithLogits(
        Tensor target, Tensor? weight = null, Tensor? posWeight = null, LossReduction reduction = LossReduction.Mean)
    {
        SameShape("BinaryCrossEntropyWithLogits", target);
        var tail = (-this).Softplus();
        var loss = (1 - target) * this + (posWeight is { } p ? ((p - 1) * target + 1) * tail : tail);
        return (weight is { } w ? loss * w : loss).Reduced(reduction);
    }

    /// <summary>As torch.nn.functional.multilabel_soft_margin_loss of logits [N,C]: the mean over classes of binary cross-entropy.</summary>
    public Tensor MultiLabelSoftMarginLoss(Tensor target, Tensor? weight = null, LossReduction reduction = LossReduction.Mean) =>
        BinaryCrossEntropyWithLogits(target, weight, reduction: LossReduction.None).Mean([-1]).Reduced(reduction);

    /// <summary>
    /// As torch.nn.functional.kl_div of log-probabilities: target * (log target - x), 0 where the target is 0; the divergence itself is the sum, and
    /// <see cref="LossReduction.BatchMean"/> the mean over samples.
    /// </summary>
    /// <param name="target">Probabilities, or their logarithms.</param>
    /// <param name="logTarget">Whether targets are logarithms.</param>
    /// <param name="reduction">PyTorch's default is the mean over elements.</param>
    public Tensor KlDiv(Tensor target, bool logTarget = false, LossReduction reduction = LossReduction.Mean)
    {
        SameShape("KlDiv", target);
        var (probability, log) = logTarget ? (target.Exp(), target) : (target, target.Clamp(min: SmallestFloat).Log());
        return (probability * (log - this)).Reduced(reduction);
    }

    private Tensor Difference(string what, Tensor target)
    {
        SameShape(what, target);
        return this - target;
    }

    private void SameShape(string what, Tensor target)
    {
        if (target.Shape != Shape)
            throw new ShapeException($"{what} of {Shape} and {target.Shape}: value and target must have the same shape");
    }
}

// The loss of several labels a sample.
namespace CnnCompute;

/// <summary>torch.nn.MultiLabelSoftMarginLoss: the mean over classes of the binary cross-entropy of logits [N,C] against targets in [0, 1].</summary>
public sealed class MultiLabelSoftMarginLoss(float[]? weight = null, LossReduction reduction = LossReduction.Mean)
{
    private readonly Parameter? weights = LossWeight.Of(weight);

    /// <summary>The loss: a scalar, or its elements where nothing is reduced.</summary>
    public Tensor Forward(Tensor x, Tensor target) => x.MultiLabelSoftMarginLoss(target, LossWeight.In(x.Graph, weights), reduction);
}

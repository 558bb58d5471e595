// The loss of style: how Gram matrices differ.
namespace CnnCompute;

/// <summary>Mean squared difference of the Gram matrices of feature maps [N,C,H,W] and of a style's (Gatys et al., 2016), each divided by C·H·W unless <paramref name="normalize"/> is false.</summary>
public sealed class StyleLoss(bool normalize = true, LossReduction reduction = LossReduction.Mean)
{
    /// <summary>The loss: a scalar, or its elements where nothing is reduced.</summary>
    public Tensor Forward(Tensor features, Tensor style) => features.StyleLoss(style, normalize, reduction);
}

// The loss of roughness.
namespace CnnCompute;

/// <summary>Total variation of pictures [N,C,H,W]: absolute differences of neighbours or, <paramref name="squared"/>, their squares.</summary>
public sealed class TotalVariationLoss(bool squared = false, LossReduction reduction = LossReduction.Sum)
{
    /// <summary>The loss: a scalar, or its elements where nothing is reduced.</summary>
    public Tensor Forward(Tensor pictures) => pictures.TotalVariation(squared, reduction);
}

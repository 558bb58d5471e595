// Vectors brought to length 1, so that products with them are cosines.
namespace CnnCompute;

/// <summary>Rows [N,length] divided by their lengths, as torch.nn.functional.normalize; a row of zeros stays one.</summary>
public sealed class UnitLength : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.L2Normalize([1]);
}

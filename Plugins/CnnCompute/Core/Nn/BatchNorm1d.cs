// A layer of batch normalisation.
namespace CnnCompute;

/// <summary>torch.nn.BatchNorm1d: batch normalisation of [N,C] or [N,C,L].</summary>
/// <param name="numFeatures">Channels of the input.</param>
/// <param name="eps">Added to the variance.</param>
/// <param name="momentum">Share of the batch in the new running statistics.</param>
public sealed class BatchNorm1d(int numFeatures, float eps = 1e-5f, float momentum = 0.1f) : BatchNorm(numFeatures, eps, momentum)
{
    /// <inheritdoc/>
    protected override bool Takes(int rank) => rank is 2 or 3;
}

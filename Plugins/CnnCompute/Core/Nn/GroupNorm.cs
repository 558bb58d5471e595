// A layer of group normalisation.
namespace CnnCompute;

/// <summary>torch.nn.GroupNorm (Wu and He, 2018): each group of channels of each sample of [N,C,...] by its own mean and variance.</summary>
public sealed class GroupNorm : Module
{
    private readonly int groups;
    private readonly float eps;

    /// <summary>A normalisation of <paramref name="numChannels"/> channels in <paramref name="numGroups"/> groups: weight 1, bias 0.</summary>
    /// <param name="numGroups">Groups of neighbouring channels.</param>
    /// <param name="numChannels">Channels of the input.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <param name="affine">Whether it has a scale and a shift per channel.</param>
    /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
    public GroupNorm(int numGroups, int numChannels, float eps = 1e-5f, bool affine = true)
    {
        if (numGroups < 1 || numChannels % numGroups != 0)
            throw new ArgumentException($"GroupNorm: {numGroups} groups do not divide {numChannels} channels", nameof(numGroups));
        (groups, this.eps) = (numGroups, eps);
        if (affine)
        {
            Weight = new Parameter("weight", new Shape(numChannels), () => []);
            Bias = new Parameter("bias", new Shape(numChannels), () => []);
        }
        Initialize(0);
    }

    /// <summary>Scale per channel [C], or null.</summary>
    public Parameter? Weight { get; }

    /// <summary>Shift per channel [C], or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) =>
        x.GroupNorm(groups, Weight is null ? null : x.Graph.Parameter(Weight), Bias is null ? null : x.Graph.Parameter(Bias), eps);

    /// <inheritdoc/>
    protected override void ResetParameters(Philox random)
    {
        Weight?.Initialize(() => Init.Constant(Weight.Shape.Count, 1));
        Bias?.Initialize(() => Init.Constant(Bias.Shape.Count, 0));
    }
}

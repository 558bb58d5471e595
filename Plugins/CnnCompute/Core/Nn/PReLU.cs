// A layer of leaky rectified linear units whose slopes are learnt.
namespace CnnCompute;

/// <summary>torch.nn.PReLU (He et al., 2015): x where positive, else weight[c] * x, or weight[0] * x for all channels.</summary>
public sealed class PReLU : Module
{
    private readonly float init;

    /// <summary>Slopes for <paramref name="numParameters"/> channels, or one for all, all <paramref name="init"/> at first.</summary>
    public PReLU(int numParameters = 1, float init = 0.25f)
    {
        this.init = init;
        Weight = new Parameter("weight", new Shape(numParameters), () => []);
        Initialize(0);
    }

    /// <summary>Slopes of negative values: [C], or [1].</summary>
    public Parameter Weight { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.PRelu(x.Graph.Parameter(Weight));

    /// <inheritdoc/>
    protected override void ResetParameters(Philox random) => Weight.Initialize(() => Init.Constant(Weight.Shape.Count, init));
}

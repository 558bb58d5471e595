// A fully connected layer.
namespace CnnCompute;

/// <summary>torch.nn.Linear: […,inFeatures] times the transposed weight [outFeatures,inFeatures], plus a bias.</summary>
public sealed class Linear : Module
{
    /// <summary>A linear layer, initialised as PyTorch's: weight and bias uniform in ±1/√inFeatures.</summary>
    public Linear(int inFeatures, int outFeatures, bool bias = true)
    {
        Weight = new Parameter("weight", new Shape(outFeatures, inFeatures), () => []);
        Bias = bias ? new Parameter("bias", new Shape(outFeatures), () => []) : null;
        Initialize(0);
    }

    /// <summary>[outFeatures, inFeatures].</summary>
    public Parameter Weight { get; }

    /// <summary>[outFeatures], or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        var dims = x.Shape.ToArray();
        // More axes are more rows, so that the product takes the bias along.
        var y = (dims.Length <= 2 ? x : x.Flatten(0, -2)).MatMul(x.Graph.Parameter(Weight), transB: true);
        y = Bias is null ? y : y + x.Graph.Parameter(Bias);
        return dims.Length <= 2 ? y : y.Reshape(new Shape([.. dims[..^1], y.Shape[1]]));
    }

    /// <inheritdoc/>
    protected override void ResetParameters(Philox random)
    {
        Weight.Initialize(() => Init.KaimingUniform(random, Weight.Shape, Math.Sqrt(5)));
        Bias?.Initialize(() => Init.Uniform(random, Bias.Shape.Count, 1 / MathF.Sqrt(Init.FanIn(Weight.Shape)), first: Weight.Shape.Count));
    }
}

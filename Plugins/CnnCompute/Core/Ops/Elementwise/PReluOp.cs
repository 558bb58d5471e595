// Leaky rectified linear unit whose slope is a tensor.
namespace CnnCompute;

/// <summary>a where a &gt; 0, else b * a, with NumPy broadcasting: b holds the slopes.</summary>
public sealed record PReluOp : BroadcastOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/prelu";

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad)
    {
        var (x, slope) = (node.Inputs[0], node.Inputs[1]);
        return [(grad * grad.Graph.Append(new PReluSlopeOp(), x, slope)).SumTo(x.Shape), (grad * x.Clamp(max: 0)).SumTo(slope.Shape)];
    }
}

/// <summary>The slope of a leaky unit at a: 1 where a &gt; 0, else b.</summary>
public sealed record PReluSlopeOp : BroadcastOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/prelu_slope";

    /// <summary>Of the slopes where a is not positive; in a it is constant but for the kink.</summary>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [null, Tensor.Where(node.Inputs[0].Greater(0), grad.Graph.Fill(Shape.Scalar, 0), grad).SumTo(node.Inputs[1].Shape)];
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// x where positive, else slope * x, as torch.nn.functional.prelu: slopes of shape [C] are those of axis 1, [1] is for all. Other shapes
    /// broadcast to x's (ONNX PRelu).
    /// </summary>
    /// <exception cref="ShapeException">The slopes do not fit x.</exception>
    public Tensor PRelu(Tensor slope)
    {
        var channels = Shape.Rank >= 2 ? Shape[1] : 1;
        var perChannel = slope.Shape.Rank == 1 && slope.Shape[0] == channels && channels > 1;
        var fitting = perChannel ? slope.Reshape(new Shape([channels, .. Enumerable.Repeat(1, Shape.Rank - 2)])) : slope;
        var result = Graph.Append(new PReluOp(), this, fitting);
        return result.Shape == Shape ? result : throw new ShapeException(
            $"PRelu of {Shape} with slopes {slope.Shape}: one for all, {channels} for axis 1, or a shape that broadcasts to x's");
    }
}

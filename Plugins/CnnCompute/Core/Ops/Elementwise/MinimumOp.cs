// Elementwise minimum with broadcasting.
namespace CnnCompute;

/// <summary>The less of a and b with NumPy broadcasting; NaN where either is. Where they are equal, the gradient goes to both in halves.</summary>
public sealed record MinimumOp : BroadcastOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/minimum";

    /// <inheritdoc/>
    protected override DType[] Takes => [DType.F32, DType.I32];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad)
    {
        var graph = grad.Graph;
        return
        [
            (grad * graph.Append(new LargerShareOp(), node.Inputs[1], node.Inputs[0])).SumTo(node.Inputs[0].Shape),
            (grad * graph.Append(new LargerShareOp(), node.Inputs[0], node.Inputs[1])).SumTo(node.Inputs[1].Shape),
        ];
    }
}

public readonly partial record struct Tensor
{
    /// <summary>The less of two values, broadcast, as torch.minimum.</summary>
    public Tensor Minimum(Tensor other) => Graph.Append(new MinimumOp(), this, other);

    /// <summary>The least of all, broadcast (ONNX Min).</summary>
    public static Tensor Minimum(params ReadOnlySpan<Tensor> tensors)
    {
        if (tensors.IsEmpty)
            throw new ArgumentException("Minimum: of no tensors at all");
        var result = tensors[0];
        foreach (var tensor in tensors[1..])
            result = result.Minimum(tensor);
        return result;
    }
}

// Elementwise maximum with broadcasting.
namespace CnnCompute;

/// <summary>The greater of a and b with NumPy broadcasting; NaN where either is. Where they are equal, the gradient goes to both in halves.</summary>
public sealed record MaximumOp : BroadcastOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/maximum";

    /// <inheritdoc/>
    protected override DType[] Takes => [DType.F32, DType.I32];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad)
    {
        var graph = grad.Graph;
        return
        [
            (grad * graph.Append(new LargerShareOp(), node.Inputs[0], node.Inputs[1])).SumTo(node.Inputs[0].Shape),
            (grad * graph.Append(new LargerShareOp(), node.Inputs[1], node.Inputs[0])).SumTo(node.Inputs[1].Shape),
        ];
    }
}

/// <summary>1 where a &gt; b, 1/2 where they are equal, else 0: the share of the first operand in the gradient of a maximum.</summary>
public sealed record LargerShareOp : BroadcastOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/larger_share";

    /// <summary>None: constant but where a and b are equal.</summary>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [null, null];
}

public readonly partial record struct Tensor
{
    /// <summary>The greater of two values, broadcast, as torch.maximum.</summary>
    public Tensor Maximum(Tensor other) => Graph.Append(new MaximumOp(), this, other);

    /// <summary>The greatest of all, broadcast (ONNX Max).</summary>
    public static Tensor Maximum(params ReadOnlySpan<Tensor> tensors)
    {
        if (tensors.IsEmpty)
            throw new ArgumentException("Maximum: of no tensors at all");
        var result = tensors[0];
        foreach (var tensor in tensors[1..])
            result = result.Maximum(tensor);
        return result;
    }
}

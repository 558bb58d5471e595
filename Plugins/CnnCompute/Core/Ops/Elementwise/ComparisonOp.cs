// What elementwise comparisons share.
namespace CnnCompute;

/// <summary>A comparison of two tensors with NumPy broadcasting: Bool, which no gradient passes.</summary>
public abstract record ComparisonOp : BroadcastOp
{
    /// <inheritdoc/>
    protected override DType[] Takes => [DType.F32, DType.I32];

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs)
    {
        base.InferType(inputs);
        return DType.Bool;
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [null, null];
}

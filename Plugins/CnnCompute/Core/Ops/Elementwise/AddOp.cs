// Elementwise sum with broadcasting.
namespace CnnCompute;

/// <summary>a + b with NumPy broadcasting.</summary>
public sealed record AddOp : BroadcastOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/add";

    /// <inheritdoc/>
    protected override DType[] Takes => [DType.F32, DType.I32];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [grad.SumTo(node.Inputs[0].Shape), grad.SumTo(node.Inputs[1].Shape)];

    /// <summary>Adding a value per channel is a bias, adding a tensor of the same shape a residual.</summary>
    public override Absorption? Absorb(Node node)
    {
        var (a, b) = (node.Inputs[0].Shape, node.Inputs[1].Shape);
        if (PerChannel(b, a))
            return new Absorption(EpilogueParts.Bias, 0, 1);
        if (PerChannel(a, b))
            return new Absorption(EpilogueParts.Bias, 1, 0);
        return a == b ? new Absorption(EpilogueParts.Residual, 0, 1) : null;
    }

    // Whether `small` holds one value for each element of the last axis in memory of `big` (channels of rank 4, the last axis otherwise).
    private static bool PerChannel(Shape small, Shape big) =>
        big.Rank == 4
            ? small.Count == big[1] && small.Rank >= 3 && small[-3] == big[1]
            : big.Rank >= 1 && small.Count == big[-1] && small.Rank >= 1 && small[-1] == big[-1];
}

public readonly partial record struct Tensor
{
    /// <summary>Elementwise sum, broadcast as NumPy does.</summary>
    public static Tensor operator +(Tensor a, Tensor b) => a.Graph.Append(new AddOp(), a, b);

    /// <summary>The sum of all, broadcast (ONNX Sum).</summary>
    public static Tensor SumOf(params ReadOnlySpan<Tensor> tensors)
    {
        if (tensors.IsEmpty)
            throw new ArgumentException("SumOf: of no tensors at all");
        var result = tensors[0];
        foreach (var tensor in tensors[1..])
            result += tensor;
        return result;
    }

    /// <summary>The mean of all, broadcast (ONNX Mean).</summary>
    public static Tensor MeanOf(params ReadOnlySpan<Tensor> tensors) => SumOf(tensors) / tensors.Length;
}

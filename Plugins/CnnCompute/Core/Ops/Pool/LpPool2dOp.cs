// Norms of sliding windows.
namespace CnnCompute;

/// <summary>
/// (sum over the window of |x|^Norm)^(1/Norm); padding counts as zeros (ONNX's LpPool; PyTorch's, whose
/// odd norms keep signs, is <see cref="Tensor.SignedLpPool2d"/>).
/// </summary>
public sealed record LpPool2dOp(PoolWindow Window, float Norm) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => Norm >= 1 && float.IsFinite(Norm)
        ? Window.Output(this, inputs[0])
        : throw ShapeException.For(this, inputs, $"the norm {Norm} must be a number of at least 1");

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [grad.Graph.Append(new LpPool2dGradOp(Window, Norm), node.Inputs[0], output, grad)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        yield return new Recipe("plain", [Launch("Cnn/lp_pool2d", this, node.Inputs[0].Shape, node.Shape, node.Shape, Operand.In(0), Operand.Out())]);
    }

    internal static Step Launch(string shader, LpPool2dOp op, Shape x, Shape y, Shape result, params Operand[] operands)
    {
        var wide = x[1] % 8 == 0;
        var count = result.Count / (wide ? 8 : 1);
        PushWord[] push = [.. op.Window.Push(count, wide ? x[1] / 8 : x[1], x, y), op.Norm];
        return new Step(shader, Threads.For(count), push, operands)
        {
            Constants = [(0, wide ? 1u : 0u), (1, op.Norm is 1 or 2 ? (uint)op.Norm : 0u), op.Window.Kind],
        };
    }
}

/// <summary>The gradient of <see cref="LpPool2dOp"/>; 0 where a window's norm is. Inputs x, y, dy.</summary>
public sealed record LpPool2dGradOp(PoolWindow Window, float Norm) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => Window.Output(this, inputs[0]) == inputs[1] && inputs[1] == inputs[2]
        ? inputs[0]
        : throw ShapeException.For(this, inputs, "output and gradient must have the pooled shape");

    /// <inheritdoc/>
    public override Tensor? Composite(Node node)
    {
        var (x, y, dy) = (node.Inputs[0], node.Inputs[1], node.Inputs[2]);
        Tensor zero = x.Graph.Fill(Shape.Scalar, 0), one = x.Graph.Fill(Shape.Scalar, 1);
        // Over windows without a norm nothing passes.
        var share = Norm == 1 ? dy : Tensor.Where(y.Equal(0), zero, dy * Tensor.Where(y.Equal(0), one, y).Pow(1 - Norm));
        var sums = x.Graph.Append(new AvgPool2dGradOp(Window, true, x.Shape, 1), share);
        var power = Norm == 1 ? x.Sign() : Norm == 2 ? x : x.Sign() * x.Abs().Pow(Norm - 1);
        return power * sums;
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var (x, y) = (node.Inputs[0].Shape, node.Inputs[1].Shape);
        yield return new Recipe("plain",
            [LpPool2dOp.Launch("Cnn/lp_pool2d_grad", new(Window, Norm), x, y, x, Operand.In(0), Operand.In(1), Operand.In(2), Operand.Out())]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>The p-norm of each window; padding counts as zeros.</summary>
    public Tensor LpPool2d(float norm, PoolWindow window) => window.Split(Shape) is var (rows, columns)
        ? Graph.Append(new LpPool2dOp(columns, norm), Graph.Append(new LpPool2dOp(rows, norm), this))
        : Graph.Append(new LpPool2dOp(window, norm), this);

    /// <summary>As torch.nn.functional.lp_pool2d (see <see cref="SignedLpPool2d"/>); stride 0 means the kernel's size.</summary>
    public Tensor LpPool2d(float norm, int kernel, int stride = 0, bool ceilMode = false) =>
        SignedLpPool2d(norm, PoolWindow.Square(kernel, stride, 0, 1, ceilMode));

    /// <summary>
    /// The p-th root of the sum of x^p over each window, as torch.nn.functional.lp_pool2d: for odd p with the signs of x, so that the root of a
    /// negative sum is NaN (but for p = 1, the sum itself). Windows that the border cuts (in ceil mode) count as if whole, by their mean. The
    /// gradient where a sum is 0 is 0.
    /// </summary>
    public Tensor SignedLpPool2d(float norm, PoolWindow window)
    {
        if (norm % 2 == 0 && !window.CeilMode || !(norm >= 1 && float.IsFinite(norm)))
            return LpPool2d(norm, window);
        var sums = Pow(norm).AvgPool2d(window) * (window.Kernel.H * window.Kernel.W);
        return norm == 1 ? sums : sums.Root(norm);
    }

    /// <summary>The p-norm of every feature map: [N,C,H,W] to [N,C,1,1].</summary>
    /// <exception cref="ShapeException">A side of 32,766 or more, and a norm that is neither 1 nor 2.</exception>
    public Tensor GlobalLpPool(float norm = 2) => PoolWindow.LongSides(Shape) && norm is 1 or 2
        ? norm == 1 ? NormL1([2, 3], keepDim: true) : NormL2([2, 3], keepDim: true)
        : LpPool2d(norm, PoolWindow.Adaptive(1, 1));
}

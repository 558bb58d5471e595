// Maxima, minima, products and norms over any axes.
namespace CnnCompute;

/// <summary>What a <see cref="ReduceOp"/> makes of many numbers; numbered as in reduce.glsl.</summary>
public enum ReduceKind
{
    /// <summary>The sum, of integers (sums of floats are <see cref="SumOp"/>).</summary>
    Sum,

    /// <summary>The largest.</summary>
    Max,

    /// <summary>The smallest.</summary>
    Min,

    /// <summary>The product.</summary>
    Prod,

    /// <summary>The sum of absolute values.</summary>
    NormL1,

    /// <summary>The root of the sum of squares.</summary>
    NormL2,

    /// <summary>The sum of squares.</summary>
    SumSquare,

    /// <summary>The logarithm of the sum.</summary>
    LogSum,

    /// <summary>The logarithm of the sum of exponentials.</summary>
    LogSumExp,

    /// <summary>The product of those that are not zero.</summary>
    ProdNonZero,

    /// <summary>How many are zero.</summary>
    Zeros,
}

/// <summary>
/// Reduces over the axes whose bits are set in <paramref name="Axes"/>; they stay as 1 or go. ONNX's ReduceMax and so on; torch.amax, amin, prod,
/// norm, logsumexp. F32, and of I32 the maximum, the minimum and the product.
/// </summary>
public sealed record ReduceOp(ReduceKind Kind, uint Axes, bool KeepDim) : Op
{
    /// <inheritdoc/>
    public override string Name => $"Reduce{Kind}";

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => Reduction.Shape(this, inputs[0], Axes, KeepDim);

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) => inputs[0] == DType.F32
        || (inputs[0] == DType.I32 && Kind is ReduceKind.Sum or ReduceKind.Max or ReduceKind.Min or ReduceKind.Prod)
        ? inputs[0]
        : throw ShapeException.For(this, inputs, "not defined for this type; cast first");

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad)
    {
        var x = node.Inputs[0];
        if (x.Type != DType.F32)
            return [null];
        var line = new ReduceOp(Kind, Axes, true).InferShape([x.Shape]);
        var (y, dy, axes) = (output.Reshape(line), grad.Reshape(line), Axes);
        Tensor Chain(ReduceKind kind, Tensor y, Tensor dy) => dy.Graph.Append(new ReduceGradOp(kind), x, y, dy);
        Tensor Reduce(ReduceKind kind) => x.Graph.Append(new ReduceOp(kind, axes, true), x);
        switch (Kind)
        {
            case ReduceKind.Max or ReduceKind.Min:
                // Shared equally among ties, as torch.amax does.
                var ties = Chain(Kind, y, x.Graph.Fill(line, 1));
                return [Chain(Kind, y, dy / x.Graph.Append(new SumOp(axes, true), ties))];
            case ReduceKind.Prod:
                // Where one factor alone is zero, its derivative is the product of the others.
                var alone = (x.Graph.Fill(line, 2) - Reduce(ReduceKind.Zeros)).Relu();
                return [Chain(Kind, y, dy) + Chain(ReduceKind.ProdNonZero, Reduce(ReduceKind.ProdNonZero) * alone, dy)];
            case ReduceKind.ProdNonZero:
                return [Chain(ReduceKind.Prod, y, dy)];
            case ReduceKind.Zeros:
                return [null];
            default:
                return [Chain(Kind, y, dy)];
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var kernels = node.Type == DType.I32
            ? Integers(Kind)
            : new ReductionKernels("Cnn/reduce", "Cnn/reduce_wide", "Cnn/reduce_parts", (int)Kind, Staged: true);
        return Reduction.Recipes(node.Inputs[0].Shape, Reduction.Kept(node, Axes, KeepDim), 1, device, kernels);
    }

    /// <summary>The kernels that reduce integers.</summary>
    internal static ReductionKernels Integers(ReduceKind kind) => new("Cnn/reduce_int", null, "Cnn/reduce_int_parts", (int)kind);
}

/// <summary>
/// The gradient of a reduction from x, its output y and dy, which broadcast to x: for a maximum dy where x = y, else 0; for a product dy * y / x
/// where x is not zero (and for that of the others, dy * y where it is).
/// </summary>
public sealed record ReduceGradOp(ReduceKind Kind) : Op
{
    /// <inheritdoc/>
    public override string Name => $"Reduce{Kind}Grad";

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) =>
        inputs[1] == inputs[2] && inputs[0].Rank == inputs[1].Rank
            && Enumerable.Range(0, inputs[0].Rank).All(i => inputs[1][i] == 1 || inputs[1][i] == inputs[0][i])
            ? inputs[0]
            : throw ShapeException.For(this, inputs, "output and gradient must be equal and broadcast to the input");

    /// <inheritdoc/>
    public override Tensor? Composite(Node node)
    {
        var (x, y, dy) = (node.Inputs[0], node.Inputs[1], node.Inputs[2]);
        Tensor zero = x.Graph.Fill(Shape.Scalar, 0), one = x.Graph.Fill(Shape.Scalar, 1);
        Tensor NotZero(Tensor t) => Tensor.Where(t.Equal(0), one, t);
        return Kind switch
        {
            ReduceKind.Max or ReduceKind.Min => Tensor.Where(x.Equal(y), dy, zero),
            ReduceKind.Prod => Tensor.Where(x.Equal(0), zero, dy * y / NotZero(x)),
            ReduceKind.ProdNonZero => Tensor.Where(x.Equal(0), dy * y, zero),
            ReduceKind.NormL1 => dy * x.Sign(),
            ReduceKind.NormL2 => Tensor.Where(y.Equal(0), zero, dy * x / NotZero(y)),
            ReduceKind.SumSquare => x * dy * 2f,
            ReduceKind.LogSum => (dy * (-y).Exp()).BroadcastTo(x.Shape),
            ReduceKind.LogSumExp => dy * (x - y).Exp(),
            _ => null,
        };
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var (x, y) = (node.Shape, node.Inputs[1].Shape);
        var axes = GatherAxes.Walk(this, x, GatherAxes.Broadcast(y, x));
        yield return Launch("plain", false);
        if (axes.FitsEight(splat: true))
            yield return Launch("wide", true);

        Recipe Launch(string name, bool wide)
        {
            var (threads, push) = axes.Launch(x, wide);
            // y and dy are walked alike; x and dx lie as the walk goes.
            Cut? cut = axes.Cut(x, wide, y.Count) is { } c ? c with { Whole = (c.Whole & 1) * 0b110 } : null;
            return new Recipe(name, [new Step("Cnn/reduce_grad", threads, push, Operand.In(0), Operand.In(1), Operand.In(2), Operand.Out())
            {
                Cut = cut,
                Constants = [(0, wide ? 1u : 0u), (1, (uint)Kind), (2, (uint)axes.Count), (3, axes.Strides[0][^1] == 0 ? 1u : 0u)],
            }])
            {
                InPlace = 0,
            };
        }
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// The largest over <paramref name="axes"/> (all of them if none is given), as torch.amax; the gradient is shared equally among ties.
    /// </summary>
    public Tensor Max(ReadOnlySpan<int> axes = default, bool keepDim = false) => Reduce(ReduceKind.Max, axes, keepDim);

    /// <summary>
    /// The smallest over <paramref name="axes"/> (all of them if none is given), as torch.amin; the gradient is shared equally among ties.
    /// </summary>
    public Tensor Min(ReadOnlySpan<int> axes = default, bool keepDim = false) => Reduce(ReduceKind.Min, axes, keepDim);

    /// <summary>The product over <paramref name="axes"/> (all of them if none is given), as torch.prod.</summary>
    public Tensor Prod(ReadOnlySpan<int> axes = default, bool keepDim = false) => Reduce(ReduceKind.Prod, axes, keepDim);

    /// <summary>The sum of absolute values over <paramref name="axes"/> (all of them if none is given), as ONNX's ReduceL1.</summary>
    public Tensor NormL1(ReadOnlySpan<int> axes = default, bool keepDim = false) => Reduce(ReduceKind.NormL1, axes, keepDim);

    /// <summary>
    /// The root of the sum of squares over <paramref name="axes"/> (all of them if none is given), as torch.norm; its gradient at 0 is 0.
    /// </summary>
    public Tensor NormL2(ReadOnlySpan<int> axes = default, bool keepDim = false) => Reduce(ReduceKind.NormL2, axes, keepDim);

    /// <summary>
    /// The p-norm over <paramref name="axes"/> (all of them if none is given), as torch.linalg.vector_norm: (sum of |x|^p)^(1/p), for infinity the
    /// largest |x|. Its gradient at 0 is 0.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">p is not positive.</exception>
    public Tensor Norm(float p, ReadOnlySpan<int> axes = default, bool keepDim = false)
    {
        if (!(p > 0))
            throw new ArgumentOutOfRangeException(nameof(p), p, "Norm: the order must be positive");
        return p == 1 ? NormL1(axes, keepDim) : p == 2 ? NormL2(axes, keepDim)
            : float.IsPositiveInfinity(p) ? Abs().Max(axes, keepDim) : Abs().Pow(p).Sum(axes, keepDim).Root(p);
    }

    // The p-th root of what is not negative, with the gradient 0 at 0, where the root's own is infinite.
    internal Tensor Root(float p)
    {
        var zero = Equal(0);
        return Where(zero, Graph.Fill(Shape.Scalar, 0), MaskedFill(zero, 1).Pow(1 / p));
    }

    /// <summary>The sum of squares over <paramref name="axes"/> (all of them if none is given), as ONNX's ReduceSumSquare.</summary>
    public Tensor SumSquare(ReadOnlySpan<int> axes = default, bool keepDim = false) => Reduce(ReduceKind.SumSquare, axes, keepDim);

    /// <summary>The logarithm of the sum over <paramref name="axes"/> (all of them if none is given), as ONNX's ReduceLogSum.</summary>
    public Tensor LogSum(ReadOnlySpan<int> axes = default, bool keepDim = false) => Reduce(ReduceKind.LogSum, axes, keepDim);

    /// <summary>log of the sum of exp(x) over <paramref name="axes"/> (all of them if none is given), without overflow, as torch.logsumexp.</summary>
    public Tensor LogSumExp(ReadOnlySpan<int> axes = default, bool keepDim = false) => Reduce(ReduceKind.LogSumExp, axes, keepDim);

    /// <summary>
    /// Mean squared distance from the mean over <paramref name="axes"/> (all of them if none is given), divided by their count less
    /// <paramref name="correction"/>, as torch.var: 1 is the unbiased estimate.
    /// </summary>
    /// <exception cref="ShapeException">No more elements than the correction.</exception>
    public Tensor Var(ReadOnlySpan<int> axes = default, int correction = 1, bool keepDim = false) =>
        (this - Mean(axes, true)).SumSquare(axes, keepDim).Scale(1f / Degrees(axes, correction));

    /// <summary>The root of <see cref="Var"/>, as torch.std; its gradient where all elements are equal is 0.</summary>
    public Tensor Std(ReadOnlySpan<int> axes = default, int correction = 1, bool keepDim = false) =>
        (this - Mean(axes, true)).NormL2(axes, keepDim).Scale(1 / MathF.Sqrt(Degrees(axes, correction)));

    private Tensor Reduce(ReduceKind kind, ReadOnlySpan<int> axes, bool keepDim) => Graph.Append(new ReduceOp(kind, Mask(axes), keepDim), this);

    private long Degrees(ReadOnlySpan<int> axes, int correction)
    {
        var left = Shape.Count / Reduction.Shape(new SumOp(0, true), Shape, Mask(axes), true).Count - correction;
        return left > 0 ? left : throw new ShapeException(
            $"Variance of {Shape} over axes [{string.Join(",", axes.ToArray())}]: no more elements than the correction {correction}");
    }
}

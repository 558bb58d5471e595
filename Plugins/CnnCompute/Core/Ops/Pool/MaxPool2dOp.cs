// Maximum over sliding windows.
namespace CnnCompute;

/// <summary>The largest element of each window; padding counts as minus infinity, and NaN is larger than all
/// (torch.nn.MaxPool2d).</summary>
public sealed record MaxPool2dOp(PoolWindow Window) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => Window.Output(this, inputs[0]);

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [grad.Graph.Append(new MaxPool2dGradOp(Window), node.Inputs[0], grad)];

    /// <summary>Normalises as it pools: what is between is large, and nothing else needs it.</summary>
    public override Op? Merge(Node node, Node producer) =>
        producer is { Op: BatchNormApplyOp norm, Epilogue.Parts: EpilogueParts.None or EpilogueParts.Clamp } && BatchNormMaxPoolOp.Takes(Window)
            ? new BatchNormMaxPoolOp(norm.Eps, Window)
            : null;

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var x = node.Inputs[0].Shape;
        var wide = x[1] % 8 == 0;
        var count = node.Shape.Count / (wide ? 8 : 1);
        var push = Window.Push(count, wide ? x[1] / 8 : x[1], x, node.Shape);
        yield return new Recipe("plain", [new Step("Cnn/max_pool2d", Threads.For(count), push, Operand.In(0), Operand.Out())
        {
            Constants = [(0, wide ? 1u : 0u), .. UnrolledTaps(Window), (3, Window.PartlyOutside ? 1u : 0u), Window.Kind],
            Cut = PoolWindow.Images(x[0], count),
        }]);
    }

    // Kernel sizes for kernels that unroll the taps; (0, 0) where they are too many, or differ between windows.
    internal static (int Id, uint Value)[] UnrolledTaps(PoolWindow window) =>
        window.IsSmall ? [(1, (uint)window.Kernel.H), (2, (uint)window.Kernel.W)] : [(1, 0u), (2, 0u)];
}

/// <summary>
/// The gradient of <see cref="MaxPool2dOp"/>: each window's gradient goes to its first maximum, row by row, or to its last NaN,
/// as PyTorch's. Inputs x, dy. Gathered per input
/// element (or per window where windows tile the input), so the order of sums is fixed. <paramref name="Positive"/> lets only maxima above zero pass:
/// the gradient of ReLU that comes after it where x is a ReLU's output.
/// </summary>
public sealed record MaxPool2dGradOp(PoolWindow Window, bool Positive = false) : Op
{
    /// <summary>Linear in dy, whose elements are picked from where they went; x only chooses.</summary>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [null, grad.Graph.Append(new MaxPool2dPickOp(Window, Positive), node.Inputs[0], grad)];

    // Unrolled code of a kernel.
    private const int MostCellSums = 36;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => Window.Output(this, inputs[0]) == inputs[1]
        ? inputs[0]
        : throw ShapeException.For(this, inputs, "the gradient must have the pooled shape");

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var (x, y) = (node.Inputs[0].Shape, node.Inputs[1].Shape);
        var wide = x[1] % 8 == 0;
        var blocks = wide ? x[1] / 8 : x[1];
        var count = x.Count / (wide ? 8 : 1);
        (int, uint)[] constants = [(0, wide ? 1u : 0u), Window.Kind], masked = [.. constants, (3, Positive ? 1u : 0u)];
        // Walks every window of an element anew: only for windows of few taps.
        if (Window.Taps(x) * Window.Windows(x) <= Threads.MostRounds)
        {
            yield return new Recipe("plain",
                [new Step("Cnn/max_pool2d_grad", Threads.For(count), Window.Push(count, blocks, x, y), Operand.In(0), Operand.In(1), Operand.Out())
                {
                    Constants = masked,
                    Cut = PoolWindow.Images(x[0], count),
                }]);
        }

        // First which tap wins in each window, then a gather that compares one number instead of a whole window.
        var windows = y.Count / (wide ? 8 : 1);
        (int, uint)[] taps = [.. masked, .. MaxPool2dOp.UnrolledTaps(Window)];
        var winners = new Step("Cnn/max_pool2d_argmax", Threads.For(windows), Window.Push(windows, blocks, x, y), Operand.In(0), Operand.Scratch(0))
        {
            Constants = taps,
            Cut = PoolWindow.Images(x[0], windows),
        };
        yield return new Recipe("winners",
        [
            winners,
            new Step("Cnn/max_pool2d_grad_taps", Threads.For(count), Window.Push(count, blocks, x, y), Operand.Scratch(0), Operand.In(1),
                Operand.Out())
            {
                Constants = constants,
                Cut = PoolWindow.Images(x[0], count),
            },
        ])
        {
            Scratch = [y.Bytes],
        };

        // The same with few windows an element, a thread for all elements that the same windows reach.
        var (kernel, stride) = (Window.Kernel, Window.Stride);
        if (Window.IsSmall && Window.Dilation == (1, 1) && Ceil(kernel.H, stride.H) * Ceil(kernel.W, stride.W) * stride.H * stride.W <= MostCellSums)
        {
            int rows = Ceil(x[2] + Window.Padding.H, stride.H), columns = Ceil(x[3] + Window.Padding.W, stride.W);
            var cells = (long)x[0] * rows * columns * blocks;
            PushWord[] push = [(int)cells, blocks, x[2], x[3], y[2], y[3], Window.Padding.H, Window.Padding.W, rows, columns];
            yield return new Recipe("cells",
                [winners, new Step("Cnn/max_pool2d_grad_cells", Threads.For(cells), push, Operand.Scratch(0), Operand.In(1), Operand.Out())
                {
                    Constants = [constants[0], (1, (uint)kernel.H), (2, (uint)kernel.W), (3, (uint)stride.H), (4, (uint)stride.W)],
                    Cut = PoolWindow.Images(x[0], cells),
                }])
            {
                Scratch = [y.Bytes],
            };
        }

        // Windows side by side: one thread makes the gradients of a whole window, reading each input once.
        if (Window.Tiles && Window.IsSmall)
        {
            int rows = Ceil(x[2], stride.H), columns = Ceil(x[3], stride.W);
            var tiles = (long)x[0] * rows * columns * blocks;
            PushWord[] push = [(int)tiles, blocks, x[2], x[3], y[2], y[3], rows, columns];
            yield return new Recipe("tiles",
                [new Step("Cnn/max_pool2d_grad_tiles", Threads.For(tiles), push, Operand.In(0), Operand.In(1), Operand.Out())
                {
                    Constants = [.. taps.Where(c => c.Item1 != 4)],
                    Cut = PoolWindow.Images(x[0], tiles),
                }]);
        }
    }

    private static int Ceil(int a, int b) => (a + b - 1) / b;
}

public readonly partial record struct Tensor
{
    /// <summary>As torch.nn.functional.max_pool2d; stride 0 means the kernel's size.</summary>
    public Tensor MaxPool2d(int kernel, int stride = 0, int padding = 0, int dilation = 1, bool ceilMode = false) =>
        MaxPool2d(PoolWindow.Square(kernel, stride, padding, dilation, ceilMode));

    /// <summary>Max pooling over any window.</summary>
    public Tensor MaxPool2d(PoolWindow window) => window.Split(Shape) is var (rows, columns)
        ? Graph.Append(new MaxPool2dOp(columns), Graph.Append(new MaxPool2dOp(rows), this))
        : Graph.Append(new MaxPool2dOp(window), this);

    /// <summary>
    /// The largest element of <paramref name="height"/> by <paramref name="width"/> bins of [N,C,H,W], as torch.nn.functional.adaptive_max_pool2d. Of
    /// a single bin with a side of 32,766 or more, equal maxima share the gradient.
    /// </summary>
    public Tensor AdaptiveMaxPool2d(int height, int width)
    {
        var s = Shape;
        if (s.Rank == 4 && (height, width) == (s[2], s[3]))
            return this;
        // Longer than one loop may be; a reduction is cut into several.
        return (height, width) == (1, 1) && PoolWindow.LongSides(s) ? Max([2, 3], keepDim: true) : MaxPool2d(PoolWindow.Adaptive(height, width));
    }

    /// <summary>The largest element of every feature map: [N,C,H,W] to [N,C,1,1]. As <see cref="AdaptiveMaxPool2d"/> to 1 by 1.</summary>
    public Tensor GlobalMaxPool() => AdaptiveMaxPool2d(1, 1);
}

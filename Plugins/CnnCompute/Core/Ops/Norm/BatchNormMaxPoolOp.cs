// Batch normalisation in training with the ReLU and the max-pooling that follow it: one pass there, two back.
namespace CnnCompute;

/// <summary>
/// Max-pooling by windows that tile of batch normalisation's result, clamped where an epilogue says so; inputs x [N,C,H,W], gamma, beta [C],
/// statistics [2,C] of x. Made by a plan from <see cref="BatchNormApplyOp"/> and <see cref="MaxPool2dOp"/>; what is between is never in memory.
/// </summary>
public sealed record BatchNormMaxPoolOp(float Eps, PoolWindow Window) : Op
{
    // Taps that the kernels hold in registers.
    private const int MostTaps = 16;

    /// <inheritdoc/>
    public override EpilogueParts Accepts => EpilogueParts.Clamp;

    /// <summary>Whether there is a kernel for such windows.</summary>
    internal static bool Takes(PoolWindow window) => window.Tiles && (long)window.Kernel.H * window.Kernel.W <= MostTaps;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        new BatchNormApplyOp(Eps).InferShape(inputs);
        return Takes(Window)
            ? Window.Output(this, inputs[0])
            : throw ShapeException.For(this, inputs, $"windows must tile and have up to {MostTaps} taps");
    }

    /// <inheritdoc/>
    public override Tensor? Composite(Node node) =>
        node.Graph.Append(new MaxPool2dOp(Window), node.Graph.Append(new BatchNormApplyOp(Eps), [.. node.Inputs]));

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var (x, y, rows) = (node.Inputs[0].Shape, node.Shape, ChannelRows.Of(this, node.Shape));
        PushWord[] push =
        [
            rows.Rows, rows.Blocks, rows.QuarterRows, x[2], x[3], y[2], y[3], node.Epilogue.Min, node.Epilogue.Max,
        ];
        yield return new Recipe("plain",
        [
            BatchNormScaleShiftOp.Launch(
                rows.Channels, Eps, Operand.In(1), Operand.In(2), Operand.In(3), Operand.In(3), rows.Channels, Operand.Scratch(0)),
            new Step("Cnn/batch_norm_max_pool", Threads.For(rows.Quarter), push, Operand.In(0), Operand.Scratch(0), Operand.Out())
            {
                Constants = [rows.WideConstant, (1, (uint)Window.Kernel.H), (2, (uint)Window.Kernel.W)],
            },
        ])
        {
            Scratch = [8L * rows.Channels],
        };
    }
}

/// <summary>
/// [2,C]: <see cref="BatchNormGradStatsOp"/> of the gradient that comes through a max-pooling by <paramref name="Window"/> (1×1: none) and, where
/// <paramref name="Relu"/>, a ReLU before it. Inputs dy of the pooled shape, x, gamma, beta, statistics: where the maxima are is computed anew.
/// </summary>
public sealed record BatchNormMaxPoolGradStatsOp(float Eps, PoolWindow Window, bool Relu) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) =>
        BatchNormMaxPoolGradInputOp.Check(this, inputs, Window, Eps) ? inputs[4] : throw ShapeException.For(this, inputs, "dy is not as pooled");

    /// <inheritdoc/>
    public override Tensor? Composite(Node node) =>
        node.Graph.Append(new BatchNormGradStatsOp(Eps), BatchNormMaxPoolGradInputOp.Unpooled(node, Window, Relu, Eps), node.Inputs[1],
            node.Inputs[4]);

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var ((inH, inW), (outH, outW)) = (BatchNormMaxPoolGradInputOp.Plane(node, 1), BatchNormMaxPoolGradInputOp.Plane(node, 0));
        var rows = ChannelRows.Of(this, node.Inputs[0].Shape);
        var (parts, most) = Reduction.Parts(rows.Rows, rows.Blocks, device);
        PushWord[] push = [rows.Blocks * parts, rows.Rows, rows.Blocks, parts, most, inH, inW, outH, outW, Eps];
        yield return new Recipe("plain",
        [
            new Step("Cnn/batch_norm_max_pool_grad_stats", Threads.For((long)rows.Blocks * parts), push,
                Operand.In(0), Operand.In(1), Operand.In(2), Operand.In(3), Operand.In(4), Operand.Scratch(0))
            {
                Constants = BatchNormMaxPoolGradInputOp.Constants(rows, Window, Relu),
            },
            new Step("Cnn/batch_norm_grad_stats_merge", Threads.For(rows.Channels), [rows.Channels, parts, Eps], Operand.Scratch(0),
                Operand.In(4), Operand.Out()),
        ])
        {
            Scratch = [8L * parts * rows.Channels],
        };
    }
}

/// <summary>
/// <see cref="BatchNormGradInputOp"/> of the gradient that comes through a max-pooling by <paramref name="Window"/> (1×1: none) and, where
/// <paramref name="Relu"/>, a ReLU before it. Inputs dy of the pooled shape, x, gamma, beta, statistics, gradient statistics.
/// </summary>
public sealed record BatchNormMaxPoolGradInputOp(float Eps, PoolWindow Window, bool Relu) : Op
{
    /// <inheritdoc cref="BatchNormGradInputOp.SumsToZero"/>
    public override bool SumsToZero(Node node, Shape target) => BatchNormGradInputOp.IsChannels(node.Shape, target);

    /// <summary>No pooling: the ReLU alone.</summary>
    internal static PoolWindow Single { get; } = PoolWindow.Square(1, 1, 0, 1, false);

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) =>
        Check(this, inputs, Window, Eps) ? inputs[1] : throw ShapeException.For(this, inputs, "dy is not as pooled");

    /// <inheritdoc/>
    public override Tensor? Composite(Node node) => node.Graph.Append(new BatchNormGradInputOp(Eps), Unpooled(node, Window, Relu, Eps),
        node.Inputs[1], node.Inputs[2], node.Inputs[4], node.Inputs[5]);

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var ((inH, inW), (outH, outW)) = (Plane(node, 1), Plane(node, 0));
        var all = ChannelRows.Of(this, node.Shape);
        // Whole windows and what is left at the end of rows and columns.
        int high = (inH + Window.Kernel.H - 1) / Window.Kernel.H, wide = (inW + Window.Kernel.W - 1) / Window.Kernel.W;
        var tiles = new ChannelRows(node.Shape[0] * high * wide, all.Channels);
        PushWord[] push = [tiles.Rows, tiles.Blocks, tiles.QuarterRows, inH, inW, outH, outW, high, wide];
        yield return new Recipe("plain",
        [
            new Step("Cnn/batch_norm_grad_coefficients", Threads.For(all.Channels), [all.Rows, all.Channels, Eps],
                Operand.In(2), Operand.In(4), Operand.In(5), Operand.Scratch(0)),
            new Step("Cnn/batch_norm_max_pool_grad_input", Threads.For(tiles.Quarter), push,
                Operand.In(0), Operand.In(1), Operand.Scratch(0), Operand.In(3), Operand.In(4), Operand.Out())
            {
                Constants = Constants(all, Window, Relu),
            },
        ])
        {
            Scratch = [12L * all.Channels],
            InPlace = Window == Single ? 0 : -1,
        };
    }

    internal static (int, uint)[] Constants(ChannelRows rows, PoolWindow window, bool relu) =>
        [rows.WideConstant, (1, (uint)window.Kernel.H), (2, (uint)window.Kernel.W), (3, relu ? 1u : 0u)];

    internal static bool Check(Op op, Shape[] inputs, PoolWindow window, float eps)
    {
        new BatchNormApplyOp(eps).InferShape(inputs[1..]);
        return window == Single ? inputs[0] == inputs[1] : BatchNormMaxPoolOp.Takes(window) && inputs[0] == window.Output(op, inputs[1]);
    }

    // Height and width of an input; of [N,C] one pixel.
    internal static (int Height, int Width) Plane(Node node, int input) =>
        node.Inputs[input].Shape is { Rank: 4 } s ? (s[2], s[3]) : (1, 1);

    internal static Tensor Unpooled(Node node, PoolWindow window, bool relu, float eps)
    {
        var graph = node.Graph;
        var y = graph.Append(new BatchNormApplyOp(eps), [.. node.Inputs.Skip(1).Take(4)]);
        if (window != Single)
            return graph.Append(new MaxPool2dGradOp(window, relu), y, node.Inputs[0]);
        return relu ? graph.Append(new ReluGradOp(), y, node.Inputs[0]) : node.Inputs[0];
    }
}

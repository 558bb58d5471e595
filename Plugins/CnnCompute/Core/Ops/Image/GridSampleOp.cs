// Pictures sampled at the positions of a grid.
namespace CnnCompute;

/// <summary>What lies outside the input.</summary>
public enum GridPadding
{
    /// <summary>Zeros.</summary>
    Zeros,

    /// <summary>The border, repeated.</summary>
    Border,

    /// <summary>The input, reflected.</summary>
    Reflection,
}

/// <summary>
/// [N,C,H,W] sampled at grid [N,h,w,2], whose (x, y) run from -1 to 1 over the input: the centres of its corner elements where
/// <paramref name="AlignCorners"/>, else their outer edges (torch.nn.functional.grid_sample). Inputs x, grid.
/// </summary>
public sealed record GridSampleOp(ResizeMode Mode, GridPadding Padding, bool AlignCorners) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        var (x, grid) = (inputs[0], inputs[1]);
        return x.Rank == 4 && grid.Rank == 4 && grid[0] == x[0] && grid[3] == 2 && x[1] <= Threads.MostRounds
            ? new Shape(x[0], x[1], grid[1], grid[2])
            : throw ShapeException.For(this, inputs, $"the input must be [N,C,H,W] of at most {Threads.MostRounds} channels, the grid [N,h,w,2]");
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
    [
        grad.Graph.Append(new GridSampleGradInputOp(this, node.Inputs[0].Shape), node.Inputs[1], grad),
        grad.Graph.Append(new GridSampleGradGridOp(this), node.Inputs[0], node.Inputs[1], grad),
    ];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var wide = node.Shape[1] % 8 == 0;
        var (count, blocks) = (node.Shape.Count / (wide ? 8 : 1), node.Shape[1] / (wide ? 8 : 1));
        yield return new Recipe("plain",
            [Step("Cnn/grid_sample", count, blocks, wide, node.Inputs[0].Shape, node.Shape, (0, 0), Operand.In(0), Operand.In(1), Operand.Out())]);
    }

    internal Step Step(string shader, long count, int blocks, bool wide, Shape x, Shape y, (int First, int End) pixels, params Operand[] operands) =>
        new(shader, Threads.For(count), [(int)count, blocks, x[2], x[3], y[2], y[3], pixels.First, pixels.End], operands)
        {
            Constants =
            [
                (0, wide ? 1u : 0u), (1, Mode switch { ResizeMode.Nearest => 1u, ResizeMode.Linear => 2u, _ => 4u }), (2, (uint)Padding),
                (3, AlignCorners ? 1u : 0u),
            ],
        };
}

/// <summary>
/// The gradient of <see cref="GridSampleOp"/> for an input of shape <paramref name="Input"/>, summed output after output. Inputs grid, dy.
/// </summary>
public sealed record GridSampleGradInputOp(GridSampleOp Forward, Shape Input) : Op
{
    // Outputs of one launch where a thread visits all.
    private const int Run = 8192;

    // The side of a tile; its search may cover so many times the outputs that a tile has on average.
    private const int Tile = 8, Search = 12;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => Forward.InferShape([Input, inputs[0]]) == inputs[1]
        ? Input
        : throw ShapeException.For(this, inputs, $"the gradient of {Input} must have the sampled shape");

    /// <summary>Linear in dy, whose gradient is sampled; that of the grid is as if the gradient were the picture.</summary>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
    [
        grad.Graph.Append(new GridSampleGradGridOp(Forward), grad, node.Inputs[0], node.Inputs[1]),
        grad.Graph.Append(Forward, grad, node.Inputs[0]),
    ];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var y = node.Inputs[1].Shape;
        static Step Clear(long count, int scratch) => FillOp.Words(count, 0, Operand.Scratch(scratch));
        var store = new Step("Cnn/narrow", Threads.Wide(Input.Count), [(int)Input.Count], Operand.Scratch(0), Operand.Out());
        // Each plane by one thread.
        IEnumerable<Step> Planes(string shader, params Operand[] bounds)
        {
            for (var first = 0; first < y[2] * y[3]; first += Run)
            {
                yield return Forward.Step(shader, (long)Input[0] * Input[1], Input[1], false, Input, y, (first, Math.Min(first + Run, y[2] * y[3])),
                    [Operand.In(0), Operand.In(1), Operand.Scratch(0), .. bounds]);
            }
        }
        yield return new Recipe("plain", [Clear(Input.Count, 0), .. Planes("Cnn/grid_sample_grad_input"), store]) { Scratch = [Input.Bytes] };

        // Each tile by a thread that knows which outputs may touch it; what is reached from everywhere is left to the above. Where few threads run
        // side by side, finding the bounds costs what they gain. For linear weights alone, as those of moving pictures are: each kernel takes its
        // time to compile.
        if (device.IsCpu || Forward.Mode != ResizeMode.Linear)
            yield break;
        var tiles = (long)Input[0] * ((Input[2] + Tile - 1) / Tile) * ((Input[3] + Tile - 1) / Tile);
        var limit = Math.Max(1, (double)y[2] * y[3] / ((double)Input[2] * Input[3])) * Tile * Tile * Search;
        var rows = Threads.MostRounds / (y[3] + 1);
        if (rows == 0 || limit > Threads.MostRounds || tiles * Input[1] >= 1 << 24 || Math.Max(y[2], y[3]) >= 1 << 15)
            yield break;
        Step Tiled(Step step) => step with { Push = [.. step.Push, (int)limit], Constants = [.. step.Constants, (4, (uint)Tile)] };
        yield return new Recipe("tiles",
        [
            Clear(Input.Count, 0), Clear((4 * tiles) + 1, 1),
            Tiled(Forward.Step("Cnn/grid_sample_bounds", y.Count / y[1], 1, false, Input, y, (0, 0), Operand.In(0), Operand.Scratch(1))),
            .. Enumerable.Range(0, (y[2] + rows - 1) / rows)
                .Select(i => Tiled(Forward.Step("Cnn/grid_sample_tiles", tiles * Input[1], Input[1], false, Input, y,
                    (i * rows, Math.Min((i + 1) * rows, y[2])), Operand.In(0), Operand.In(1), Operand.Scratch(0), Operand.Scratch(1)))),
            .. Planes("Cnn/grid_sample_rest", Operand.Scratch(1)).Select(Tiled), store,
        ])
        {
            Scratch = [Input.Bytes, (16 * tiles) + 4],
        };
    }
}

/// <summary>The gradient of <see cref="GridSampleOp"/> with respect to the grid. Inputs x, grid, dy.</summary>
public sealed record GridSampleGradGridOp(GridSampleOp Forward) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => Forward.InferShape([inputs[0], inputs[1]]) == inputs[2]
        ? inputs[1]
        : throw ShapeException.For(this, inputs, "the gradient must have the sampled shape");

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var (x, y) = (node.Inputs[0].Shape, node.Inputs[2].Shape);
        yield return new Recipe("plain", [Forward.Step("Cnn/grid_sample_grad_grid", node.Shape.Count / 2, x[1], false, x, y, (0, 0),
            Operand.In(0), Operand.In(1), Operand.In(2), Operand.Out())]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>As torch.nn.functional.grid_sample: this [N,C,H,W] at <paramref name="grid"/> [N,h,w,2] of (x, y) from -1 to 1.</summary>
    public Tensor GridSample(Tensor grid, ResizeMode mode = ResizeMode.Linear, GridPadding padding = GridPadding.Zeros, bool alignCorners = false) =>
        Graph.Append(new GridSampleOp(mode, padding, alignCorners), this, grid);
}

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
        return x.Rank == 4 && grid.Rank == 4 && grid[0] == x[0] && grid[3] == 2 && x[1] <= Reduction.MostRounds
            ? new Shape(x[0], x[1], grid[1], grid[2])
            : throw ShapeException.For(this, inputs, $"the input must be [N,C,H,W] of at most {Reduction.MostRounds} channels, the grid [N,h,w,2]");
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
        yield return new Recipe("plain", [Step("Cnn/grid_sample", count, blocks, wide, node.Inputs[0].Shape, node.Shape, (0, 0), Operand.In(0), Operand.In(1), Operand.Out())]);
    }

    internal Step Step(string shader, long count, int blocks, bool wide, Shape x, Shape y, (int First, int End) pixels, params Operand[] operands) =>
        new(shader, Threads.For(count), [(int)count, blocks, x[2], x[3], y[2], y[3], pixels.First, pixels.End], operands)
        {
            Constants = [(0, wide ? 1u : 0u), (1, Mode switch { ResizeMode.Nearest => 1u, ResizeMode.Linear => 2u, _ => 4u }), (2, (uint)Padding), (3, AlignCorners ? 1u : 0u)],
        };
}

/// <summary>The gradient of <see cref="GridSampleOp"/> for an input of shape <paramref name="Input"/>: each plane is summed by one thread, output after output. Inputs grid, dy.</summary>
public sealed record GridSampleGradInputOp(GridSampleOp Forward, Shape Input) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => Forward.InferShape([Input, inputs[0]]) == inputs[1]
        ? Input
        : throw ShapeException.For(this, inputs, $"the gradient of {Input} must have the sampled shape");

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        const int Run = 8192;
        var (y, pixels) = (node.Inputs[1].Shape, node.Inputs[1].Shape[2] * node.Inputs[1].Shape[3]);
        var steps = new List<Step> { new("Cnn/grid_sample_clear", Threads.For(Input.Count), [(int)Input.Count], Operand.Scratch(0)) };
        for (var first = 0; first < pixels; first += Run)
        {
            steps.Add(Forward.Step("Cnn/grid_sample_grad_input", (long)Input[0] * Input[1], Input[1], false, Input, y, (first, Math.Min(first + Run, pixels)),
                Operand.In(0), Operand.In(1), Operand.Scratch(0)));
        }
        steps.Add(new("Cnn/grid_sample_store", Threads.For(Input.Count), [(int)Input.Count], Operand.Scratch(0), Operand.Out()));
        yield return new Recipe("plain", steps) { Scratch = [Input.Bytes] };
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

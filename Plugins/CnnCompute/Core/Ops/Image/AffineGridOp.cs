// Grids of affine maps, for sampling.
namespace CnnCompute;

/// <summary>theta [N,2,3] to the grid [N,Height,Width,2] of (x, y) it maps positions from -1 to 1 to (torch.nn.functional.affine_grid).</summary>
public sealed record AffineGridOp(int Height, int Width, bool AlignCorners) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) =>
        inputs[0].Rank == 3 && inputs[0][1] == 2 && inputs[0][2] == 3 && Height is >= 1 and <= Threads.MostRounds
            && Width is >= 1 and <= Threads.MostRounds
            ? new Shape(inputs[0][0], Height, Width, 2)
            : throw ShapeException.For(this, inputs, $"theta must be [N,2,3], the size {Height}x{Width} from 1 to {Threads.MostRounds}");

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad.Graph.Append(new AffineGridGradOp(AlignCorners), grad)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        yield return new Recipe("plain",
            [new Step("Cnn/affine_grid", Threads.For(node.Shape.Count), [(int)node.Shape.Count, Height, Width], Operand.In(0), Operand.Out())
            {
                Constants = [(1, AlignCorners ? 1u : 0u)],
            }]);
    }
}

/// <summary>The gradient of <see cref="AffineGridOp"/>: sums along the width, then along the height.</summary>
public sealed record AffineGridGradOp(bool AlignCorners) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => inputs[0].Rank == 4 && inputs[0][3] == 2
        ? new Shape(inputs[0][0], 2, 3)
        : throw ShapeException.For(this, inputs, "the gradient must be [N,H,W,2]");

    /// <summary>Linear: its gradient is the grid.</summary>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [grad.AffineGrid(node.Inputs[0].Shape[1], node.Inputs[0].Shape[2], AlignCorners)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var grid = node.Inputs[0].Shape;
        int rows = grid[0] * 2, parts = rows * grid[1];
        (int, uint)[] align = [(1, AlignCorners ? 1u : 0u)];
        yield return new Recipe("plain",
        [
            new Step("Cnn/affine_grid_grad", Threads.For(parts), [parts, grid[1], grid[2]], Operand.In(0), Operand.Scratch(0)) { Constants = align },
            new Step("Cnn/affine_grid_grad_rows", Threads.For(rows), [rows, grid[1], grid[2]], Operand.Scratch(0), Operand.Out())
            {
                Constants = align,
            },
        ])
        {
            Scratch = [8L * parts],
        };
    }
}

public readonly partial record struct Tensor
{
    /// <summary>As torch.nn.functional.affine_grid: this theta [N,2,3] to a grid [N,height,width,2] for <see cref="GridSample"/>.</summary>
    public Tensor AffineGrid(int height, int width, bool alignCorners = false) => Graph.Append(new AffineGridOp(height, width, alignCorners), this);
}

// The nearest of many, tile after tile.
namespace CnnCompute;

/// <summary>
/// [Q,2K]: of each row of distances [Q,R] and, where a second input [Q,2K] gives them, of those that were found before, the <paramref name="K"/>
/// smallest in order; then, as floats, where they stand: <paramref name="First"/> for the first column. So the nearest among any number of columns
/// are found while never more than one tile of them is in memory. Of equal distances those found before and lower columns come first; not-a-number
/// is further than all; places that nothing fills hold infinity and -1. Numbers of columns are exact up to 2^24.
/// </summary>
public sealed record NearestOp(int K, int First) : Op
{
    /// <summary>The most that can be kept: a thread holds them.</summary>
    public const int MostKept = 128;

    private const int MostNumber = 1 << 24;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        if (K is < 1 or > MostKept || First < 0)
            throw ShapeException.For(this, inputs, $"1 to {MostKept} can be kept, not {K}");
        if (inputs[0].Rank != 2 || First + (long)inputs[0][1] > MostNumber)
            throw ShapeException.For(this, inputs, $"needs distances [Q,R], and at most {MostNumber} columns in all");
        var result = new Shape(inputs[0][0], 2 * K);
        return inputs.Length < 2 || inputs[1] == result ? result : throw ShapeException.For(this, inputs, $"what was found before must be {result}");
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [.. node.Inputs.Select(_ => (Tensor?)null)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        int rows = node.Shape[0], columns = node.Inputs[0].Shape[1];
        var hasFormer = node.Inputs.Count > 1;
        // In the worst case each column, and each that was found before, moves all that are kept; and they are read and written.
        var most = Math.Max(1, (Threads.MostRounds - (2 * K)) / (K + 1) - K);
        var steps = new List<Step>();
        for (var begin = 0; begin < columns; begin += most)
        {
            steps.Add(new Step("Cnn/nearest", Threads.For(rows), [rows, columns, begin, Math.Min(most, columns - begin), First],
                Operand.In(0), Operand.In(hasFormer ? 1 : 0), Operand.Out())
            {
                Constants = [(1, (uint)K), (2, begin > 0 ? 2u : hasFormer ? 1u : 0u)],
            });
        }
        yield return new Recipe("plain", steps);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// The <paramref name="k"/> smallest of each row of distances [Q,R], ascending, and then their columns, counted from <paramref name="first"/>, in
    /// one tensor [Q,2k]; together with those of <paramref name="former"/>, the result for columns before. Nothing passes gradients.
    /// </summary>
    /// <exception cref="ShapeException">k is out of range, or shapes do not fit.</exception>
    public Tensor Nearest(int k, int first = 0, Tensor? former = null) => former is { } found
        ? Graph.Append(new NearestOp(k, first), this, found)
        : Graph.Append(new NearestOp(k, first), this);
}

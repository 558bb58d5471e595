// What steps of colour need to know of the whole picture.
namespace CnnCompute;

/// <summary>
/// For each picture of [N,C,H,W] the mean grey, the least of red, green and blue, the most of them, a zero and, where <paramref name="Codes"/> has
/// equalize, what each byte of each channel becomes (Pillow's formula): [N,8] or [N,776]. They are those of the picture as it is when the steps of
/// its table before the first that asks for them are done; zeros where none does. Inputs x, the table.
/// </summary>
public sealed record ColourStatsOp(int First, int End, ColourCodes Codes) : Op
{
    private const int Threads = 64;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        ColourStepsOp.Check(this, inputs, First, End);
        return (long)inputs[0][2] * inputs[0][3] <= (long)CnnCompute.Threads.MostRounds * Threads / 2
            ? new Shape(inputs[0][0], (Codes.All & (1 << 9)) != 0 ? 8 + (3 * 256) : 8)
            : throw ShapeException.For(this, inputs, $"pictures of more than {(long)CnnCompute.Threads.MostRounds * Threads / 2:N0} pixels");
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var x = node.Inputs[0].Shape;
        PushWord[] push = [x[0], x[2] * x[3], x[3], First, End, node.Inputs[1].Shape[1]];
        yield return new Recipe("plain",
            [new Step("Cnn/colour_stats", (x[0] * Threads, 1, 1), push, Operand.In(0), Operand.In(1), Operand.Out())
            {
                Constants = Codes.Constants(x, node.Shape[1]),
            }]);
    }
}

// Pictures after steps of colour that a table for each of them says.
namespace CnnCompute;

/// <summary>
/// [N,C,H,W] of 0 to 255 (one channel, or red, green and blue) after the steps <paramref name="First"/> to <paramref name="End"/> of a table
/// [N,slots,8] (see <see cref="RandomColourOp"/>). Codes: 0 nothing, 1 brightness, 2 contrast, 3 saturation, 4 hue, 5 gamma, 6 greyscale, 7 posterize,
/// 8 solarize, 9 equalize, 10 autocontrast, 11 invert, 12 sharpness, 13 a colour added, 14 noise, 15 a rectangle. The formulas are torchvision's
/// (transforms/_functional_tensor.py, v0.15), without its rounding to bytes between steps; posterize and equalize round what they take. A pixel that
/// is no number stays. <paramref name="Codes"/>: bit k is set where code k may occur. Inputs x, the table, and <see cref="ColourStatsOp"/>'s
/// statistics where a code needs them: at most one of a picture's steps may. Sharpness must be a picture's first step. It acts on data and has no
/// gradient.
/// </summary>
public sealed record ColourStepsOp(int First, int End, uint Codes) : Op
{
    /// <summary>Bits of the codes that need statistics: contrast, equalize, autocontrast.</summary>
    public const uint NeedStatistics = (1 << 2) | (1 << 9) | (1 << 10);

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        Check(this, inputs, First, End);
        return inputs.Length > 2 == ((Codes & NeedStatistics) != 0)
            ? inputs[0]
            : throw ShapeException.For(this, inputs, "contrast, equalize and autocontrast need statistics, and nothing else does");
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var (x, table, needs) = (node.Shape, node.Inputs[1].Shape, node.Inputs.Count > 2);
        var count = x.Count / x[1];
        PushWord[] push = [(int)count, x[2] * x[3], x[3], First, End, table[1]];
        var statistics = needs ? Operand.In(2) : Operand.In(1) with { Idle = true };
        yield return new Recipe("plain",
            [new Step("Cnn/colour_steps", Threads.For(count), push, Operand.In(0), Operand.In(1), statistics, Operand.Out())
            {
                Constants = [(0, Codes), (1, (uint)x[1]), (2, (uint)(needs ? node.Inputs[2].Shape[1] : 8))],
            }])
        {
            // Sharpness reads neighbours.
            InPlace = (Codes & (1 << 12)) == 0 ? 0 : -1,
        };
    }

    internal static void Check(Op op, Shape[] inputs, int first, int end)
    {
        if (inputs[0].Rank != 4 || inputs[0][1] is not (1 or 3) || inputs[1].Rank != 3 || inputs[1][0] != inputs[0][0] || inputs[1][2] != 8)
            throw ShapeException.For(op, inputs, "the input must be [N,1,H,W] or [N,3,H,W], the table [N,slots,8]");
        if (first < 0 || end <= first || end > inputs[1][1])
            throw ShapeException.For(op, inputs, $"steps {first} to {end} are not in the table");
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// This [N,C,H,W] of 0 to 255 after the steps <paramref name="first"/> to <paramref name="end"/> of <paramref name="table"/>, whose codes are
    /// among the bits <paramref name="codes"/>; statistics are made where they are needed.
    /// </summary>
    public Tensor ColourSteps(Tensor table, int first, int end, uint codes)
    {
        var op = new ColourStepsOp(first, end, codes);
        return (codes & ColourStepsOp.NeedStatistics) == 0
            ? Graph.Append(op, this, table)
            : Graph.Append(op, this, table, Graph.Append(new ColourStatsOp(first, end, codes), this, table));
    }
}

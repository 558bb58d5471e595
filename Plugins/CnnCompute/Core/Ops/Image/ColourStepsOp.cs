// Pictures after steps of colour that a table for each of them says.
namespace CnnCompute;

/// <summary>Which codes each step of a pass may have: 20 bits a step.</summary>
public readonly record struct ColourCodes(ulong First, ulong Second, ulong Third)
{
    /// <summary>The most steps of a pass.</summary>
    public const int Most = 9;

    private const int Bits = 20, Each = 3;

    /// <summary>One after the other; bit k is set where code k may occur.</summary>
    public static ColourCodes Of(params IReadOnlyList<uint> steps)
    {
        ulong Part(int part) => Enumerable.Range(0, Each).Where(k => (part * Each) + k < steps.Count)
            .Aggregate(0ul, (bits, k) => bits | ((ulong)steps[(part * Each) + k] << (k * Bits)));
        return new ColourCodes(Part(0), Part(1), Part(2));
    }

    /// <summary>The codes of a step.</summary>
    public uint this[int step] =>
        (uint)((step / Each == 0 ? First : step / Each == 1 ? Second : Third) >> (step % Each * Bits)) & ((1u << Bits) - 1);

    /// <summary>The codes of all steps.</summary>
    public uint All
    {
        get
        {
            var all = 0u;
            for (var k = 0; k < Most; k++)
                all |= this[k];
            return all;
        }
    }

    internal (int Id, uint Value)[] Constants(Shape x, int statistics)
    {
        var codes = this;
        return [(1, (uint)x[1]), (2, (uint)statistics), .. Enumerable.Range(0, Most).Select(k => (3 + k, codes[k]))];
    }
}

/// <summary>
/// [N,C,H,W] of 0 to 255 (one channel, or red, green and blue) after the steps <paramref name="First"/> to <paramref name="End"/> of a table
/// [N,slots,8] (see <see cref="RandomColourOp"/>). Codes: 0 nothing, 1 brightness, 2 contrast, 3 saturation, 4 hue, 5 gamma, 6 greyscale, 7
/// posterize, 8 solarize, 9 equalize, 10 autocontrast, 11 invert, 12 sharpness, 13 a colour added, 14 noise, 15 a rectangle, 16 one of noise. The
/// formulas are torchvision's (transforms/_functional_tensor.py, v0.15), without its rounding to bytes between steps; posterize and equalize round
/// what they take. A pixel that is no number stays. <paramref name="Codes"/>: bit k is set where code k may occur. Inputs x, the table, and
/// <see cref="ColourStatsOp"/>'s statistics where a code needs them: at most one of a picture's steps may. Sharpness must be a picture's first
/// step, and none that needs statistics may come after it. It acts on data and has no gradient.
/// </summary>
public sealed record ColourStepsOp(int First, int End, ColourCodes Codes) : Op
{
    /// <summary>Bits of the codes that need statistics: contrast, equalize, autocontrast.</summary>
    public const uint NeedStatistics = (1 << 2) | (1 << 9) | (1 << 10);

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        Check(this, inputs, First, End);
        return inputs.Length > 2 == ((Codes.All & NeedStatistics) != 0)
            ? inputs[0]
            : throw ShapeException.For(this, inputs, "contrast, equalize and autocontrast need statistics, and nothing else does");
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var (x, table, needs) = (node.Shape, node.Inputs[1].Shape, node.Inputs.Count > 2);
        var count = x.Count / x[1];
        PushWord[] push = [(int)count, x[2] * x[3], x[3], First, table[1]];
        var statistics = needs ? Operand.In(2) : Operand.In(1) with { Idle = true };
        yield return new Recipe("plain",
            [new Step("Cnn/colour_steps", Threads.For(count), push, Operand.In(0), Operand.In(1), statistics, Operand.Out())
            {
                Constants = Codes.Constants(x, needs ? node.Inputs[2].Shape[1] : 0),
            }])
        {
            // Sharpness reads neighbours.
            InPlace = (Codes.All & (1 << 12)) == 0 ? 0 : -1,
        };
    }

    internal static void Check(Op op, Shape[] inputs, int first, int end)
    {
        if (inputs[0].Rank != 4 || inputs[0][1] is not (1 or 3) || inputs[1].Rank != 3 || inputs[1][0] != inputs[0][0] || inputs[1][2] != 8)
            throw ShapeException.For(op, inputs, "the input must be [N,1,H,W] or [N,3,H,W], the table [N,slots,8]");
        if (first < 0 || end <= first || end > inputs[1][1] || end - first > ColourCodes.Most)
            throw ShapeException.For(op, inputs, $"steps {first} to {end} are not in the table, or more than {ColourCodes.Most}");
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// This [N,C,H,W] of 0 to 255 after the steps <paramref name="first"/> to <paramref name="end"/> of <paramref name="table"/>, whose codes are
    /// among <paramref name="codes"/>; statistics are made where they are needed.
    /// </summary>
    public Tensor ColourSteps(Tensor table, int first, int end, ColourCodes codes)
    {
        var op = new ColourStepsOp(first, end, codes);
        return (codes.All & ColourStepsOp.NeedStatistics) == 0
            ? Graph.Append(op, this, table)
            : Graph.Append(op, this, table, Graph.Append(new ColourStatsOp(first, end, codes), this, table));
    }
}

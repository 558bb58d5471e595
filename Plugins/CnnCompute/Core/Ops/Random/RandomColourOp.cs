// Random steps of colour, as a table for each sample.
namespace CnnCompute;

/// <summary>What a <see cref="RandomColourOp"/> draws; the letters are those of <see cref="DrawRange"/>. Pixels are 0 to 255.</summary>
public enum RandomColour
{
    /// <summary>Times A to B.</summary>
    Brightness,

    /// <summary>Mixed with its mean grey: A to B of itself.</summary>
    Contrast,

    /// <summary>Mixed with its own grey: A to B of itself.</summary>
    Saturation,

    /// <summary>Hue moved by A to B of the circle.</summary>
    Hue,

    /// <summary>255 (v / 255) to the power A to B.</summary>
    Gamma,

    /// <summary>Without colour.</summary>
    Greyscale,

    /// <summary>A bits of each byte.</summary>
    Posterize,

    /// <summary>Values of A and more inverted.</summary>
    Solarize,

    /// <summary>All values equally frequent.</summary>
    Equalize,

    /// <summary>Each channel stretched to 0 to 255.</summary>
    AutoContrast,

    /// <summary>255 - v.</summary>
    Invert,

    /// <summary>Mixed with its own blur: A of itself.</summary>
    Sharpness,

    /// <summary>
    /// AlexNet's lighting: a sum of colours A to I (three rows, red, green, blue; a column is a principal component times its eigenvalue, both of
    /// pixels of 0 to 1), each times a normal number of deviation J.
    /// </summary>
    Lighting,

    /// <summary>Normal noise of a deviation of A to B.</summary>
    Noise,

    /// <summary>A rectangle of A to B of the area and an aspect of C to D becomes E; noise where that is negative.</summary>
    Erase,

    /// <summary>A square of A pixels about any pixel becomes B.</summary>
    Cutout,

    /// <summary>Brightness A to B, contrast C to D, saturation E to F and hue G to H, in random order: four steps.</summary>
    Jitter,

    /// <summary>
    /// The step of an automatic policy, where it is one of colour: enhancements by up to E, up to F bits taken; G bins, H the one that is taken, or
    /// -1 for a random one.
    /// </summary>
    Policy,
}

/// <summary>
/// A table [N,<paramref name="Slots"/>,8] of colour steps for each sample, in which this one writes its own from <paramref name="Slot"/> on: a code
/// (see <see cref="ColourStepsOp"/>) and seven numbers; code 0 with probability 1 - <paramref name="P"/>. Inputs I32 sample indices [N], key (seed,
/// epoch), optionally the table so far. <paramref name="Height"/> and <paramref name="Width"/> are the pictures'.
/// </summary>
public sealed record RandomColourOp(RandomColour Kind, DrawRange Range, float P, int Slot, int Slots, int Height, int Width, int Id) : Op
{
    /// <summary>How many steps a kind writes.</summary>
    public static int StepsOf(RandomColour kind) => kind == RandomColour.Jitter ? 4 : 1;

    /// <inheritdoc/>
    public override bool IsPure => false;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        RandomKey.Check(this, inputs, inputs[1]);
        var table = new Shape(inputs[0].Rank == 1 ? inputs[0][0] : 0, Slots, 8);
        if (inputs[0].Rank != 1 || (inputs.Length > 2 && inputs[2] != table))
            throw ShapeException.For(this, inputs, $"the sample indices must be [N] and the table so far [N,{Slots},8]");
        return P is >= 0 and <= 1 && Slot >= 0 && Slot + StepsOf(Kind) <= Slots && Slots <= Threads.MostRounds / 8
            ? table
            : throw ShapeException.For(this, inputs, $"probability {P} must be in [0, 1] and step {Slot} one of {Slots}");
    }

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs)
    {
        ElementTypes.Require(this, inputs, 0, DType.I32, "the sample indices");
        RandomKey.CheckType(this, inputs, 1);
        return DType.F32;
    }

    /// <summary>What is drawn has no slope.</summary>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => new Tensor?[node.Inputs.Count];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var (n, follows) = (node.Shape[0], node.Inputs.Count > 2);
        PushWord[] push =
        [
            n, (int)Kind, Id, node.Inputs[1].Shape.Count > 1, follows, Slot, Slots, Height, Width, P, .. Range.Push,
        ];
        var before = follows ? Operand.In(2) : Operand.In(0) with { Idle = true };
        yield return new Recipe("plain",
            [new Step("Cnn/random_colour", Threads.For(n), push, Operand.In(0), Operand.In(1), before, Operand.Out())]);
    }
}

/// <summary>Random steps of colour.</summary>
public static class RandomColourExtensions
{
    /// <summary>
    /// The table of <see cref="RandomColourOp"/> for <paramref name="samples"/> (I32 indices [N]) and <paramref name="key"/> (seed, epoch), after the
    /// steps <paramref name="before"/>; see <see cref="Tensor.ColourSteps"/>. Ops of one <paramref name="id"/> draw the same numbers; null for
    /// numbers of its own.
    /// </summary>
    public static Tensor RandomColour(
        this Tensor samples, Tensor key, RandomColour kind, DrawRange range, (int Height, int Width) size, (int At, int Of) slot, float p = 1,
        Tensor? before = null, int? id = null)
    {
        var op = new RandomColourOp(kind, range, p, slot.At, slot.Of, size.Height, size.Width, id ?? samples.Graph.NextRandomId());
        return before is { } table ? samples.Graph.Append(op, samples, key, table) : samples.Graph.Append(op, samples, key);
    }
}

// Random changes of places, as a matrix for each sample.
namespace CnnCompute;

/// <summary>What a <see cref="RandomWarpOp"/> draws; the letters are those of <see cref="DrawRange"/>.</summary>
public enum RandomWarp
{
    /// <summary>Left and right change places.</summary>
    HorizontalFlip,

    /// <summary>Top and bottom change places.</summary>
    VerticalFlip,

    /// <summary>A window of the wanted size at a random whole pixel of the picture with A pixels around it (torchvision's RandomCrop).</summary>
    Crop,

    /// <summary>A window of the wanted size in the middle (torchvision's CenterCrop).</summary>
    CentreCrop,

    /// <summary>The whole picture at the wanted size.</summary>
    Resize,

    /// <summary>
    /// A window of A to B of the area and an aspect of C to D, at the wanted size (torchvision's RandomResizedCrop: ten tries, then the middle).
    /// </summary>
    ResizedCrop,

    /// <summary>
    /// Turned clockwise by A to B degrees, moved by whole pixels up to C of the width and D of the height, scaled by E to F, sheared by up to G and
    /// H degrees, about the middle (torchvision's RandomAffine).
    /// </summary>
    Affine,

    /// <summary>Widened by A to B and heightened by C to D.</summary>
    Stretch,

    /// <summary>Seen at an angle: corners move inwards by up to A of half the sides (torchvision's RandomPerspective).</summary>
    Perspective,

    /// <summary>
    /// The step of an automatic policy, where it is one of places: shear up to A, shift up to B pixels across and C down, turn up to D degrees; G
    /// bins, H the one that is taken, or -1 for a random one (torchvision's RandAugment and TrivialAugmentWide).
    /// </summary>
    Policy,

    /// <summary>Left and right change places in every second epoch; which ones is drawn for each sample (Jordan, "94% on CIFAR-10", 2024).</summary>
    AlternatingFlip,
}

/// <summary>What numbers are drawn from; each user says what its letters mean.</summary>
public readonly record struct DrawRange(
    float A = 0, float B = 0, float C = 0, float D = 0, float E = 0, float F = 0, float G = 0, float H = 0, float I = 0, float J = 0)
{
    internal PushWord[] Push => [A, B, C, D, E, F, G, H, I, J];
}

/// <summary>
/// A matrix [N,8], by rows, the ninth number being 1, for each sample: it leads from a pixel of a result of <paramref name="To"/> to one of a
/// picture of <paramref name="From"/>, both counted from the middle in pixels (y down), so that matrices of steps in a row multiply. With
/// probability 1 - <paramref name="P"/> the unit matrix. Inputs I32 sample indices [N], key (seed, epoch), optionally the matrices of the steps
/// before, which are multiplied from the left. What is drawn depends on (seed, epoch, sample index) alone, and on <paramref name="Id"/>.
/// </summary>
public sealed record RandomWarpOp(RandomWarp Kind, DrawRange Range, float P, (int Height, int Width) From, (int Height, int Width) To, int Id) : Op
{
    /// <inheritdoc/>
    public override bool IsPure => false;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        RandomKey.Check(this, inputs, inputs[1]);
        var matrices = new Shape(inputs[0].Rank == 1 ? inputs[0][0] : 0, 8);
        if (inputs[0].Rank != 1 || (inputs.Length > 2 && inputs[2] != matrices))
            throw ShapeException.For(this, inputs, "the sample indices must be [N] and the matrices before [N,8]");
        var pad = Kind == RandomWarp.Crop ? (int)Range.A : 0;
        if (Kind is RandomWarp.Crop or RandomWarp.CentreCrop && (To.Height > From.Height + (2 * pad) || To.Width > From.Width + (2 * pad)))
        {
            throw ShapeException.For(this, inputs,
                $"a window of {To.Height}x{To.Width} does not fit pictures of {From.Height}x{From.Width} with {pad} pixels around them");
        }
        return P is >= 0 and <= 1 && From.Height > 0 && From.Width > 0 && To.Height > 0 && To.Width > 0
            ? matrices
            : throw ShapeException.For(this, inputs, $"probability {P} must be in [0, 1] and sizes {From} to {To} positive");
    }

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs)
    {
        ElementTypes.Require(this, inputs, 0, DType.I32, "the sample indices");
        RandomKey.CheckType(this, inputs, 1);
        return DType.F32;
    }

    /// <summary>What is drawn has no slope; matrices before are made of draws too.</summary>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => new Tensor?[node.Inputs.Count];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var (n, follows) = (node.Shape[0], node.Inputs.Count > 2);
        PushWord[] push =
        [
            n, (int)Kind, Id, node.Inputs[1].Shape.Count > 1, follows, From.Height, From.Width, To.Height, To.Width, P, .. Range.Push,
        ];
        var before = follows ? Operand.In(2) : Operand.In(0) with { Idle = true };
        yield return new Recipe("plain",
            [new Step("Cnn/random_warp", Threads.For(n), push, Operand.In(0), Operand.In(1), before, Operand.Out())]);
    }
}

/// <summary>Random changes of places.</summary>
public static class RandomWarpExtensions
{
    /// <summary>
    /// A matrix [N,8] for each of <paramref name="samples"/> (I32 indices [N]) from <paramref name="key"/> (seed, epoch), after those of the steps
    /// <paramref name="before"/>; see <see cref="Tensor.Warp"/>. Ops of one
    /// <paramref name="id"/> draw the same numbers; null for numbers of its own.
    /// </summary>
    public static Tensor RandomWarp(
        this Tensor samples, Tensor key, RandomWarp kind, DrawRange range, (int Height, int Width) from, (int Height, int Width) to, float p = 1,
        Tensor? before = null, int? id = null)
    {
        var op = new RandomWarpOp(kind, range, p, from, to, id ?? samples.Graph.NextRandomId());
        return before is { } matrices ? samples.Graph.Append(op, samples, key, matrices) : samples.Graph.Append(op, samples, key);
    }
}

// Smoothing of training pictures by a Gaussian of random width.
namespace CnnCompute;

/// <summary>
/// Each sample of [N,C,H,W], with probability <paramref name="P"/>, smoothed by a Gaussian of <paramref name="Low"/> to <paramref name="High"/>
/// pixels, cut off at a window of <paramref name="Kernel"/>, the picture mirrored at its edge pixels (torchvision's GaussianBlur). Inputs x, I32
/// sample indices [N], key (seed, epoch): the width depends on (seed, epoch, sample index) alone. It acts on data and has no gradient (<see
/// cref="GaussianBlurOp"/> has).
/// </summary>
public sealed record RandomBlurOp(int Kernel, float Low, float High, float P, int Id) : Op
{
    /// <inheritdoc/>
    public override bool IsPure => false;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        RandomKey.Check(this, inputs, inputs[2]);
        if (inputs[0].Rank != 4 || inputs[1] != new Shape(inputs[0][0]))
            throw ShapeException.For(this, inputs, "the input must be [N,C,H,W] and the sample indices [N]");
        return Kernel is > 0 and < 256 && Kernel % 2 == 1 && Low > 0 && High >= Low && P is >= 0 and <= 1
            ? inputs[0]
            : throw ShapeException.For(this, inputs, $"a window of {Kernel} must be odd, widths {Low} to {High} positive, probability {P} in [0, 1]");
    }

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs)
    {
        ElementTypes.Require(this, inputs, 1, DType.I32, "the sample indices");
        RandomKey.CheckType(this, inputs, 2);
        return DType.F32;
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var x = node.Shape;
        // Memory is rows of columns of channels.
        Step Pass(Operand from, Operand to, int length, int inner) =>
            new("Cnn/random_blur", Threads.For(x.Count),
                [(int)x.Count, (int)(x.Count / x[0]), inner, length, Id, node.Inputs[2].Shape.Count > 1, P, Low, High],
                from, Operand.In(1), Operand.In(2), to)
            {
                Constants = [(0, (uint)(Kernel / 2))],
            };
        yield return new Recipe("plain",
            [Pass(Operand.In(0), Operand.Scratch(0), x[2], x[3] * x[1]), Pass(Operand.Scratch(0), Operand.Out(), x[3], x[1])])
        {
            Scratch = [x.Bytes],
        };
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// Each sample smoothed by a Gaussian of <paramref name="low"/> to <paramref name="high"/> pixels with probability <paramref name="p"/>;
    /// <paramref name="samples"/> are I32 indices [N], <paramref name="key"/> is (seed, epoch).
    /// </summary>
    public Tensor RandomBlur(Tensor samples, Tensor key, int kernel, float low, float high, float p = 1) =>
        Graph.Append(new RandomBlurOp(kernel, low, high, p, Graph.NextRandomId()), this, samples, key);
}

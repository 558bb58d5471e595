// A constant scale and shift per channel.
namespace CnnCompute;

/// <summary>x * scale[c] + shift[c] with constants, for [N,C,H,W] of at most three channels (torchvision's Normalize).</summary>
public sealed record NormalizeOp(PixelNorm Norm) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => inputs[0].Rank == 4 && inputs[0][1] <= 3
        ? inputs[0]
        : throw ShapeException.For(this, inputs, "the input must be [N,C,H,W] with at most three channels");

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [grad.Graph.Append(new NormalizeOp(Norm with { Shift = (0, 0, 0) }), grad)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var x = node.Shape;
        var step = new Step("Cnn/normalize", Threads.Wide(x.Count), [(int)x.Count, .. Norm.Push], Operand.In(0), Operand.Out())
        {
            Constants = [(0, (uint)x[1])],
        };
        yield return new Recipe("plain", [step]) { InPlace = 0 };
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// x * scale[c] + shift[c]; x is in the unit that <paramref name="norm"/> expects (bytes, unless <see cref="PixelNorm.FromUnit"/>). The result
    /// has the norm's order of colours.
    /// </summary>
    public Tensor Normalize(PixelNorm norm) => Graph.Append(new NormalizeOp(norm.InOrder), this).InOrderOf(norm);

    /// <summary>Red, green and blue as they are, or backwards where <paramref name="norm"/> wants blue first.</summary>
    internal Tensor InOrderOf(PixelNorm norm) => norm.IsBgr && Shape[1] == 3 ? Flip(1) : this;
}

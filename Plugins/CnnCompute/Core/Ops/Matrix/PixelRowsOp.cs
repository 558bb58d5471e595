// Pictures as matrices of pixels by channels, and back, without a copy.
namespace CnnCompute;

/// <summary>
/// [N,C,H,W] as the matrices [N,H·W,C] of their pixels, or such matrices as pictures: <paramref name="Target"/> is the one or the other. Memory is
/// the same.
/// </summary>
public sealed record PixelRowsOp(Shape Target) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        var (image, rows) = Target.Rank == 4 ? (Target, inputs[0]) : (inputs[0], Target);
        return image.Rank == 4 && rows == new Shape(image[0], image[2] * image[3], image[1])
            ? Target
            : throw ShapeException.For(this, inputs, $"pixels as {Target}: pictures [N,C,H,W] are matrices [N,H*W,C]");
    }

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) => inputs[0];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad.Graph.Append(new PixelRowsOp(node.Inputs[0].Shape), grad)];

    /// <inheritdoc/>
    public override int Aliases(Node node) => 0;

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var whole = (1, (int)Target.Count);
        yield return new Recipe("plain", [ReshapeOp.Launch(Target.Count, whole, whole)]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>[N,C,H,W] as [N,H·W,C]: the channels of each pixel in a row, without a copy.</summary>
    public Tensor PixelRows()
    {
        if (Shape.Rank != 4)
            throw new ShapeException($"PixelRows of {Shape}: the input must be [N,C,H,W]");
        return Graph.Append(new PixelRowsOp(new Shape(Shape[0], Shape[2] * Shape[3], Shape[1])), this);
    }

    /// <summary>[N,H·W,C] as [N,C,H,W], the inverse of <see cref="PixelRows"/>.</summary>
    public Tensor PixelImages(int height, int width)
    {
        if (Shape.Rank != 3)
            throw new ShapeException($"PixelImages of {Shape}: the input must be [N,H*W,C]");
        return Graph.Append(new PixelRowsOp(new Shape(Shape[0], Shape[2], height, width)), this);
    }

    /// <summary>
    /// The Gram matrix [N,C,C] of feature maps [N,C,H,W]: the products of each two channels summed over all pixels (Gatys et al., "Image Style
    /// Transfer Using Convolutional Neural Networks", 2016).
    /// </summary>
    /// <param name="normalize">Divided by C·H·W.</param>
    public Tensor GramMatrix(bool normalize = true)
    {
        var rows = PixelRows();
        var gram = rows.MatMul(rows, transA: true);
        return normalize ? gram / (Shape.Count / Shape[0]) : gram;
    }
}

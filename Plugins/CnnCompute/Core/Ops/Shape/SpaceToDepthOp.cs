// Pixels to channels.
namespace CnnCompute;

/// <summary>
/// The inverse of <see cref="DepthToSpaceOp"/>: [N, C, H*b, W*b] to [N, C*b*b, H, W] (ONNX's SpaceToDepth; torch.nn.PixelUnshuffle where
/// <paramref name="ChannelsFirst"/>).
/// </summary>
public sealed record SpaceToDepthOp(int Block, bool ChannelsFirst) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        var x = inputs[0];
        return x.Rank == 4 && Block >= 1 && x[2] % Block == 0 && x[3] % Block == 0
            ? new Shape(x[0], x[1] * Block * Block, x[2] / Block, x[3] / Block)
            : throw ShapeException.For(this, inputs, $"the input must be [N,C,H,W] with height and width multiples of {Block}");
    }

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) => inputs[0];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad.DepthToSpace(Block, ChannelsFirst)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var (x, b) = (node.Inputs[0].Shape, Block);
        int c = x[1], h = x[2] / b, w = x[3] / b, line = x[3] * c, image = x[2] * line;
        var walk = ChannelsFirst ? new Shape(x[0], h, w, c, b, b) : new Shape(x[0], h, w, b, b, c);
        int[] strides = ChannelsFirst ? [image, b * line, b * c, 1, line, c] : [image, b * line, b * c, line, c, 1];
        return GatherAxes.Walk(this, walk, strides).Copies("Cnn/space_to_depth", walk);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// ONNX's SpaceToDepth: the block's place is the slower part of the new channel, or the faster where <paramref name="channelsFirst"/>.
    /// </summary>
    public Tensor SpaceToDepth(int block, bool channelsFirst = false) => Graph.Append(new SpaceToDepthOp(block, channelsFirst), this);

    /// <summary>[N, C, H*r, W*r] to [N, C*r*r, H, W], as torch.nn.functional.pixel_unshuffle.</summary>
    public Tensor PixelUnshuffle(int factor) => SpaceToDepth(factor, channelsFirst: true);
}

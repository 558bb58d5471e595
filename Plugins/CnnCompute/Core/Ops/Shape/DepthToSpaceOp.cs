// Channels to pixels and back.
namespace CnnCompute;

/// <summary>
/// [N, C*b*b, H, W] to [N, C, H*b, W*b]: pixel (h*b+i, w*b+j) of channel c comes from channel (i*b+j)*C + c, or c*b*b + i*b + j where
/// <paramref name="ChannelsFirst"/> (ONNX's modes DCR and CRD; the second is torch.nn.PixelShuffle).
/// </summary>
public sealed record DepthToSpaceOp(int Block, bool ChannelsFirst) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        var x = inputs[0];
        if (x.Rank != 4 || Block < 1 || Block > 1 << 15 || x[1] % (Block * Block) != 0)
            throw ShapeException.For(this, inputs, $"the input must be [N,C,H,W] with C a multiple of {Block} squared");
        return new Shape(x[0], x[1] / (Block * Block), Size(x[2]), Size(x[3]));

        int Size(int size) => (long)size * Block <= int.MaxValue ? size * Block : throw ShapeException.For(this, inputs, "the result is too large");
    }

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) => inputs[0];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad.Graph.Append(new SpaceToDepthOp(Block, ChannelsFirst), grad)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var (y, b) = (node.Shape, Block);
        int c = y[1], deep = c * b * b, h = y[2] / b, w = y[3] / b;
        // The result's memory: n, h, i, w, j, c.
        var (i, j, channel) = ChannelsFirst ? (b, 1, b * b) : (b * c, c, 1);
        var walk = new Shape(y[0], h, b, w, b, c);
        return GatherAxes.Walk(this, walk, [h * w * deep, w * deep, i, deep, j, channel]).Copies("Cnn/depth_to_space", walk);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>ONNX's DepthToSpace: mode DCR, or CRD where <paramref name="channelsFirst"/>.</summary>
    public Tensor DepthToSpace(int block, bool channelsFirst = false) => Graph.Append(new DepthToSpaceOp(block, channelsFirst), this);

    /// <summary>[N, C*r*r, H, W] to [N, C, H*r, W*r], as torch.nn.functional.pixel_shuffle.</summary>
    public Tensor PixelShuffle(int factor) => DepthToSpace(factor, channelsFirst: true);
}

// Channels dealt out anew between groups.
namespace CnnCompute;

/// <summary>
/// Channels seen as [Groups, C/Groups] are transposed: output channel j*Groups + g is input channel g*C/Groups + j (Zhang et al., "ShuffleNet", 2018;
/// torch.channel_shuffle). [N,C,H,W] to the same, or any rank of at least 2 with channels on axis 1.
/// </summary>
public sealed record ChannelShuffleOp(int Groups) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => inputs[0].Rank >= 2 && Groups > 0 && inputs[0][1] % Groups == 0
        ? inputs[0]
        : throw ShapeException.For(this, inputs, $"the input needs channels on axis 1 whose number divides by the {Groups} groups");

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) => inputs[0];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad.ChannelShuffle(node.Shape[1] / Groups)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var view = AxisView.Of(node.Shape, 1);
        var each = view.Length / Groups;
        var axes = GatherAxes.Merge(1,
        [
            (view.Outer, [view.Length * view.Inner]), (each, [view.Inner]), (Groups, [each * view.Inner]), (view.Inner, [1]),
        ]);
        foreach (var recipe in axes.Copies("Cnn/permute", node.Shape, cut: node.Shape.Count))
            yield return recipe;
        if (view.Inner == 1 && view.Length % 8 == 0)
        {
            var count = node.Shape.Count / 8;
            yield return new Recipe("eights",
                [new Step("Cnn/channel_shuffle", Threads.For(count), [(int)count, view.Length, each], Operand.In(0), Operand.Out())
                {
                    Constants = [(0, (uint)Groups)],
                }]);
        }
    }
}

public readonly partial record struct Tensor
{
    /// <summary>As torch.channel_shuffle: channels dealt out between <paramref name="groups"/>.</summary>
    /// <exception cref="ShapeException">The channels do not divide by the groups.</exception>
    public Tensor ChannelShuffle(int groups) => groups == 1 && Shape.Rank >= 2 ? this : Graph.Append(new ChannelShuffleOp(groups), this);
}

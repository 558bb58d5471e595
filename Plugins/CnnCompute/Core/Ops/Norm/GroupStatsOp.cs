// Mean and variance of groups of channels in each sample.
namespace CnnCompute;

/// <summary>
/// [N,G,2]: mean and biased variance of each group of C/G neighbouring channels of x [N,C,...], over all their elements. Welford's method, merged by
/// Chan's formula in fixed order. G = C gives the statistics of instance normalisation, G = 1 those of whole samples.
/// </summary>
public sealed record GroupStatsOp(int Groups) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        NormView.Check(this, inputs, inputs[0], Groups);
        return new Shape(inputs[0][0], Groups, 2);
    }

    /// <summary>dx = (dmean + 2 (x - mean) dvariance) / elements. Normalisation itself has a rule of its own that includes this way.</summary>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad)
    {
        var x = node.Inputs[0];
        // Channels of a group need no copy where each is a group of its own.
        var lines = Groups == x.Shape[1] ? x.Shape.ToArray() : [x.Shape[0], Groups, (int)(x.Shape.Count / x.Shape[0] / Groups)];
        var group = new Shape([lines[0], lines[1], .. lines[2..].Select(_ => 1)]);
        Tensor Row(Tensor t, int i) => t.Slice(2, i, 1).Reshape(group);
        var dx = (Row(grad, 0) + (x.Reshape(lines) - Row(output, 0)) * Row(grad, 1) * 2) / (x.Shape.Count / x.Shape[0] / Groups);
        return [dx.Reshape(x.Shape)];
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var x = node.Inputs[0].Shape;
        var view = NormView.OfGroups(x, Groups);
        var (parts, most) = Reduction.Parts(view.Rows, view.Outer * view.Blocks, device);
        int count = x[0] * Groups, inRow = view.Splat ? 1 : Groups, threads = view.Outer * parts * view.Blocks;
        yield return new Recipe("plain",
        [
            new Step("Cnn/batch_norm_stats", Threads.For(threads), [threads, view.Rows, view.Blocks, parts, most], Operand.In(0), Operand.Scratch(0))
            {
                Constants = [view.Constants[0]],
            },
            new Step(
                "Cnn/group_stats", Threads.For(count), [count, inRow, view.Lanes / inRow, view.Rows, parts, most], Operand.Scratch(0), Operand.Out()),
        ])
        {
            Scratch = [8L * view.Outer * parts * view.Lanes],
        };
    }
}

public readonly partial record struct Tensor
{
    /// <summary>[N,G,2]: mean and biased variance of each of <paramref name="groups"/> groups of channels in each sample of [N,C,...].</summary>
    public Tensor GroupStatistics(int groups) =>
        NormView.Merged(Shape, groups) is { } lines ? Reshape(lines).GroupStatistics(groups) : Graph.Append(new GroupStatsOp(groups), this);
}

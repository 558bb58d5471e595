// A classifier turned into a network that runs densely over any larger picture.
namespace CnnCompute;

/// <summary>
/// A trained classifier whose linear layers are convolutions (Long, Shelhamer and Darrell, "Fully convolutional networks for semantic segmentation",
/// 2015): the one after the flattening gets a window as large as the map it flattened, those after it 1×1; global pooling becomes a window of that
/// size. For a picture of the size the classifier was made for the scores are the same, as [N,classes,1,1]; for a larger one there is a cell for each
/// place, as many pixels apart as the classifier's strides multiply to. A cell is what the classifier says of the picture cut out there, up to what
/// its padding layers see beyond the cut.
/// </summary>
public sealed class FullyConvolutional : Module
{
    private readonly Module model;
    private readonly Dictionary<Parameter, Parameter> reshaped = [];
    private readonly int channels, height, width;

    /// <summary>
    /// Turns <paramref name="model"/>, in evaluation mode from then on, made for [N, channels, height, width]. Its parameters are shared but those of
    /// linear layers, which start from the model's initial values under the same keys, reshaped.
    /// </summary>
    /// <exception cref="NotSupportedException">A layer after the flattening is neither linear nor elementwise.</exception>
    /// <exception cref="ShapeException">The model does not take such an input.</exception>
    public FullyConvolutional(Module model, int channels, int height, int width)
    {
        (this.model, this.channels, this.height, this.width) = (model, channels, height, width);
        model.Eval();
        // Finds out now what cannot be turned, and which parameters are reshaped.
        Forward(new Graph().Input("x", 1, channels, height, width));
    }

    /// <summary>Scores [N, classes, h, w] of a picture [N, C, H, W] at least as large as the classifier's.</summary>
    public override Tensor Forward(Tensor x)
    {
        if (x.Shape.Rank != 4 || x.Shape[1] != channels || x.Shape[2] < height || x.Shape[3] < width)
            throw new ShapeException($"FullyConvolutional: a picture [N,{channels},{height} or more,{width} or more] is needed, not {x.Shape}");
        // The classifier at its own size tells what each value means; its nodes are then appended again over the larger picture.
        var output = model.ForwardNamed(new Graph().Input("x", x.Shape[0], channels, height, width));
        var values = new Dictionary<int, Value>();
        foreach (var node in Needed(output))
        {
            var value = values[node.Id] = node.Op is InputOp ? new Value(x) : Append(node, x.Graph, [.. node.Inputs.Select(i => values[i.Id])]);
            if (value.Tensor is { } tensor && node.Op is not InputOp && node.Name is { } name && !x.Graph.Names.ContainsKey(name))
                tensor.Named(name);
        }
        return values[output.Id].Tensor!.Value;
    }

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, Module Module)> Children() => [];

    /// <summary>The model's state, with the weights of linear layers as those of convolutions.</summary>
    protected override IEnumerable<(string Name, Parameter Parameter, bool IsBuffer)> State()
    {
        var buffers = model.Buffers().ToHashSet();
        return model.StateDict().Select(e => (e.Key, reshaped.GetValueOrDefault(e.Value, e.Value), buffers.Contains(e.Value)));
    }

    // What stands for a value of the classifier: a tensor, or a parameter that is not in the graph yet. Flat: the classifier's value is [N, C·H·W],
    // this tensor the map [N,C,…,…] that it flattened, each place the corner of a window of H by W.
    private readonly record struct Value(Tensor? Tensor, Parameter? Parameter = null, bool FromWeights = false, (int C, int H, int W)? Flat = null);

    private Value Append(Node node, Graph graph, Value[] inputs)
    {
        if (node.Op is ParameterOp p)
            return new Value(null, p.Parameter, FromWeights: true);
        if (inputs.All(i => i.FromWeights))
            return new Value(graph.Append(node.Op, [.. inputs.Select(i => InGraph(graph, i))]), FromWeights: true);
        if (inputs.FirstOrDefault(i => i.Flat is not null) is { Flat: { } flat })
            return AfterFlat(node, graph, inputs, flat);
        var (x, from) = (InGraph(graph, inputs[0]), node.Inputs[0].Shape);
        switch (node.Op)
        {
            case ReshapeOp { Target: { Rank: 2 } target } when from.Rank == 4 && target[0] == from[0]:
                return new Value(x, Flat: (from[1], from[2], from[3]));
            case GlobalAvgPoolOp:
                return new Value(Mean(x, from));
            case SumOp { Axes: 0b1100, KeepDim: var keep, Factor: var factor } when from.Rank == 4:
                var sum = Mean(x, from).Scale(factor * from[2] * from[3]);
                return keep ? new Value(sum) : new Value(sum, Flat: (from[1], 1, 1));
            case ReshapeOp or PermuteOp or BroadcastToOp or AvgPool2dOp { Window.Bins: not (0, 0) } or MaxPool2dOp { Window.Bins: not (0, 0) }:
                throw Refused(node, "its shape is fixed");
            default:
                return new Value(graph.Append(node.Op, [.. inputs.Select(i => InGraph(graph, i))]));
        }
    }

    private Value AfterFlat(Node node, Graph graph, Value[] inputs, (int C, int H, int W) flat)
    {
        switch (node.Op)
        {
            case MatMulOp { TransA: false, TransB: var transB } when inputs is [{ Tensor: { } x }, { Parameter: { } weight }]:
                var kernel = Kernel(weight, transB, flat);
                return new Value(x.Conv2d(graph.Parameter(kernel)), Flat: (kernel.Shape[0], 1, 1));
            case SoftmaxOp when flat is (_, 1, 1):
                return new Value(inputs[0].Tensor!.Value.Softmax(1), Flat: flat);
            case LogSoftmaxOp when flat is (_, 1, 1):
                return new Value(inputs[0].Tensor!.Value.LogSoftmax(1), Flat: flat);
            case ReshapeOp { Target: var target } when target == node.Inputs[0].Shape
                || (flat is (_, 1, 1) && target == new Shape(target[0], flat.C, 1, 1)):
                return inputs[0] with { Flat = target.Rank == 4 ? null : flat };
            // One operand: elementwise ops that ask nothing of the axes.
            case UnaryOp or ReluOp or ScaleOp:
                return new Value(graph.Append(node.Op, inputs[0].Tensor!.Value), Flat: flat);
            case BroadcastOp when inputs.All(i => i.Flat == flat || (i.FromWeights && flat is (_, 1, 1))):
                return new Value(graph.Append(node.Op,
                    [.. inputs.Select(i => i.FromWeights ? PerChannel(node, InGraph(graph, i), flat.C) : i.Tensor!.Value)]), Flat: flat);
            default:
                throw Refused(node, "it is neither linear nor elementwise");
        }
    }

    // A linear layer's weight [O, C·H·W] (or its transpose) is that of a convolution [O,C,H,W]: the same values in the same order.
    private Parameter Kernel(Parameter weight, bool rows, (int C, int H, int W) flat)
    {
        if (reshaped.TryGetValue(weight, out var known))
            return known;
        int outputs = weight.Shape[rows ? 0 : 1], depth = weight.Shape[rows ? 1 : 0];
        var kernel = new Parameter(
            weight.Name, new Shape(outputs, flat.C, flat.H, flat.W), () => rows ? weight.Initial : Transposed(weight.Initial, depth, outputs),
            weight.RequiresGrad);
        return reshaped[weight] = kernel;
    }

    private static float[] Transposed(float[] values, int rows, int columns)
    {
        var result = new float[values.Length];
        for (var r = 0; r < rows; r++)
        {
            for (var c = 0; c < columns; c++)
                result[(c * rows) + r] = values[(r * columns) + c];
        }
        return result;
    }

    private static Tensor InGraph(Graph graph, Value value) => value.Tensor ?? graph.Parameter(value.Parameter!);

    private static Tensor Mean(Tensor x, Shape window) => x.AvgPool2d(new PoolWindow((window[2], window[3]), (1, 1), (0, 0), (1, 1), false));

    private static Tensor PerChannel(Node node, Tensor weights, int count) => weights.Shape.Count == 1 ? weights.Reshape(1)
        : weights.Shape.Count == count && weights.Shape[-1] == count ? weights.Reshape(count, 1, 1)
        : throw Refused(node, $"{weights.Shape} does not hold one value for each of {count} channels");

    private static NotSupportedException Refused(Node node, string why) => new($"FullyConvolutional: {node} cannot run densely: {why}");

    private static IEnumerable<Node> Needed(Tensor output)
    {
        var needed = new SortedSet<int> { output.Id };
        for (var id = output.Id; id >= 0; id--)
        {
            if (needed.Contains(id))
                needed.UnionWith(output.Graph.Nodes[id].Inputs.Select(i => i.Id));
        }
        return needed.Select(id => output.Graph.Nodes[id]);
    }
}

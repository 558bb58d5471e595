// Evaluates any graph on the CPU in double, by the references of the op tests.
namespace CnnCompute.Tests;

/// <summary>A picture of the oracle: RGBA bytes, rows from the top.</summary>
internal sealed record Picture(int Width, int Height, byte[] Rgba);

/// <summary>One run of a graph: inputs, parameters and images by name; values are computed when asked for and kept.</summary>
internal sealed class Oracle(IReadOnlyDictionary<string, double[]> inputs)
{
    private readonly Dictionary<int, double[]> values = [];

    /// <summary>Values of parameters after the updates so far; before the first they are the initial ones.</summary>
    public Dictionary<Parameter, double[]> Written { get; } = [];

    /// <summary>Parameters whose values before the run are not their initial ones.</summary>
    public Dictionary<Parameter, double[]> Parameters { get; } = [];

    /// <summary>Images by name, read and written.</summary>
    public Dictionary<string, Picture> Images { get; init; } = [];

    /// <summary>The fetched values of a graph without images, in NCHW order.</summary>
    public static double[][] Run(IReadOnlyDictionary<string, double[]> inputs, params ReadOnlySpan<Tensor> fetch)
    {
        var oracle = new Oracle(inputs);
        return [.. fetch.ToArray().Select(t => oracle[t])];
    }

    /// <summary>A value of the graph, in NCHW order. Asking for an update runs it (updates chain in the order they are asked for).</summary>
    public double[] this[Tensor tensor]
    {
        get
        {
            if (values.TryGetValue(tensor.Id, out var known))
                return known;
            var node = tensor.Node;
            // Bottom up, so that deep graphs need no deep stack.
            foreach (var id in Needed(tensor))
            {
                if (!values.ContainsKey(id))
                    values[id] = Compute(node.Graph.Nodes[id]);
            }
            return values[tensor.Id];
        }
    }

    /// <summary>A parameter's value before the run.</summary>
    public double[] Before(Parameter parameter) =>
        Parameters.TryGetValue(parameter, out var set)
            ? set
            : [.. parameter.Initial.Select(v => parameter.Type == DType.F32 ? v : (double)BitConverter.SingleToInt32Bits(v))];

    /// <summary>A parameter's value as an update finds it, to be changed in place.</summary>
    public double[] Update(Parameter parameter)
    {
        if (!Written.TryGetValue(parameter, out var value))
            Written[parameter] = value = [.. Before(parameter)];
        return value;
    }

    private double[] Compute(Node node)
    {
        switch (node.Op)
        {
            case InputOp input:
                var given = inputs.TryGetValue(input.Key, out var v)
                    ? v
                    : throw new KeyNotFoundException($"Input \"{input.Key}\" {input.Dimensions} is not given");
                return given.LongLength == node.Shape.Count
                    ? given
                    : throw new ShapeException($"Input \"{input.Key}\" {input.Dimensions}: {given.Length} values");
            case ParameterOp parameter:
                return Before(parameter.Parameter);
            default:
                var result = Reference.For(node.Op).Evaluate(node, [.. node.Inputs.Select(t => values[t.Id])], this);
                return !node.HasOutput || result.LongLength == node.Shape.Count
                    ? result
                    : throw new ShapeException($"The reference of {node} gives {result.Length} values");
        }
    }

    private IEnumerable<int> Needed(Tensor tensor)
    {
        var needed = new SortedSet<int> { tensor.Id };
        var open = new Stack<int>(needed);
        while (open.TryPop(out var id))
        {
            foreach (var input in tensor.Graph.Nodes[id].Inputs)
            {
                if (!values.ContainsKey(input.Id) && needed.Add(input.Id))
                    open.Push(input.Id);
            }
        }
        return needed;
    }
}

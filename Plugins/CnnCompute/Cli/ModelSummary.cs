// A network counted: layers, shapes, parameters, multiply-accumulates, memory.
namespace CnnCompute;

/// <summary>What <c>cnn inspect</c> shows.</summary>
/// <param name="Layers">In order of computation.</param>
/// <param name="LiveBytes">Most bytes of activations alive at one time, nothing fused, in this order.</param>
internal sealed record ModelSummary(IReadOnlyList<ModelSummary.Layer> Layers, long LiveBytes)
{
    /// <summary>One op.</summary>
    /// <param name="Op">Its kind.</param>
    /// <param name="Name">Its name in the file, or its parameters'.</param>
    /// <param name="Output">Shape, NCHW.</param>
    /// <param name="Parameters">Values it reads from parameters; each parameter counts where it is read first.</param>
    /// <param name="Macs">Multiply-accumulates of convolutions and matrix products.</param>
    /// <param name="Bytes">Size of the output.</param>
    internal sealed record Layer(string Op, string Name, int[] Output, long Parameters, long Macs, long Bytes);

    /// <summary>Learnable and saved values.</summary>
    public long Parameters => Layers.Sum(l => l.Parameters);

    /// <summary>Their size in 32-bit floats.</summary>
    public long ParameterBytes => Parameters * 4;

    /// <summary>Multiply-accumulates of one run.</summary>
    public long Macs => Layers.Sum(l => l.Macs);

    /// <summary>Size of all outputs together.</summary>
    public long ActivationBytes => Layers.Sum(l => l.Bytes);

    /// <summary>Counts what <paramref name="output"/> needs; <paramref name="buffers"/> (running statistics) are no parameters, as torchvision counts.</summary>
    public static ModelSummary Of(Graph graph, Tensor output, IReadOnlyList<Parameter> buffers)
    {
        var needed = new HashSet<int> { output.Id };
        for (var id = output.Id; id >= 0; id--)
        {
            if (needed.Contains(id))
                needed.UnionWith(graph.Nodes[id].Inputs.Select(i => i.Id));
        }
        // What comes from parameters alone (a reshaped bias) belongs to the layer that uses it.
        var sources = new Dictionary<int, Parameter[]>();
        var seen = new HashSet<Parameter>();
        var (layers, nodes) = (new List<Layer>(), new List<Node>());
        foreach (var node in graph.Nodes.Where(n => needed.Contains(n.Id)))
        {
            if (node.Op is ParameterOp p)
                sources[node.Id] = [p.Parameter];
            else if (node.Inputs.Count > 0 && node.Inputs.All(i => sources.ContainsKey(i.Id)))
                sources[node.Id] = [.. node.Inputs.SelectMany(i => sources[i.Id]).Distinct()];
            else if (node.Op is not SourceOp)
            {
                Parameter[] own = [.. node.Inputs.SelectMany(i => sources.GetValueOrDefault(i.Id, [])).Where(seen.Add)];
                // A view takes no memory of its own.
                var bytes = node.Op.Aliases(node) >= 0 ? 0 : node.Shape.Bytes;
                var name = node.Name ?? own.FirstOrDefault()?.Name ?? "";
                layers.Add(new Layer(node.Op.Name, name, node.Shape.ToArray(), own.Except(buffers).Sum(o => o.Shape.Count), node.Op.Macs(node), bytes));
                nodes.Add(node);
            }
        }
        return new ModelSummary(layers, Live(nodes, layers));
    }

    private static long Live(List<Node> nodes, List<Layer> layers)
    {
        var place = nodes.Index().ToDictionary(n => n.Item.Id, n => n.Index);
        var last = nodes.Index().Select(n => n.Index).ToArray();
        // Backwards, so that a view keeps what it is a view of alive.
        for (var i = nodes.Count - 1; i >= 0; i--)
        {
            foreach (var input in nodes[i].Inputs.Where(t => place.ContainsKey(t.Id)))
                last[place[input.Id]] = Math.Max(last[place[input.Id]], layers[i].Bytes == 0 ? last[i] : i);
        }
        long most = 0;
        for (var now = 0; now < nodes.Count; now++)
            most = Math.Max(most, Enumerable.Range(0, now + 1).Where(i => last[i] >= now).Sum(i => layers[i].Bytes));
        return most;
    }
}

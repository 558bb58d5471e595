// A network counted: layers, shapes, parameters, connections, multiply-accumulates, memory, receptive fields.
namespace CnnCompute;

/// <summary>What <c>cnn inspect</c> shows.</summary>
/// <param name="Layers">In order of computation.</param>
/// <param name="LiveBytes">Most bytes of activations alive at one time, nothing fused, in this order.</param>
internal sealed record ModelSummary(IReadOnlyList<ModelSummary.Layer> Layers, long LiveBytes)
{
    /// <summary>A layer of the model, or an op that belongs to none.</summary>
    /// <param name="Op">Its kind.</param>
    /// <param name="Name">Its path, its name in the file, or its parameters'.</param>
    /// <param name="Output">Shape, NCHW.</param>
    /// <param name="Parameters">Values it reads from parameters; each parameter counts where it is read first.</param>
    /// <param name="Connections">Uses of weights and biases: one for each multiply-accumulate, and one for each bias or scale of each output.</param>
    /// <param name="Macs">Multiply-accumulates of convolutions and matrix products.</param>
    /// <param name="Bytes">Size of the output in 32-bit floats.</param>
    /// <param name="Field">What one output sees of the picture; null where it sees none of it.</param>
    /// <param name="Inputs">Indices of the layers it takes values from; -1 - i for input i of the network.</param>
    internal sealed record Layer(
        string Op, string Name, int[] Output, long Parameters, long Connections, long Macs, long Bytes, ReceptiveField? Field,
        IReadOnlyList<int> Inputs);

    /// <summary>Learnable values.</summary>
    public long Parameters => Layers.Sum(l => l.Parameters);

    /// <summary>Their size in 32-bit floats.</summary>
    public long ParameterBytes => Parameters * 4;

    /// <summary>Their size in 16-bit floats.</summary>
    public long ParameterBytesF16 => Parameters * 2;

    /// <summary>Uses of weights and biases in one run.</summary>
    public long Connections => Layers.Sum(l => l.Connections);

    /// <summary>Multiply-accumulates of one run.</summary>
    public long Macs => Layers.Sum(l => l.Macs);

    /// <summary>Size of all outputs together.</summary>
    public long ActivationBytes => Layers.Sum(l => l.Bytes);

    /// <summary>
    /// Counts what <paramref name="output"/> needs. Parameters are the floats among <paramref name="learnable"/>, as torchvision counts: neither
    /// running statistics nor constants of the graph. The nodes of one innermost module of <paramref name="trace"/> are one layer; elsewhere a bias
    /// belongs to the product before it.
    /// </summary>
    public static ModelSummary Of(Graph graph, Tensor output, IReadOnlyList<Parameter> learnable, ModuleTrace? trace = null)
    {
        var needed = Needed(graph, output);
        var owners = Owners(graph, trace);
        var consumers = new int[graph.Nodes.Count];
        foreach (var input in needed.SelectMany(n => n.Inputs))
            consumers[input.Id]++;
        // What comes from parameters alone (a reshaped bias) belongs to the layer that uses it.
        var sources = new Dictionary<int, Node>();
        var fields = new Dictionary<int, ReceptiveField>();
        var (rows, rowOf, inputs) = (new List<Row>(), new Dictionary<int, int>(), 0);
        var rowOfOwner = new Dictionary<ModuleTrace.Application, int>();
        foreach (var node in needed)
        {
            if (node.Op is ParameterOp || node.Inputs.Count > 0 && node.Inputs.All(i => sources.ContainsKey(i.Id)))
            {
                sources[node.Id] = node;
            }
            else if (node.Op is SourceOp)
            {
                (fields[node.Id], rowOf[node.Id]) = (ReceptiveField.Input, --inputs);
            }
            else
            {
                (Tensor, ReceptiveField)[] seen = [.. node.Inputs.Where(i => fields.ContainsKey(i.Id)).Select(i => (i, fields[i.Id]))];
                if (seen.Length > 0)
                    fields[node.Id] = ReceptiveField.Of(node, seen);
                var home = Home(node, owners[node.Id]);
                if (home < 0)
                {
                    rows.Add(new Row(owners[node.Id]));
                    home = rows.Count - 1;
                }
                if (owners[node.Id] is { } owner)
                    rowOfOwner[owner] = home;
                rowOf[node.Id] = home;
                rows[home].Nodes.Add(node);
            }
        }
        // The row of the same module; for a bias, that of the product it is added to: one of its inputs.
        int Home(Node node, ModuleTrace.Application? owner) => owner is { } module
            ? rowOfOwner.TryGetValue(module, out var same) ? same : -1
            : node.Op is not AddOp ? -1
            : node.Inputs.Select(i => rowOf.GetValueOrDefault(i.Id, -1))
                .Where(r => r >= 0 && rows[r].Owner is null && rows[r].Takes(node, consumers, sources)).DefaultIfEmpty(-1).Max();

        var (known, learnt) = (new HashSet<int>(), learnable.Where(p => p.Type == DType.F32).ToHashSet());
        Layer[] layers = [.. rows.Select((row, i) => row.Count(i, known, learnt, sources, rowOf, fields, Path(trace, row)))];
        return new ModelSummary(layers, Live(layers));
    }

    // The nodes of one row of the table.
    private sealed record Row(ModuleTrace.Application? Owner)
    {
        public List<Node> Nodes { get; } = [];

        // Whether an addition is the bias of this row's convolution or product.
        public bool Takes(Node add, int[] consumers, Dictionary<int, Node> sources) =>
            Nodes is [var product] && product.Op.Macs(product) > 0 && consumers[product.Id] == 1
            && add.Inputs.Any(i => i.Id == product.Id) && add.Inputs.Any(i => sources.ContainsKey(i.Id));

        public Layer Count(int index, HashSet<int> known, HashSet<Parameter> learnt, Dictionary<int, Node> sources,
            Dictionary<int, int> rowOf, Dictionary<int, ReceptiveField> fields, string path)
        {
            var last = Nodes[^1];
            Parameter[] own = [.. Nodes.SelectMany(n => n.Inputs).SelectMany(i => New(i.Id, known, sources))];
            var first = Nodes.Find(n => n.Op.Macs(n) > 0) ?? last;
            return new Layer(
                Owner is { Module: var module } ? module.GetType().Name : first.Op.Name,
                path.Length > 0 ? path : last.Name ?? first.Name ?? own.FirstOrDefault()?.Name ?? "",
                last.Shape.ToArray(),
                own.Where(learnt.Contains).Sum(p => p.Shape.Count),
                Nodes.Sum(n => Connections(n, sources)),
                Nodes.Sum(n => n.Op.Macs(n)),
                // A view takes no memory of its own.
                Nodes.All(n => n.Op.Aliases(n) >= 0) ? 0 : last.Shape.Bytes,
                fields.TryGetValue(last.Id, out var field) ? field : null,
                [.. Nodes.SelectMany(n => n.Inputs).Where(i => rowOf.ContainsKey(i.Id)).Select(i => rowOf[i.Id]).Where(r => r != index).Distinct()]);
        }

        // The parameters that a value comes from, as far as no row before has them.
        private static IEnumerable<Parameter> New(int id, HashSet<int> known, Dictionary<int, Node> sources)
        {
            var open = new Stack<int>([id]);
            while (open.TryPop(out var next))
            {
                if (!sources.TryGetValue(next, out var node) || !known.Add(next))
                    continue;
                if (node.Op is ParameterOp op)
                    yield return op.Parameter;
                foreach (var input in node.Inputs.Reverse())
                    open.Push(input.Id);
            }
        }

        private static long Connections(Node node, Dictionary<int, Node> sources)
        {
            if (node.Op.Macs(node) is > 0 and var macs)
                return macs;
            // Scale and shift of a batch-norm come as one value.
            var perOutput = node.Inputs.Where(i => i.Type == DType.F32 && sources.ContainsKey(i.Id)).Sum(_ => node.Op is ChannelAffineOp ? 2 : 1);
            return perOutput * node.Shape.Count;
        }
    }

    /// <summary>The nodes that <paramref name="output"/> is computed from, and its own, in the graph's order.</summary>
    public static Node[] Needed(Graph graph, Tensor output)
    {
        var needed = new HashSet<int> { output.Id };
        for (var id = output.Id; id >= 0; id--)
        {
            if (needed.Contains(id))
                needed.UnionWith(graph.Nodes[id].Inputs.Select(i => i.Id));
        }
        return [.. graph.Nodes.Where(n => needed.Contains(n.Id))];
    }

    // For each node the application of a module without modules below it that appended it.
    private static ModuleTrace.Application?[] Owners(Graph graph, ModuleTrace? trace)
    {
        var owners = new ModuleTrace.Application?[graph.Nodes.Count];
        foreach (var leaf in trace?.Applications.Where(a => a.Path.Length > 0 && a.Module.Modules().Count() == 1) ?? [])
            Array.Fill<ModuleTrace.Application?>(owners, leaf, leaf.First, leaf.End - leaf.First);
        return owners;
    }

    // Ops between layers go by the path of the innermost module that appended them.
    private static string Path(ModuleTrace? trace, Row row) =>
        row.Owner?.Path
            ?? trace?.Applications.FirstOrDefault(a => a.Path.Length > 0 && row.Nodes[0].Id >= a.First && row.Nodes[0].Id < a.End).Path ?? "";

    private static long Live(Layer[] layers)
    {
        int[] last = [.. Enumerable.Range(0, layers.Length)];
        // Backwards, so that a view keeps what it is a view of alive.
        for (var i = layers.Length - 1; i >= 0; i--)
        {
            foreach (var input in layers[i].Inputs.Where(t => t >= 0))
                last[input] = Math.Max(last[input], layers[i].Bytes == 0 ? last[i] : i);
        }
        var change = new long[layers.Length + 1];
        for (var i = 0; i < layers.Length; i++)
        {
            change[i] += layers[i].Bytes;
            change[last[i] + 1] -= layers[i].Bytes;
        }
        long now = 0, most = 0;
        foreach (var c in change)
            most = Math.Max(most, now += c);
        return most;
    }
}

// Functions that a model brings along, put in place of the nodes that call them.
using CnnCompute.Protobuf;

namespace CnnCompute;

/// <summary>
/// Inlines a model's own functions, those within functions too. What they make inside goes by the caller's name in front of theirs.
/// </summary>
internal sealed class OnnxFunctions
{
    /// <summary>The most nodes of a model after its functions are in place.</summary>
    public const int MostNodes = 1_000_000;

    private const int MostDepth = 64;

    private readonly Dictionary<(string Domain, string Name, string Overload), FunctionProto> functions = [];
    private readonly Dictionary<NodeProto, long> opsets = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> taken = [];
    private readonly Dictionary<string, int> numbers = [];
    private readonly long opset;
    private int count;

    private OnnxFunctions(ModelProto model, long opset)
    {
        this.opset = opset;
        foreach (var function in model.Functions)
        {
            if (!functions.TryAdd((Domain(function.Domain), function.Name, function.Overload), function))
                throw new InvalidDataException($"it has two functions called \"{function.Domain}.{function.Name}\"");
        }
    }

    /// <summary>Replaces a graph's nodes by what they stand for; gives the operator set of each node that has another than the model's.</summary>
    /// <exception cref="InvalidDataException">A function calls itself, does not fit its node, or the result is too large; named.</exception>
    public static IReadOnlyDictionary<NodeProto, long> Inline(ModelProto model, long opset)
    {
        var inlining = new OnnxFunctions(model, opset);
        if (model.Functions.Count == 0)
            return inlining.opsets;
        inlining.Take(model.Graph);
        inlining.Replace(model.Graph, opset, 0);
        return inlining.opsets;
    }

    private void Take(GraphProto graph)
    {
        foreach (var node in graph.Node)
        {
            taken.UnionWith(node.Output);
            taken.UnionWith(node.Input);
            foreach (var inner in OnnxNames.Graphs(node))
                Take(inner);
        }
    }

    private void Replace(GraphProto graph, long version, int depth)
    {
        var nodes = new List<NodeProto>();
        foreach (var node in graph.Node)
            Add(node, version, depth, nodes);
        graph.Node.Clear();
        graph.Node.AddRange(nodes);
    }

    private void Add(NodeProto node, long version, int depth, List<NodeProto> nodes)
    {
        if (!functions.TryGetValue((Domain(node.Domain), node.OpType, node.Overload), out var function))
        {
            if (++count > MostNodes)
                throw new InvalidDataException($"it has more than {MostNodes:N0} nodes once its functions are in place");
            nodes.Add(node);
            if (version != opset)
                opsets[node] = version;
            foreach (var graph in OnnxNames.Graphs(node))
                Replace(graph, version, depth);
            return;
        }
        if (depth == MostDepth)
        {
            throw new InvalidDataException($"the function {function.Domain}.{function.Name} calls itself, "
                + $"or functions lie more than {MostDepth} deep");
        }
        if (node.Input.Count > function.Input.Count || node.Output.Count > function.Output.Count)
        {
            throw new InvalidDataException($"{OnnxNode.Describe(node)} has {node.Input.Count} inputs and {node.Output.Count} outputs; "
                + $"its function takes {function.Input.Count} and gives {function.Output.Count}");
        }
        var names = new Dictionary<string, string>();
        for (var i = 0; i < function.Input.Count; i++)
            names[function.Input[i]] = i < node.Input.Count ? node.Input[i] : "";
        // A result that is an input of the function is a copy of that.
        var copies = new List<(string From, string To)>();
        for (var i = 0; i < node.Output.Count; i++)
        {
            if (node.Output[i].Length > 0 && !names.TryAdd(function.Output[i], node.Output[i]))
                copies.Add((names[function.Output[i]], node.Output[i]));
        }
        var prefix = node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault(o => o.Length > 0) ?? function.Name;
        string Rename(string name)
        {
            if (names.TryGetValue(name, out var known))
                return known;
            return names[name] = Unique($"{prefix}/{name}");
        }
        AttributeProto? Attribute(string name) => node.Attribute.FirstOrDefault(a => a.Name == name)
            ?? function.AttributeProto.FirstOrDefault(a => a.Name == name);
        var inner = function.OpsetImport.FirstOrDefault(o => Domain(o.Domain).Length == 0)?.Version ?? version;
        foreach (var part in function.Node)
            Add(OnnxNames.Copy(part, part.Name.Length > 0 ? $"{prefix}/{part.Name}" : "", Rename, Attribute), inner, depth + 1, nodes);
        foreach (var (from, to) in copies)
        {
            var copy = new NodeProto { OpType = "Identity" };
            copy.Input.Add(from);
            copy.Output.Add(to);
            Add(copy, inner, depth + 1, nodes);
        }
    }

    private string Unique(string wanted)
    {
        if (taken.Add(wanted))
            return wanted;
        var number = numbers.GetValueOrDefault(wanted, 1);
        while (!taken.Add($"{wanted}_{number}"))
            number++;
        numbers[wanted] = number + 1;
        return $"{wanted}_{number}";
    }

    private static string Domain(string domain) => domain == "ai.onnx" ? "" : domain;
}

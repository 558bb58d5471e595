// Names of values in nodes and in the graphs inside them.
using CnnCompute.Protobuf;

namespace CnnCompute;

/// <summary>What nodes read, and copies of nodes under other names, for functions that are inlined.</summary>
internal static class OnnxNames
{
    /// <summary>All names that a node reads: its inputs, and what graphs inside it take from outside.</summary>
    public static IEnumerable<string> Reads(NodeProto node)
    {
        var inputs = node.Input.Where(i => i.Length > 0);
        GraphProto[] inner = [.. Graphs(node)];
        return inner.Length == 0 ? inputs : inputs.Concat(inner.SelectMany(Free)).Distinct();
    }

    /// <summary>The graphs that are attributes of a node.</summary>
    public static IEnumerable<GraphProto> Graphs(NodeProto node) => node.Attribute.SelectMany(Graphs);

    /// <summary>Names that a graph makes itself.</summary>
    public static HashSet<string> Made(GraphProto graph) =>
    [
        .. graph.Node.SelectMany(n => n.Output).Where(o => o.Length > 0), .. graph.Initializer.Select(t => t.Name),
        .. graph.Input.Select(i => i.Name),
    ];

    /// <summary>
    /// A copy of a node whose values go by what <paramref name="rename"/> gives and whose attributes that refer to a function's are resolved by
    /// <paramref name="attribute"/> (null: it has none, and the attribute goes). Arrays are shared with the original.
    /// </summary>
    public static NodeProto Copy(NodeProto node, string name, Func<string, string> rename, Func<string, AttributeProto?> attribute)
    {
        var copy = new NodeProto { OpType = node.OpType, Domain = node.Domain, Overload = node.Overload, Name = name };
        copy.Input.AddRange(node.Input.Select(i => i.Length > 0 ? rename(i) : ""));
        copy.Output.AddRange(node.Output.Select(o => o.Length > 0 ? rename(o) : ""));
        foreach (var own in node.Attribute)
        {
            if (own.RefAttrName.Length > 0)
            {
                if (attribute(own.RefAttrName) is { } given)
                    copy.Attribute.Add(Renamed(given, own.Name));
            }
            else if (Graphs(own).Any())
            {
                var inner = new AttributeProto { Name = own.Name, Type = own.Type, G = own.G is null ? null : Copy(own.G, rename, attribute) };
                inner.Graphs.AddRange(own.Graphs.Select(g => Copy(g, rename, attribute)));
                copy.Attribute.Add(inner);
            }
            else
            {
                copy.Attribute.Add(own);
            }
        }
        return copy;
    }

    private static GraphProto Copy(GraphProto graph, Func<string, string> rename, Func<string, AttributeProto?> attribute)
    {
        var copy = new GraphProto { Name = graph.Name };
        copy.Node.AddRange(graph.Node.Select(n => Copy(n, n.Name, rename, attribute)));
        copy.Input.AddRange(graph.Input.Select(i => new ValueInfoProto { Name = rename(i.Name), Type = i.Type }));
        copy.Output.AddRange(graph.Output.Select(o => new ValueInfoProto { Name = rename(o.Name), Type = o.Type }));
        copy.Initializer.AddRange(graph.Initializer.Select(t => Renamed(t, rename(t.Name))));
        return copy;
    }

    private static AttributeProto Renamed(AttributeProto attribute, string name)
    {
        var copy = new AttributeProto
        {
            Name = name,
            F = attribute.F,
            I = attribute.I,
            S = attribute.S,
            T = attribute.T,
            G = attribute.G,
            Type = attribute.Type,
        };
        copy.Floats.AddRange(attribute.Floats);
        copy.Ints.AddRange(attribute.Ints);
        copy.Strings.AddRange(attribute.Strings);
        copy.Graphs.AddRange(attribute.Graphs);
        return copy;
    }

    private static TensorProto Renamed(TensorProto tensor, string name)
    {
        var copy = tensor.Clone();
        copy.Name = name;
        return copy;
    }

    private static IEnumerable<GraphProto> Graphs(AttributeProto attribute) =>
        attribute.G is null ? attribute.Graphs : attribute.Graphs.Prepend(attribute.G);

    private static IEnumerable<string> Free(GraphProto graph)
    {
        var made = Made(graph);
        return graph.Node.SelectMany(Reads).Concat(graph.Output.Select(o => o.Name)).Where(n => !made.Contains(n)).Distinct();
    }
}

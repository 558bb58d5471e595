// The order in which a model's nodes can be computed.
using CnnCompute.Protobuf;

namespace CnnCompute;

/// <summary>Sorts nodes so that each comes after those it reads; files keep such an order, but not all programs that write them do.</summary>
internal static class OnnxOrder
{
    /// <summary>The given nodes, sorted; <paramref name="isConstant"/> tells the names of values that are in the file.</summary>
    /// <exception cref="InvalidDataException">A value is made twice, or by nothing, or by what depends on it; names the node.</exception>
    public static NodeProto[] Of(NodeProto[] nodes, Func<string, bool> isConstant, HashSet<string> inputs)
    {
        var makers = new Dictionary<string, int>();
        for (var i = 0; i < nodes.Length; i++)
        {
            foreach (var name in nodes[i].Output.Where(o => o.Length > 0))
            {
                if (!makers.TryAdd(name, i) || isConstant(name) || inputs.Contains(name))
                    throw new InvalidDataException($"{OnnxNode.Describe(nodes[i])} makes \"{name}\", which is there already");
            }
        }
        var waits = new int[nodes.Length];
        var readers = new List<int>[nodes.Length];
        for (var i = 0; i < nodes.Length; i++)
        {
            foreach (var name in OnnxNames.Reads(nodes[i]).Where(n => !isConstant(n) && !inputs.Contains(n)))
            {
                if (!makers.TryGetValue(name, out var maker))
                    throw new InvalidDataException($"{OnnxNode.Describe(nodes[i])} reads \"{name}\", which nothing before it makes");
                (readers[maker] ??= []).Add(i);
                waits[i]++;
            }
        }
        // The lowest ready node first: an order that is right already stays.
        var ready = new PriorityQueue<int, int>(Enumerable.Range(0, nodes.Length).Where(i => waits[i] == 0).Select(i => (i, i)));
        var order = new List<NodeProto>(nodes.Length);
        while (ready.TryDequeue(out var i, out _))
        {
            order.Add(nodes[i]);
            foreach (var reader in readers[i] ?? [])
            {
                if (--waits[reader] == 0)
                    ready.Enqueue(reader, reader);
            }
        }
        return order.Count == nodes.Length ? [.. order]
            : throw new InvalidDataException($"{OnnxNode.Describe(nodes[Array.FindIndex(waits, w => w > 0)])} depends on its own result");
    }
}

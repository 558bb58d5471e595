// Reverse-mode differentiation: more nodes in the same graph.
namespace CnnCompute;

/// <summary>Builds gradients by walking the graph backwards from a value (Griewank &amp; Walther, "Evaluating Derivatives", ch. 3).</summary>
public static class Autodiff
{
    /// <summary>
    /// The gradient of the sum of <paramref name="y"/>'s elements with respect to each of <paramref name="xs"/>, each of its x's shape. An x that
    /// y does not depend on gets zeros, as PyTorch's materialised gradients.
    /// </summary>
    /// <exception cref="NotSupportedException">An op on the way has no gradient; it is named.</exception>
    public static Tensor[] Gradients(Tensor y, IReadOnlyList<Tensor> xs, IReadOnlyList<GradientRule>? rules = null)
    {
        var grads = Walk(y, null, xs, rules, null);
        return [.. xs.Select(x => grads.TryGetValue(x.Id, out var g) ? g : y.Graph.Fill(x.Shape, 0))];
    }

    // Gradients by node; `ends` gets nodes on a way to an x that pass none on.
    private static Dictionary<int, Tensor> Walk(
        Tensor y, Tensor? seed, IReadOnlyList<Tensor> xs, IReadOnlyList<GradientRule>? rules, SortedSet<int>? ends, bool partial = false)
    {
        if (xs.Count == 0)
            return [];
        var graph = y.Graph;
        var needed = DependsOn(graph, xs, y.Id);
        var grads = new Dictionary<int, Tensor>();
        if (needed[y.Id])
            grads[y.Id] = seed ?? graph.Fill(y.Shape, 1);
        for (var id = y.Id; id >= xs.Min(x => x.Id); id--)
        {
            if (!needed[id] || !grads.TryGetValue(id, out var grad) || partial && xs.Any(x => x.Id == id))
                continue;
            var node = graph.Nodes[id];
            if (node.Inputs.Count == 0 || !node.Inputs.Any(i => needed[i.Id]))
                continue;
            var output = new Tensor(graph, id);
            var rule = rules?.FirstOrDefault(r => r.Applies(node));
            var inputGrads = rule is not null ? rule.Backward(node, output, grad)
                : node.Op.Composite(node) is { } same ? Through(same, node, grad) : node.Op.Backward(node, output, grad);
            var passed = false;
            for (var i = 0; i < node.Inputs.Count; i++)
            {
                if (inputGrads[i] is not { } g || !needed[node.Inputs[i].Id])
                    continue;
                if (g.Shape != node.Inputs[i].Shape)
                    throw new InvalidOperationException($"{node.Op.Name}'s gradient for input {i} is {g.Shape}, the input is {node.Inputs[i].Shape}");
                grads[node.Inputs[i].Id] = grads.TryGetValue(node.Inputs[i].Id, out var sum) ? sum + g : g;
                passed = true;
            }
            if (!passed)
                ends?.Add(id);
        }
        return grads;
    }

    // A node's gradient by that of a composite of its inputs: its partial derivatives, so that no way from one input to another counts twice.
    private static Tensor?[] Through(Tensor composite, Node node, Tensor grad)
    {
        if (composite.Shape != node.Shape)
            throw new InvalidOperationException($"{node.Op.Name}'s composite is {composite.Shape}, the node {node.Shape}");
        Tensor[] xs = [.. node.Inputs.Where(i => i.Type == DType.F32).DistinctBy(i => i.Id)];
        var partials = Walk(composite, grad, xs, null, null, partial: true);
        // An input that stands there twice has its whole gradient at its first place.
        return
        [
            .. node.Inputs.Select((t, i) => node.Inputs.Take(i).All(e => e.Id != t.Id) && partials.TryGetValue(t.Id, out var g) ? g : (Tensor?)null),
        ];
    }

    /// <summary>
    /// The gradient of the sum of <paramref name="y"/>'s elements with respect to <paramref name="x"/>; one that no way leads to is an error.
    /// </summary>
    /// <exception cref="NotSupportedException">An op on the way has no gradient; it is named.</exception>
    public static Tensor Gradient(Tensor y, Tensor x, IReadOnlyList<GradientRule>? rules = null)
    {
        var ends = new SortedSet<int>();
        if (Walk(y, null, [x], rules, ends).TryGetValue(x.Id, out var gradient))
            return gradient;
        if (ends.Count == 0)
            throw new NotSupportedException($"{y} does not depend on {x}, so it has no gradient there");
        // What comes of indices and truth values has none; the op that made those is the one to name.
        var end = y.Graph.Nodes[ends.Min];
        while (end.Inputs.FirstOrDefault(i => i.Type != DType.F32 && i.Node.Inputs.Count > 0) is { Graph: not null } made)
            end = made.Node;
        throw new NotSupportedException($"{end.Op.Name} ({end}) has no gradient, and everything that comes of {x} goes through it");
    }

    // Which of the nodes up to `last` lie on a way from one of xs; the others need no gradient.
    private static bool[] DependsOn(Graph graph, IReadOnlyList<Tensor> xs, int last)
    {
        var needed = new bool[Math.Max(last, xs.Select(x => x.Id).DefaultIfEmpty(0).Max()) + 1];
        foreach (var x in xs)
            needed[x.Id] = true;
        for (var id = xs.Min(x => x.Id) + 1; id <= last; id++)
            needed[id] |= graph.Nodes[id].Inputs.Any(i => needed[i.Id]);
        return needed;
    }
}

// Folds cheap ops into the kernels that make their inputs, by op traits alone.
using System.Numerics;

namespace CnnCompute;

/// <summary>
/// An op that says how it may be absorbed (<see cref="Op.Absorb"/>) joins the epilogue of its producer if that accepts the part, the epilogue keeps
/// its canonical order (bias, scale and shift, residual, clamp; each once), and nobody else wants the value in between. An op that can do its
/// producer's work too (<see cref="Op.Merge"/>) takes its place under the same condition.
/// </summary>
internal static class Fusion
{
    /// <summary>The selection with fused nodes. Each has the id of the last op it absorbed, so ids stay in topological order.</summary>
    public static Selection Fuse(Selection selection)
    {
        var references = new Dictionary<int, int>();
        foreach (var input in selection.Nodes.SelectMany(n => n.Inputs))
            references[input.Id] = references.GetValueOrDefault(input.Id) + 1;
        foreach (var fetched in selection.Fetched)
            references[fetched] = references.GetValueOrDefault(fetched) + 1;

        var fused = selection.Nodes.ToDictionary(n => n.Id);
        foreach (var node in selection.Nodes)
        {
            if (node.Inputs.Count > 0 && fused[node.Inputs[0].Id] is var maker && references[maker.Id] == 1 && node.Op.Merge(node, maker) is { } both)
            {
                fused.Remove(maker.Id);
                fused[node.Id] = node.Merged(both, maker);
                continue;
            }
            if (node.Op.Absorb(node) is not { } absorption || node.Epilogue.Parts != EpilogueParts.None)
                continue;
            foreach (var choice in Choices(node, absorption))
            {
                var producer = fused[node.Inputs[choice.Into].Id];
                if (references[producer.Id] != 1 || !Accepts(producer, node, choice))
                    continue;
                fused.Remove(producer.Id);
                fused[node.Id] = Fuse(producer, node, choice);
                break;
            }
        }
        return selection.With(selection.Nodes.Where(n => fused.ContainsKey(n.Id)).Select(n => fused[n.Id]));
    }

    // A residual is a sum, so its two operands may change places; the later one is tried first, for the earlier is the one that waits anyway.
    private static IEnumerable<Absorption> Choices(Node node, Absorption absorption)
    {
        if (absorption.Part != EpilogueParts.Residual || absorption.Operand < 0)
            return [absorption];
        Absorption[] both = [absorption, absorption with { Into = absorption.Operand, Operand = absorption.Into }];
        return both.OrderByDescending(a => node.Inputs[a.Into].Id);
    }

    private static bool Accepts(Node producer, Node node, Absorption absorption) =>
        producer.HasOutput && (producer.Op.Accepts & absorption.Part) != 0
        && BitOperations.Log2((uint)absorption.Part) > (producer.Epilogue.Parts == 0 ? -1 : BitOperations.Log2((uint)producer.Epilogue.Parts))
        && producer.Shape == node.Shape && producer.Type == node.Type
        && (absorption.Part != EpilogueParts.Residual || node.Inputs[absorption.Operand].Shape == producer.Shape);

    private static Node Fuse(Node producer, Node node, Absorption absorption)
    {
        Tensor[] inputs = absorption.Operand < 0 ? [.. producer.Inputs] : [.. producer.Inputs, node.Inputs[absorption.Operand]];
        var operand = inputs.Length - 1;
        var epilogue = absorption.Part switch
        {
            EpilogueParts.Bias => producer.Epilogue with { Bias = operand },
            EpilogueParts.ScaleShift => producer.Epilogue with { ScaleShift = operand },
            EpilogueParts.Residual => producer.Epilogue with { Residual = operand },
            EpilogueParts.Clamp => producer.Epilogue with { Min = absorption.Min, Max = absorption.Max },
            _ => throw new InvalidOperationException(
                $"{node.Op.Name} asks to be absorbed as {absorption.Part}, which is not one part of an epilogue"),
        };
        return producer.Fused(node.Id, node.Name ?? producer.Name, inputs, epilogue);
    }
}

// Decides which nodes of a plan run on 16-bit activations.
namespace CnnCompute;

/// <summary>
/// A shader's bindings either follow the storage of activations or stay 32-bit, which its two compiled forms tell. A node runs half where one of its
/// following operands comes from an input, an image or another half node, unless all of its readers want 32 bits and widening its operands is the
/// smaller work. Where a tensor's storage is not what a reader wants, the plan converts it, once for all such readers.
/// </summary>
internal sealed class HalfStorage
{
    private readonly Selection selection;
    private readonly IReadOnlyDictionary<int, IReadOnlyDictionary<(OperandKind Kind, int Index), bool>> half;

    private HalfStorage(Selection selection, IReadOnlyDictionary<int, IReadOnlyDictionary<(OperandKind Kind, int Index), bool>> half) =>
        (this.selection, this.half) = (selection, half);

    /// <summary>Nothing is half.</summary>
    public static HalfStorage None(Selection selection) => new(selection, new Dictionary<int, IReadOnlyDictionary<(OperandKind, int), bool>>());

    /// <summary>Decides for nodes whose recipes are chosen.</summary>
    /// <param name="selection">The nodes.</param>
    /// <param name="recipes">Their recipes.</param>
    /// <param name="alignment">Offsets of bindings are multiples of this.</param>
    /// <param name="follows">By position, how a shader's bindings follow the storage.</param>
    public static HalfStorage Decide(Selection selection, ChosenRecipes recipes, int alignment, Func<string, Follow[]> follows)
    {
        var half = new Dictionary<int, IReadOnlyDictionary<(OperandKind, int), bool>>();
        var storage = new HalfStorage(selection, half);
        foreach (var node in selection.Computing)
        {
            if (Operands(node, recipes[node], alignment, follows) is { } operands && storage.Gains(node, recipes[node], operands))
                half[node.Id] = operands;
        }
        foreach (var id in storage.TakenBack())
            half.Remove(id);
        return storage;
    }

    /// <summary>
    /// By operand, whether it is half when the node runs half; operands that the recipe never touches are absent. Null where the node cannot or gains
    /// nothing: no binding follows, an operand is bound in both ways, holds integers, is a parameter to be written, or would lose its alignment.
    /// </summary>
    public static IReadOnlyDictionary<(OperandKind Kind, int Index), bool>? Operands(
        Node node, Recipe recipe, int alignment, Func<string, Follow[]> follows)
    {
        // What is reached by address is f32.
        if (node.Op is UpdateOp || recipe.Steps.Any(s => s.Table is not null))
            return null;
        var operands = new Dictionary<(OperandKind, int), bool>();
        foreach (var step in recipe.Prepare.Concat(recipe.Steps))
        {
            var bindings = follows(step.Shader);
            for (var i = 0; i < step.Bindings.Length; i++)
            {
                var operand = step.Bindings[i];
                if (operand.Idle || operand.Kind == OperandKind.Image)
                    continue;
                var key = (operand.Kind, operand.Index);
                var follow = bindings[i] == Follow.Always
                    || (bindings[i] == Follow.Results && operand.Kind is (OperandKind.Input or OperandKind.Output));
                var type = operand.Kind switch
                {
                    OperandKind.Input => node.Inputs[operand.Index].Type,
                    OperandKind.Output => node.Type,
                    _ => DType.F32,
                };
                if ((follow && (type != DType.F32 || operand.Kind == OperandKind.Parameter || operand.Offset % (2L * alignment) != 0))
                    || (operands.TryGetValue(key, out var known) && known != follow))
                {
                    return null;
                }
                operands[key] = follow;
            }
        }
        return operands.ContainsValue(true) ? operands : null;
    }

    /// <summary>By operand, whether it is half; null where the node's shaders are not those of 16-bit storage.</summary>
    public IReadOnlyDictionary<(OperandKind Kind, int Index), bool>? HalvesOf(Node node) => half.GetValueOrDefault(node.Id);

    /// <summary>How many nodes run half.</summary>
    public int Count => half.Count;

    /// <summary>Whether tensor <paramref name="id"/> lies in memory as its node left it in 16 bits.</summary>
    public bool IsHalf(int id) => half.TryGetValue(selection.Root(id), out var operands) && operands.GetValueOrDefault((OperandKind.Output, 0));

    /// <summary>Whether the node wants input <paramref name="index"/> in 16 bits.</summary>
    public bool Wants(Node node, int index) => Is(node, OperandKind.Input, index);

    /// <summary>Whether an operand of the node is half.</summary>
    public bool Is(Node node, OperandKind kind, int index) =>
        half.TryGetValue(node.Id, out var operands) && operands.GetValueOrDefault((kind, index));

    /// <summary>Bytes of tensor <paramref name="id"/> as its node leaves it.</summary>
    public long Bytes(int id) => Bytes(selection[id].Shape, IsHalf(id));

    /// <summary>Bytes of a shape's elements.</summary>
    public static long Bytes(Shape shape, bool half) => half ? shape.Bytes / 2 : shape.Bytes;

    /// <summary>Bytes of temporary <paramref name="index"/>, given as if elements took four bytes.</summary>
    public long Bytes(Node node, OperandKind kind, int index, long bytes) => Is(node, kind, index) ? (bytes + 1) / 2 : bytes;

    private bool Gains(Node node, Recipe recipe, IReadOnlyDictionary<(OperandKind Kind, int Index), bool> operands)
    {
        if (node.Op is not ImageSinkOp && recipe.Steps.Any(s => s.Bindings.Any(b => b.Kind == OperandKind.Image)))
            return true;
        return operands.Any(o => o.Key.Kind == OperandKind.Input && o.Value && selection.Root(node.Inputs[o.Key.Index].Id) is var root
            && (IsHalf(root) || selection[root].Op is InputOp { IsValue: false }));
    }

    // Nodes whose results are wanted in 32 bits alone, where their own operands are the fewer to widen. Readers count as they were before any was
    // taken back, or a chain of equal sizes would be taken back as a whole.
    private List<int> TakenBack()
    {
        var readers = selection.Computing.SelectMany(n => n.Inputs.Select((t, i) => (Root: selection.Root(t.Id), Node: n, Index: i)))
            .ToLookup(r => r.Root, r => (r.Node, r.Index));
        var taken = new List<int>();
        foreach (var node in selection.Computing)
        {
            if (!IsHalf(node.Id) || readers[node.Id].Any(r => Wants(r.Node, r.Index)))
                continue;
            var widened = node.Inputs.Select(t => selection.Root(t.Id)).Distinct().Where(IsHalf).Sum(r => selection[r].Shape.Count);
            if (widened <= node.Shape.Count)
                taken.Add(node.Id);
        }
        return taken;
    }
}

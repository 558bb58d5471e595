// Small ops and a pretended device for tests of the plan's CPU passes.
namespace CnnCompute.Tests;

/// <summary>A heavy op: every epilogue part, a scratch and a preparing step on demand.</summary>
internal sealed record HeavyOp(int ScratchBytes = 0, bool Prepares = false) : Op
{
    public override EpilogueParts Accepts => EpilogueParts.Bias | EpilogueParts.ScaleShift | EpilogueParts.Residual | EpilogueParts.Clamp;

    public override Shape InferShape(Shape[] inputs) => inputs[0];

    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var operands = Enumerable.Range(0, node.Inputs.Count).Select(i => Operand.In(i)).Append(Operand.Out());
        if (ScratchBytes > 0)
            operands = operands.Append(Operand.Scratch(0));
        if (Prepares)
            operands = operands.Append(Operand.Derived(0));
        var recipe = new Recipe("plain", [new Step($"Test/heavy{node.Inputs.Count}", ((int)node.Shape.Count, 1, 1), [], [.. operands])])
        {
            Scratch = ScratchBytes > 0 ? [ScratchBytes] : [],
            Derived = Prepares ? [node.Inputs[1].Shape.Bytes] : [],
            Prepare = Prepares ? [new Step("Test/pack", (1, 1, 1), [], Operand.In(1), Operand.Derived(0))] : [],
        };
        yield return recipe;
        yield return recipe with { Name = "fast" };
    }
}

/// <summary>An elementwise op that works in place and may be a clamp.</summary>
internal sealed record LightOp(bool Clamps = true) : Op
{
    public override Shape InferShape(Shape[] inputs) => inputs[0];

    public override Absorption? Absorb(Node node) => Clamps ? new Absorption(EpilogueParts.Clamp, 0, -1, 0) : null;

    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        yield return new Recipe("plain", [new Step("Test/light", ((int)node.Shape.Count, 1, 1), [], Operand.In(0), Operand.Out())]) { InPlace = 0 };
    }
}

/// <summary>A view of the same memory under another shape.</summary>
internal sealed record ViewOp(Shape Target) : Op
{
    public override Shape InferShape(Shape[] inputs) => Target;

    public override int Aliases(Node node) => 0;

    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device) => [];
}

/// <summary>parameter += input: the smallest update. Its kernel is the real broadcasting add.</summary>
internal sealed record AccumulateOp(Parameter Target) : UpdateOp
{
    public override IReadOnlyList<Parameter> Writes => [Target];

    public override Shape InferShape(Shape[] inputs) => Target.Shape;

    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        // One axis of eights: its extent, then the strides of both operands; a lone number is added everywhere.
        var eights = (int)((Target.Shape.Count + 7) / 8);
        var lone = node.Inputs[0].Shape.Count == 1;
        var push = new PushWord[25];
        (push[0], push[1], push[9], push[17]) = (eights, eights, 1, lone ? 0 : 1);
        yield return new Recipe("plain", [new Step("Cnn/add", (eights, 1, 1), push, Operand.Param(0), Operand.In(0), Operand.Param(0))
        {
            Constants = [(0, 1u), (1, 1u), (2, 0u), (3, lone ? 1u : 0u)],
        }]);
    }
}

internal static class Pretend
{
    public static readonly DeviceTraits Device = new(true, 1024, 8, true, true, 32768, 128 << 20, 32, 65535, 65535);

    /// <summary>Reflection of the test shaders and the real add, fill and sum: local size 64, the last operands written.</summary>
    public static KernelFacts Reflect(Step step)
    {
        var count = step.Bindings.Length;
        var writes = step.Bindings.Select((b, i) => b.Kind is OperandKind.Output or OperandKind.Scratch
            || (i == count - 1 && b.Kind != OperandKind.Derived) || step.Shader == "Test/pack" && i == 1).ToArray();
        var reads = step.Bindings.Select((b, i) => !writes[i] || b.Kind == OperandKind.Scratch).ToArray();
        var bound = step.Table is { } table ? table.First + 1 : count;
        return new KernelFacts((64, 1, 1), [.. reads.Take(bound)], [.. writes.Take(bound)]);
    }

    public static Blueprint Draw(
        IReadOnlyList<Tensor> roots, IReadOnlyList<Tensor> fetch, PlanOptions? options = null, DeviceTraits? device = null) =>
            Blueprint.Draw(roots, fetch, device ?? Device, Reflect, options ?? new PlanOptions());

    public static Parameter Parameter(string name, params ReadOnlySpan<int> dimensions)
    {
        var shape = new Shape(dimensions);
        return new Parameter(name, shape, new float[shape.Count]);
    }

    public static Replay[] Replay(IReadOnlyList<Command> commands, IReadOnlyList<Launch> launches) =>
        Blueprint.Replays(commands, launches,
            p => ((p.Region, p.Index), p.Region == Region.Image ? 0 : p.Offset, p.Region == Region.Image ? 1 : p.Bytes));

    public static Tensor Heavy(this Tensor x, params ReadOnlySpan<Tensor> more) => x.Graph.Append(new HeavyOp(), [x, .. more]);

    public static Tensor Light(this Tensor x, bool clamps = true) => x.Graph.Append(new LightOp(clamps), x);

    /// <summary>A little training step with what plans meet: weights read forwards and backwards, in-place ops, scratch, updates.</summary>
    public static (Tensor Loss, Tensor[] Updates) TrainingStep(int layers, int n = 4, int c = 16, int h = 8)
    {
        var graph = new Graph();
        var x = graph.Input("x", n, c, h, h);
        var weights = Enumerable.Range(0, layers).Select(i => graph.Parameter(Parameter($"w{i}", c, c, 3, 3))).ToArray();
        var activations = new List<Tensor> { x };
        foreach (var w in weights)
            activations.Add(graph.Append(new HeavyOp(1000), activations[^1], w).Light());
        var loss = activations[^1].SumTo(Shape.Scalar);
        var grad = graph.Append(new HeavyOp(), activations[^1], loss);
        var updates = new List<Tensor>();
        for (var i = layers - 1; i >= 0; i--)
        {
            var weightGrad = graph.Append(new HeavyOp(4096), weights[i], grad, activations[i]);
            updates.Add(graph.Append(new AccumulateOp(((ParameterOp)weights[i].Node.Op).Parameter), weightGrad));
            grad = graph.Append(new HeavyOp(), activations[i], grad, weights[i]);
        }
        updates.Reverse();
        return (loss, [.. updates]);
    }
}

// Cuts steps whose operands are larger than one binding may be.
namespace CnnCompute;

/// <summary>Applies <see cref="Step.Cut"/>.</summary>
public static class Cutting
{
    /// <summary>The recipe with every step that needs it cut into launches that the device can bind; steps that cannot be cut stay.</summary>
    public static Recipe Fit(this Recipe recipe, Node node, DeviceTraits device) =>
        recipe.Steps.Any(s => s.Cut is not null)
            ? recipe with { Steps = [.. recipe.Steps.SelectMany(s => Launches(s, recipe, node, device))] }
            : recipe;

    private static IEnumerable<Step> Launches(Step step, Recipe recipe, Node node, DeviceTraits device)
    {
        if (step.Cut is not { } cut)
            return [step];
        long[] each = [.. step.Bindings.Select((b, i) => BytesOfPart(b, i, cut, recipe, node))];
        if (each.All(b => b * cut.Parts <= device.MaxBindingBytes)
            || Range1.TrySplit(cut.Parts, cut.Parts, device, [.. each.Where(b => b > 0)]) is not { } ranges)
        {
            return [step];
        }
        return ranges.Select(r => step with
        {
            Threads = Threads.For((long)r.Count * cut.Threads),
            Push =
            [
                Math.Min(step.Push[0].Bits - (uint)(r.First * cut.Count), (uint)(r.Count * cut.Count)),
                .. step.Push[1..].Select((p, i) => i + 1 == cut.First ? p.Bits + (uint)(r.First * cut.Threads) : p),
            ],
            Bindings = [.. step.Bindings.Select((b, i) => each[i] == 0 ? b : r.Of(b, each[i], cut.Parts))],
            Cut = null,
        });
    }

    // 0 for what all parts share.
    private static long BytesOfPart(Operand operand, int binding, Cut cut, Recipe recipe, Node node)
    {
        var bytes = operand.Kind switch
        {
            OperandKind.Input => node.Inputs[operand.Index].Shape.Bytes,
            OperandKind.Output => node.Shape.Bytes,
            OperandKind.Scratch => recipe.Scratch[operand.Index],
            OperandKind.Derived => recipe.Derived[operand.Index],
            OperandKind.Parameter => ((UpdateOp)node.Op).Writes[operand.Index].Shape.Bytes,
            _ => 0,
        };
        var shared = operand.Idle || bytes <= 4 || operand.Size >= 0 || operand.Offset > 0 || (cut.Whole >> binding & 1) != 0;
        return shared ? 0 : (bytes + cut.Parts - 1) / cut.Parts;
    }
}

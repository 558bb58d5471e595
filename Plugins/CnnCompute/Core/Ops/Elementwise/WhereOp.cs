// A choice between two values, element by element.
namespace CnnCompute;

/// <summary>
/// a where the condition (Bool) holds, else b, with NumPy broadcasting of all three; a and b are of one type, any. Inputs condition, a, b.
/// </summary>
public sealed record WhereOp : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => BroadcastOp.Common(this, inputs);

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs)
    {
        ElementTypes.Require(this, inputs, 0, DType.Bool, "the condition");
        return ElementTypes.Same(this, inputs.AsSpan(1), DType.F32, DType.I32, DType.Bool);
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad)
    {
        var (condition, zero) = (node.Inputs[0], grad.Graph.Fill(Shape.Scalar, 0));
        return
        [
            null,
            Tensor.Where(condition, grad, zero).SumTo(node.Inputs[1].Shape),
            Tensor.Where(condition, zero, grad).SumTo(node.Inputs[2].Shape),
        ];
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var shape = node.Shape;
        int[][] strides = [.. node.Inputs.Take(3).Select(t => GatherAxes.Broadcast(t.Shape, shape))];
        // All eight axes fit, as the kernel needs no extent of the first.
        var axes = GatherAxes.Merge(3, shape.MemoryOrder().Select(axis => (shape[axis], strides.Select(s => s[axis]).ToArray()))) with
        {
            Limit = GatherAxes.Most,
        };
        yield return Launch("plain", false);
        if (axes.FitsEight(splat: true))
            yield return Launch("wide", true);

        Recipe Launch(string name, bool wide)
        {
            var (threads, push) = axes.Launch(shape, wide);
            var splats = axes.Strides.Select((s, i) => (2 + i, s[^1] == 0 ? 1u : 0u));
            var step = new Step("Cnn/where", threads, [push[0], .. push[2..]], Operand.In(0), Operand.In(1), Operand.In(2), Operand.Out())
            {
                Cut = axes.Cut(shape, wide, [.. node.Inputs.Take(3).Select(t => t.Shape.Count)]),
                Constants = [(0, wide ? 1u : 0u), (1, (uint)axes.Count), .. splats, (5, node.Type != DType.F32 ? 1u : 0u)],
            };
            return new Recipe(name, [step]) { InPlace = node.Inputs[1].Shape == shape ? 1 : node.Inputs[2].Shape == shape ? 2 : -1 };
        }
    }
}

public readonly partial record struct Tensor
{
    /// <summary>a where the condition (Bool) holds, else b; all three broadcast, as torch.where.</summary>
    public static Tensor Where(Tensor condition, Tensor a, Tensor b) => condition.Graph.Append(new WhereOp(), condition, a, b);

    /// <summary>This where the mask (Bool) does not hold, else a number, as torch.masked_fill.</summary>
    public Tensor MaskedFill(Tensor mask, float value) => Where(mask, Graph.Fill(Shape.Scalar, value, Type), this);
}

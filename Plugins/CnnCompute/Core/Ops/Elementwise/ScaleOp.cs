// A constant factor and a constant summand.
namespace CnnCompute;

/// <summary>x * <paramref name="Factor"/> + <paramref name="Shift"/>.</summary>
public sealed record ScaleOp(float Factor, float Shift) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => inputs[0];

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) => ElementTypes.Same(this, inputs, DType.F32);

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad.Scale(Factor)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var step = new Step("Cnn/scale", Threads.Wide(node.Shape.Count), [(int)node.Shape.Count, Factor, Shift], Operand.In(0), Operand.Out())
        {
            Cut = Cut.Eights(node.Shape.Count),
        };
        yield return new Recipe("plain", [step]) { InPlace = 0 };
    }
}

public readonly partial record struct Tensor
{
    /// <summary>x * factor + shift, elementwise; of I32 with whole numbers only.</summary>
    public Tensor Scale(float factor, float shift = 0)
    {
        if (Type != DType.I32)
            return factor == 1 && shift == 0 ? this : Graph.Append(new ScaleOp(factor, shift), this);
        var product = factor == 1 ? this : this * Graph.Fill(Shape.Scalar, factor, DType.I32);
        return shift == 0 ? product : product + Graph.Fill(Shape.Scalar, shift, DType.I32);
    }

    /// <summary>Every element times a constant.</summary>
    public static Tensor operator *(Tensor a, float b) => a.Scale(b);

    /// <summary>Every element times a constant.</summary>
    public static Tensor operator *(float a, Tensor b) => b.Scale(a);

    /// <summary>Every element divided by a constant.</summary>
    public static Tensor operator /(Tensor a, float b) => a.Type == DType.I32 ? a / a.Graph.Fill(Shape.Scalar, b, DType.I32) : a.Scale(1 / b);

    /// <summary>A constant divided by every element.</summary>
    public static Tensor operator /(float a, Tensor b) => b.Reciprocal().Scale(a);

    /// <summary>Every element plus a constant.</summary>
    public static Tensor operator +(Tensor a, float b) => a.Scale(1, b);

    /// <summary>Every element minus a constant.</summary>
    public static Tensor operator -(Tensor a, float b) => a.Scale(1, -b);

    /// <summary>A constant minus every element.</summary>
    public static Tensor operator -(float a, Tensor b) => b.Scale(-1, a);
}

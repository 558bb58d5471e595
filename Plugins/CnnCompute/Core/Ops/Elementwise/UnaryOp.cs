// What elementwise ops of one operand share.
namespace CnnCompute;

/// <summary>An elementwise op of one operand of the same shape; its shader includes <c>unary.glsl</c>.</summary>
public abstract record UnaryOp : Op
{
    /// <summary>The shader, path under Shaders/.</summary>
    protected abstract string Shader { get; }

    /// <summary>The shader's push constants after the count.</summary>
    protected virtual PushWord[] Parameters => [];

    /// <summary>The shader's specialization constants; 0 is taken (whether the operand is I32 or Bool).</summary>
    protected virtual (int Id, uint Value)[] Constants => [];

    /// <summary>The operand types it takes.</summary>
    protected virtual DType[] Takes => [DType.F32];

    /// <summary>Whether results are Bool instead of the operand's type.</summary>
    protected virtual bool GivesTruth => false;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => inputs[0];

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs)
    {
        var type = ElementTypes.Same(this, inputs, Takes);
        return GivesTruth ? DType.Bool : type;
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var count = node.Shape.Count;
        var from = node.Inputs[0].Type;
        var step = new Step(Shader, Threads.Wide(count), [(int)count, .. Parameters], Operand.In(0), Operand.Out())
        {
            Cut = Cut.Eights(count),
            Constants = Takes.Length > 1 ? [(0, from != DType.F32 ? 1u : 0u), .. Constants] : Constants,
        };
        // Elements of another type may be stored in another size.
        yield return new Recipe("plain", [step]) { InPlace = node.Type == from ? 0 : -1 };
    }
}

/// <summary>
/// The gradient of an elementwise op: dy * slope(v), where v is the op's input (or its output, where that tells the slope). Inputs v, dy; the shader
/// includes <c>unary_grad.glsl</c>.
/// </summary>
public abstract record UnaryGradOp : Op
{
    /// <summary>The shader, path under Shaders/.</summary>
    protected abstract string Shader { get; }

    /// <summary>The shader's push constants after the count.</summary>
    protected virtual PushWord[] Parameters => [];

    /// <summary>The shader's specialization constants.</summary>
    protected virtual (int Id, uint Value)[] Constants => [];

    /// <summary>The derivative of the slope at v; null where the slope is constant but for kinks.</summary>
    protected abstract Tensor? Bend(Tensor v);

    /// <summary>Linear in dy; in v by the slope's derivative.</summary>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [Bend(node.Inputs[0]) is { } bend ? grad * node.Inputs[1] * bend : null, grad.Graph.Append(this, node.Inputs[0], grad)];

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) =>
        inputs[0] == inputs[1] ? inputs[0] : throw ShapeException.For(this, inputs, "value and gradient differ");

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) => ElementTypes.Same(this, inputs, DType.F32);

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var count = node.Shape.Count;
        yield return new Recipe("plain", [new Step(Shader, Threads.Wide(count), [(int)count, .. Parameters], Operand.In(0), Operand.In(1),
            Operand.Out())
        {
            Cut = Cut.Eights(count),
            Constants = Constants,
        }])
        {
            InPlace = 1,
        };
    }
}

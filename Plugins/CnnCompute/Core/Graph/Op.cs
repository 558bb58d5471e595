// What an operator is: a shape rule, a gradient rule and the recipes that compute it.
namespace CnnCompute;

/// <summary>
/// An operator with its attributes. Records with value equality (so no arrays in them): a graph merges structurally equal pure nodes.
/// </summary>
public abstract record Op
{
    /// <summary>Name as users know it: the type's name without "Op".</summary>
    public virtual string Name => GetType().Name is var n && n.EndsWith("Op", StringComparison.Ordinal) ? n[..^2] : GetType().Name;

    /// <summary>Output shape.</summary>
    /// <exception cref="ShapeException">The inputs do not fit; names op, shapes and rule.</exception>
    public abstract Shape InferShape(Shape[] inputs);

    /// <summary>Output element type; F32 unless overridden.</summary>
    public virtual DType InferType(DType[] inputs) => DType.F32;

    /// <summary>
    /// Appends nodes for the gradient with respect to each input, given the gradient with respect to the output; null where there is none.
    /// </summary>
    /// <exception cref="NotSupportedException">The op has no gradient.</exception>
    public virtual Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        throw new NotSupportedException($"{Name} (node {node.Id}{(node.Name is null ? "" : $" \"{node.Name}\"")}) has no gradient");

    /// <summary>
    /// The node's value by ops that have gradients, for ops without a gradient rule of their own, as most gradients are: they are differentiated
    /// through it. It is never computed. Null where the op has a rule, or no gradient.
    /// </summary>
    public virtual Tensor? Composite(Node node) => null;

    /// <summary>Ways to compute the node on such a device, the plain one first; only ones that support it are yielded.</summary>
    public abstract IEnumerable<Recipe> Recipes(Node node, DeviceTraits device);

    /// <summary>Whether equal nodes may be merged and unused ones dropped; false for random and update ops.</summary>
    public virtual bool IsPure => true;

    /// <summary>Which epilogue parts all of this op's recipes can apply before they write.</summary>
    public virtual EpilogueParts Accepts => EpilogueParts.None;

    /// <summary>How this op may vanish into the kernel that produces one of its inputs; null when it may not.</summary>
    public virtual Absorption? Absorb(Node node) => null;

    /// <summary>
    /// The op that computes this node's value from the inputs of <paramref name="producer"/>, which makes its only input and may be fused, and with
    /// its epilogue; null where there is none.
    /// </summary>
    public virtual Op? Merge(Node node, Node producer) => null;

    /// <summary>
    /// Whether the sum of the output down to <paramref name="target"/> is zero whatever comes in, so that nobody needs to add rounding errors up.
    /// </summary>
    public virtual bool SumsToZero(Node node, Shape target) => false;

    /// <summary>Input whose memory the output simply is (a view); -1 when the op computes.</summary>
    public virtual int Aliases(Node node) => -1;

    /// <summary>Multiply-accumulates, convolutions and matrix products only, as torchvision counts them.</summary>
    public virtual long Macs(Node node) => 0;
}

/// <summary>An op that stands for data from outside: no recipe, no gradient.</summary>
public abstract record SourceOp : Op
{
    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device) => [];
}

/// <summary>Data supplied for each run under a name. Per-run numbers (rate, step, seed) are small inputs marked <see cref="IsValue"/>.</summary>
/// <param name="Key">Unique within the graph.</param>
/// <param name="Dimensions">Shape.</param>
/// <param name="Type">Element type.</param>
/// <param name="IsValue">Lies in the plan's values buffer, written by a GPU-ordered command before each run.</param>
public sealed record InputOp(string Key, Shape Dimensions, DType Type, bool IsValue = false) : SourceOp
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => Dimensions;

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) => Type;
}

/// <summary>A parameter's value before the run.</summary>
public sealed record ParameterOp(Parameter Parameter) : SourceOp
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => Parameter.Shape;

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) => Parameter.Type;
}

/// <summary>Changes parameters: no output of its own, runs after every reader of what it writes.</summary>
public abstract record UpdateOp : Op
{
    /// <summary>The parameters written, in the order of <see cref="Operand.Param"/> indices.</summary>
    public abstract IReadOnlyList<Parameter> Writes { get; }

    /// <inheritdoc/>
    public sealed override bool IsPure => false;
}

/// <summary>Writes an image bound by name: no output of its own.</summary>
public abstract record ImageSinkOp : Op
{
    /// <inheritdoc/>
    public sealed override bool IsPure => false;
}

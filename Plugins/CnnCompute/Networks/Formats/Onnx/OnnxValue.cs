// What a name stands for while a model is imported.
namespace CnnCompute;

/// <summary>
/// A value of a model under import: a tensor of the graph, an array known at import, or both: a parameter is a tensor whose initial values are known.
/// </summary>
internal sealed class OnnxValue
{
    private readonly OnnxArray? known;

    private OnnxValue(OnnxArray? known) => this.known = known;

    /// <summary>Computed in the graph, or its input.</summary>
    public Tensor? Tensor { get; private init; }

    /// <summary>Floats from the file.</summary>
    public Parameter? Parameter { get; private init; }

    /// <summary>
    /// Whether the values may be changed after import, by training or a state dict: then a result of them is computed on the device too.
    /// </summary>
    public bool IsLive { get; private init; }

    /// <summary>The model's inputs that it depends on.</summary>
    public IReadOnlyList<string> Origins { get; private init; } = [];

    /// <summary>The values, if they are known at import; a live parameter's initial ones.</summary>
    public OnnxArray? Known => known ?? (Parameter is { } p ? new OnnxArray(OnnxType.Float, p.Shape.ToArray(), p.Initial) : null);

    /// <summary>Whether <see cref="Known"/> is there.</summary>
    public bool IsKnown => known is not null || Parameter is not null;

    /// <summary>Its sizes.</summary>
    public int[] Dims => known?.Dims ?? (Tensor?.Shape ?? Parameter!.Shape).ToArray();

    /// <summary>
    /// The element type that the file gives it, where that is known: a graph has only one kind of integers, and a quantisation has the type of its
    /// zero point.
    /// </summary>
    public OnnxType ElementType => known?.ElementType ?? Declared;

    /// <summary>The type that a tensor was cast to, or an input declares.</summary>
    public OnnxType Declared { get; private init; }

    /// <summary>Its element type in a graph.</summary>
    public DType Type => known?.Type ?? Tensor?.Type ?? DType.F32;

    public static implicit operator OnnxValue(Tensor tensor) => new(null) { Tensor = tensor };

    public static implicit operator OnnxValue(OnnxArray array) => new(array);

    /// <summary>An initializer (live) or a constant kept as a parameter.</summary>
    public static OnnxValue Of(Parameter parameter, bool isLive) => new(null) { Parameter = parameter, IsLive = isLive };

    /// <summary>The same with a tensor that computes it.</summary>
    public OnnxValue With(Tensor tensor, bool isLive) => new(known) { Tensor = tensor, IsLive = isLive, Origins = Origins, Declared = Declared };

    /// <summary>The same, known to depend on the given inputs of the model.</summary>
    public OnnxValue From(IReadOnlyList<string> origins) =>
        new(known) { Tensor = Tensor, Parameter = Parameter, IsLive = IsLive, Origins = origins, Declared = Declared };

    /// <summary>The same, known to be of an element type in the file.</summary>
    public OnnxValue As(OnnxType type) => new(known) { Tensor = Tensor, Parameter = Parameter, IsLive = IsLive, Origins = Origins, Declared = type };
}

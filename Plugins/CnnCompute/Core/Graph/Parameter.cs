// A named array that outlives runs: a weight, a running statistic or an optimiser's state.
using System.Runtime.InteropServices;

namespace CnnCompute;

/// <summary>
/// A learnable weight, or a buffer such as a running mean. It is an object shared by every graph built from its module; a
/// <c>Residence</c> holds its values on the device.
/// </summary>
public sealed class Parameter
{
    private float[]? initial;
    private Func<float[]>? makeInitial;

    /// <summary>A parameter of the given shape and initial values in NCHW order.</summary>
    /// <exception cref="ShapeException">The number of values is not the shape's.</exception>
    public Parameter(string name, Shape shape, float[] initial, bool requiresGrad = true)
    {
        (Name, Shape, RequiresGrad) = (name, shape, requiresGrad);
        this.initial = Checked(initial);
    }

    /// <summary>A parameter whose initial values are made when they are first asked for, or never where a file replaces them.</summary>
    public Parameter(string name, Shape shape, Func<float[]> initial, bool requiresGrad = true) =>
        (Name, Shape, makeInitial, RequiresGrad) = (name, shape, initial, requiresGrad);

    /// <summary>
    /// A constant of integers: <see cref="Initial"/> holds their bits. It is no weight, and nothing updates it.
    /// </summary>
    /// <exception cref="ShapeException">The number of values is not the shape's.</exception>
    public static Parameter Integers(string name, Shape shape, ReadOnlySpan<int> values, DType type = DType.I32) =>
        new(name, shape, MemoryMarshal.Cast<int, float>(values).ToArray(), requiresGrad: false) { Type = type };

    /// <summary>A constant of integers whose bits are made when they are first asked for.</summary>
    public static Parameter Integers(string name, Shape shape, Func<float[]> bits) => new(name, shape, bits, requiresGrad: false) { Type = DType.I32 };

    /// <summary>Name in the state dict, such as <c>features.0.weight</c>; set by the module that holds it.</summary>
    public string Name { get; set; }

    /// <summary>Dimensions, NCHW (weights OIHW).</summary>
    public Shape Shape { get; }

    /// <summary>Element type: F32 but for constants of integers or truth values.</summary>
    public DType Type { get; private init; }

    /// <summary>Values a residence starts from, NCHW order. Replaced by loading a state dict before residence begins.</summary>
    /// <exception cref="ShapeException">The number of values is not the shape's.</exception>
    public float[] Initial
    {
        get => initial ??= Checked(makeInitial!());
        set
        {
            initial = Checked(value);
            Parametrization?.Reset();
        }
    }

    /// <summary>Whether optimisers update it; running statistics and optimiser state are false.</summary>
    public bool RequiresGrad { get; set; }

    /// <summary>Replaces the initial values by what <paramref name="make"/> will return when they are first asked for.</summary>
    public void Initialize(Func<float[]> make)
    {
        (initial, makeInitial) = (null, make);
        Parametrization?.Reset();
    }

    /// <summary>What computes its value from other parameters; null where it is a value of its own.</summary>
    public Parametrization? Parametrization { get; set; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Shape}";

    private float[] Checked(float[] values) => values.LongLength == Shape.Count
        ? values
        : throw new ShapeException($"Parameter {Name}: {values.LongLength} initial values for shape {Shape}");
}

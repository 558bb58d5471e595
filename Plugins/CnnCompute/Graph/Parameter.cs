// A named array that outlives runs: a weight, a running statistic or an optimiser's state.
namespace CnnCompute;

/// <summary>
/// A learnable weight, or a buffer such as a running mean. It is an object shared by every graph built from its module; a
/// <c>Residence</c> holds its values on the device.
/// </summary>
public sealed class Parameter
{
    /// <summary>A parameter of the given shape and initial values in NCHW order.</summary>
    /// <exception cref="ShapeException">The number of values is not the shape's.</exception>
    public Parameter(string name, Shape shape, float[] initial, bool requiresGrad = true)
    {
        if (initial.LongLength != shape.Count)
            throw new ShapeException($"Parameter {name}: {initial.LongLength} initial values for shape {shape}");
        (Name, Shape, Initial, RequiresGrad) = (name, shape, initial, requiresGrad);
    }

    /// <summary>Name in the state dict, such as <c>features.0.weight</c>; set by the module that holds it.</summary>
    public string Name { get; set; }

    /// <summary>Dimensions, NCHW (weights OIHW).</summary>
    public Shape Shape { get; }

    /// <summary>Values a residence starts from, NCHW order. Replaced by loading a state dict before residence begins.</summary>
    public float[] Initial { get; set; }

    /// <summary>Whether optimisers update it; running statistics and optimiser state are false.</summary>
    public bool RequiresGrad { get; set; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Shape}";
}

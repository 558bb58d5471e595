// What a name stands for while a model is imported.
namespace CnnCompute;

/// <summary>A value of a model under import: a tensor of the graph, an array of floats from the file, or integers known at import.</summary>
internal sealed record OnnxValue
{
    /// <summary>Computed in the graph, or its input.</summary>
    public Tensor? Tensor { get; private init; }

    /// <summary>Floats from the file.</summary>
    public Parameter? Parameter { get; private init; }

    /// <summary>Integers known at import (shapes, axes), flattened.</summary>
    public long[]? Integers { get; private init; }

    public static implicit operator OnnxValue(Tensor tensor) => new() { Tensor = tensor };

    public static implicit operator OnnxValue(Parameter parameter) => new() { Parameter = parameter };

    public static implicit operator OnnxValue(long[] integers) => new() { Integers = integers };
}

// The exception for values that must be known when a model is imported.
namespace CnnCompute;

/// <summary>
/// An operator needs values at import (a shape, axes, paddings, scales) that the model computes from its inputs. Bind those as constants:
/// <see cref="OnnxModel.Import"/>.
/// </summary>
public sealed class OnnxConstantException : ArgumentException
{
    internal OnnxConstantException(string message, IReadOnlyList<string> inputs, Exception? inner = null) : base(message, inner) => Inputs = inputs;

    /// <summary>The model's inputs from which the values come.</summary>
    public IReadOnlyList<string> Inputs { get; }
}

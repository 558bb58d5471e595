// How a plan stores activations.
namespace CnnCompute;

/// <summary>Element type of a plan's activations in memory; sums are f32 either way.</summary>
public enum Storage
{
    /// <summary>32-bit floats.</summary>
    F32,

    /// <summary>
    /// 16-bit floats for activations and the derived copies of weights. Parameters, inputs, fetched tensors, per-run values and whatever shaders
    /// declare f32 (statistics, losses, gradients of weights) stay 32-bit.
    /// </summary>
    F16,
}

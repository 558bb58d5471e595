// What a kernel may do to each result before it writes it, so that cheap ops need no pass over memory of their own.
namespace CnnCompute;

/// <summary>The parts of an epilogue, in the order in which they apply.</summary>
[Flags]
public enum EpilogueParts
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Adds a value per channel.</summary>
    Bias = 1,

    /// <summary>Multiplies by a scale and adds a shift per channel (inference batch-norm).</summary>
    ScaleShift = 2,

    /// <summary>Adds another tensor of the output's shape.</summary>
    Residual = 4,

    /// <summary>Clamps to a range (ReLU, ReLU6).</summary>
    Clamp = 8,
}

/// <summary>
/// <c>out = clamp((acc + bias[c]) * scale[c] + shift[c] + residual, min, max)</c>, where c is the channel (the last axis in memory).
/// The operands are further inputs of the fused node; a part that is absent has index -1.
/// </summary>
/// <param name="Bias">Input that holds [C] values, or -1.</param>
/// <param name="ScaleShift">Input that holds [2,C]: scales, then shifts; or -1.</param>
/// <param name="Residual">Input of the output's shape, or -1.</param>
/// <param name="Min">Lower bound; negative infinity for none.</param>
/// <param name="Max">Upper bound; infinity for none.</param>
public sealed record Epilogue(
    int Bias = -1, int ScaleShift = -1, int Residual = -1, float Min = float.NegativeInfinity, float Max = float.PositiveInfinity)
{
    /// <summary>The epilogue that does nothing.</summary>
    public static readonly Epilogue None = new();

    /// <summary>Which parts are present.</summary>
    public EpilogueParts Parts =>
        (Bias >= 0 ? EpilogueParts.Bias : 0) | (ScaleShift >= 0 ? EpilogueParts.ScaleShift : 0) | (Residual >= 0 ? EpilogueParts.Residual : 0)
        | (float.IsNegativeInfinity(Min) && float.IsPositiveInfinity(Max) ? 0 : EpilogueParts.Clamp);
}

/// <summary>How an op can be absorbed into the kernel that makes one of its inputs.</summary>
/// <param name="Part">The part it becomes.</param>
/// <param name="Into">Index of the input whose producer absorbs it.</param>
/// <param name="Operand">Index of the input that travels along, or -1 (Clamp).</param>
/// <param name="Min">Lower bound of a Clamp.</param>
/// <param name="Max">Upper bound of a Clamp.</param>
public readonly record struct Absorption(
    EpilogueParts Part, int Into, int Operand = -1, float Min = float.NegativeInfinity, float Max = float.PositiveInfinity);

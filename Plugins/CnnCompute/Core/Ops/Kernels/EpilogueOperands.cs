// A node's epilogue as bindings and push constants.
namespace CnnCompute;

/// <summary>What kernels with an epilogue bind and push for it; absent parts bind <paramref name="unused"/>, which they never read.</summary>
internal readonly struct EpilogueOperands(Epilogue epilogue, int channels, Operand unused)
{
    private readonly Operand unused = unused with { Idle = true };

    public Operand Bias => epilogue.Bias < 0 ? unused : Operand.In(epilogue.Bias);
    public Operand ScaleShift => epilogue.ScaleShift < 0 ? unused : Operand.In(epilogue.ScaleShift);
    public Operand Residual => epilogue.Residual < 0 ? unused : Operand.In(epilogue.Residual);
    public bool HasResidual => epilogue.Residual >= 0;
    public bool IsNone => epilogue.Parts == EpilogueParts.None;

    /// <summary>Parts, channels, low, high: the last push constants.</summary>
    public PushWord[] Push => [(int)(epilogue.Parts & ~EpilogueParts.Clamp), channels, epilogue.Min, epilogue.Max];

    /// <summary>The residual's piece that belongs to a part of a convolution.</summary>
    public Operand ResidualOf(Piece piece) => HasResidual ? piece.Of(Residual) : unused;

    /// <summary>The residual's part that belongs to a part of the output.</summary>
    public Operand ResidualOf(Range1 range, long bytes, int total) => HasResidual ? range.Of(Residual, bytes, total) : unused;
}

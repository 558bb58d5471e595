// Elementary functions of one operand that have no parameters: one kernel, specialised by the function.
namespace CnnCompute;

/// <summary>A function of one number; the shader counts them in this order.</summary>
public enum UnaryMath
{
    /// <summary>|x|.</summary>
    Abs,

    /// <summary>Arc cosine in radians.</summary>
    Acos,

    /// <summary>Inverse hyperbolic cosine.</summary>
    Acosh,

    /// <summary>Arc sine in radians.</summary>
    Asin,

    /// <summary>Inverse hyperbolic sine.</summary>
    Asinh,

    /// <summary>Arc tangent in radians.</summary>
    Atan,

    /// <summary>Inverse hyperbolic tangent.</summary>
    Atanh,

    /// <summary>Rounding up.</summary>
    Ceil,

    /// <summary>Cosine of an angle in radians.</summary>
    Cos,

    /// <summary>Hyperbolic cosine.</summary>
    Cosh,

    /// <summary>2/sqrt(pi) times the integral of exp(-t^2) from 0 to x.</summary>
    Erf,

    /// <summary>e to the power of x.</summary>
    Exp,

    /// <summary>Rounding down.</summary>
    Floor,

    /// <summary>Natural logarithm.</summary>
    Log,

    /// <summary>-x.</summary>
    Neg,

    /// <summary>1 / x.</summary>
    Reciprocal,

    /// <summary>The nearest whole number; halves go to the even one.</summary>
    Round,

    /// <summary>1 / sqrt(x).</summary>
    Rsqrt,

    /// <summary>-1, 0 or 1.</summary>
    Sign,

    /// <summary>Sine of an angle in radians.</summary>
    Sin,

    /// <summary>Hyperbolic sine.</summary>
    Sinh,

    /// <summary>Square root.</summary>
    Sqrt,

    /// <summary>x times x.</summary>
    Square,

    /// <summary>Tangent of an angle in radians.</summary>
    Tan,

    /// <summary>Rounding towards zero.</summary>
    Trunc,
}

/// <summary>A function of each element; |x|, -x and the sign also of I32.</summary>
/// <param name="Kind">Which function.</param>
public sealed record UnaryMathOp(UnaryMath Kind) : UnaryOp
{
    /// <inheritdoc/>
    public override string Name => Kind.ToString();

    /// <inheritdoc/>
    protected override string Shader => "Cnn/unary_math";

    /// <inheritdoc/>
    protected override (int Id, uint Value)[] Constants => [(1, (uint)Kind)];

    /// <inheritdoc/>
    protected override DType[] Takes => Kind is UnaryMath.Abs or UnaryMath.Neg or UnaryMath.Sign ? [DType.F32, DType.I32] : base.Takes;

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [Gradient(node.Inputs[0], output, grad)];

    private Tensor? Gradient(Tensor x, Tensor output, Tensor grad) => Kind switch
    {
        UnaryMath.Abs => grad * x.Sign(),
        UnaryMath.Acos => -grad * (1f - x.Square()).Rsqrt(),
        UnaryMath.Acosh => grad * (x.Square() - 1f).Rsqrt(),
        UnaryMath.Asin => grad * (1f - x.Square()).Rsqrt(),
        UnaryMath.Asinh => grad * (x.Square() + 1f).Rsqrt(),
        UnaryMath.Atan => grad / (x.Square() + 1f),
        UnaryMath.Atanh => grad / (1f - x.Square()),
        UnaryMath.Cos => -grad * x.Sin(),
        UnaryMath.Cosh => grad * x.Sinh(),
        UnaryMath.Erf => grad * (-x.Square()).Exp() * (float)(2 / Math.Sqrt(Math.PI)),
        UnaryMath.Exp => grad * output,
        UnaryMath.Log => grad / x,
        UnaryMath.Neg => -grad,
        UnaryMath.Reciprocal => -grad * output.Square(),
        UnaryMath.Rsqrt => grad * -0.5f * output / x,
        UnaryMath.Sin => grad * x.Cos(),
        UnaryMath.Sinh => grad * x.Cosh(),
        UnaryMath.Sqrt => grad * 0.5f / output,
        UnaryMath.Square => grad * x * 2f,
        UnaryMath.Tan => grad * (output.Square() + 1f),
        UnaryMath.Ceil or UnaryMath.Floor or UnaryMath.Round or UnaryMath.Sign or UnaryMath.Trunc => null,
        _ => throw new InvalidOperationException($"{Kind} has no gradient rule"),
    };
}

public readonly partial record struct Tensor
{
    /// <summary>The negative.</summary>
    public static Tensor operator -(Tensor a) => a.Unary(UnaryMath.Neg);

    /// <summary>|x|, as torch.abs; the gradient at 0 is 0.</summary>
    public Tensor Abs() => Unary(UnaryMath.Abs);

    /// <summary>The arc cosine in radians, as torch.acos; NaN outside -1 to 1.</summary>
    public Tensor Acos() => Unary(UnaryMath.Acos);

    /// <summary>The inverse hyperbolic cosine, as torch.acosh; NaN below 1.</summary>
    public Tensor Acosh() => Unary(UnaryMath.Acosh);

    /// <summary>The arc sine in radians, as torch.asin; NaN outside -1 to 1.</summary>
    public Tensor Asin() => Unary(UnaryMath.Asin);

    /// <summary>The inverse hyperbolic sine, as torch.asinh.</summary>
    public Tensor Asinh() => Unary(UnaryMath.Asinh);

    /// <summary>The arc tangent in radians, as torch.atan.</summary>
    public Tensor Atan() => Unary(UnaryMath.Atan);

    /// <summary>The inverse hyperbolic tangent, as torch.atanh; NaN outside -1 to 1.</summary>
    public Tensor Atanh() => Unary(UnaryMath.Atanh);

    /// <summary>Rounded up, as torch.ceil; its gradient is 0.</summary>
    public Tensor Ceil() => Unary(UnaryMath.Ceil);

    /// <summary>The cosine of an angle in radians, as torch.cos; good to 1e-6 for |x| up to 10^4.</summary>
    public Tensor Cos() => Unary(UnaryMath.Cos);

    /// <summary>The hyperbolic cosine, as torch.cosh.</summary>
    public Tensor Cosh() => Unary(UnaryMath.Cosh);

    /// <summary>The error function, as torch.erf.</summary>
    public Tensor Erf() => Unary(UnaryMath.Erf);

    /// <summary>e to the power of x, as torch.exp.</summary>
    public Tensor Exp() => Unary(UnaryMath.Exp);

    /// <summary>Rounded down, as torch.floor; its gradient is 0.</summary>
    public Tensor Floor() => Unary(UnaryMath.Floor);

    /// <summary>The natural logarithm, as torch.log.</summary>
    public Tensor Log() => Unary(UnaryMath.Log);

    /// <summary>-x, as torch.neg.</summary>
    public Tensor Neg() => Unary(UnaryMath.Neg);

    /// <summary>1 / x, as torch.reciprocal.</summary>
    public Tensor Reciprocal() => Unary(UnaryMath.Reciprocal);

    /// <summary>Rounded to the nearest whole number, halves to the even one, as torch.round; its gradient is 0.</summary>
    public Tensor Round() => Unary(UnaryMath.Round);

    /// <summary>1 / sqrt(x), as torch.rsqrt.</summary>
    public Tensor Rsqrt() => Unary(UnaryMath.Rsqrt);

    /// <summary>-1, 0 or 1, as torch.sign; its gradient is 0.</summary>
    public Tensor Sign() => Unary(UnaryMath.Sign);

    /// <summary>The sine of an angle in radians, as torch.sin; good to 1e-6 for |x| up to 10^4.</summary>
    public Tensor Sin() => Unary(UnaryMath.Sin);

    /// <summary>The hyperbolic sine, as torch.sinh.</summary>
    public Tensor Sinh() => Unary(UnaryMath.Sinh);

    /// <summary>The square root, as torch.sqrt.</summary>
    public Tensor Sqrt() => Unary(UnaryMath.Sqrt);

    /// <summary>x times x, as torch.square.</summary>
    public Tensor Square() => Unary(UnaryMath.Square);

    /// <summary>The tangent of an angle in radians, as torch.tan.</summary>
    public Tensor Tan() => Unary(UnaryMath.Tan);

    /// <summary>Rounded towards zero, as torch.trunc; its gradient is 0.</summary>
    public Tensor Trunc() => Unary(UnaryMath.Trunc);

    private Tensor Unary(UnaryMath kind) => Graph.Append(new UnaryMathOp(kind), this);
}

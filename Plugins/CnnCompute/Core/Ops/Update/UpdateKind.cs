// The rules by which parameters change.
namespace CnnCompute;

/// <summary>What <see cref="GroupUpdateOp"/> does to every element; the number is the shader's.</summary>
public enum UpdateKind
{
    /// <summary>w -= rate · g.</summary>
    Sgd,

    /// <summary>m = momentum · m + (1 - dampening) · g; w -= rate · m, or Nesterov's g + momentum · m. State: m.</summary>
    Momentum,

    /// <summary>s += g²; w -= rate / (1 + (t - 1) · decay) · g / (√s + eps). State: s.</summary>
    Adagrad,

    /// <summary>
    /// s = β2 · s + (1 - β2) · g², and where centred its variance about a mean; b = momentum · b + g / (√s + eps); w -= rate · b. States: s, b, mean.
    /// </summary>
    RmsProp,

    /// <summary>s = β2 · s + (1 - β2) · g²; d = √(a + eps) / √(s + eps) · g; a = β2 · a + (1 - β2) · d²; w -= rate · d. States: s, a.</summary>
    Adadelta,

    /// <summary>m and v are running means of g and g²; w -= rate / (1 - β1ᵗ) · m / (√v / √(1 - β2ᵗ) + eps). States: m, v.</summary>
    Adam,

    /// <summary>As Adam, with two factors in place of the mean's: w -= rate · (f0 · g + f1 · m) / (√v / √(1 - β2ᵗ) + eps). States: m, v.</summary>
    NAdam,

    /// <summary>b = momentum · b + rate · trust · g, trust = η · |w| / (|g| + decay · |w| + eps); w -= b. State: b.</summary>
    Lars,

    /// <summary>u = Adam's direction + decay · w; w -= rate · |w| / |u| · u. States: m, v.</summary>
    Lamb,

    /// <summary>w = β2 · w + (1 - β2) · from.</summary>
    Average,

    /// <summary>w and from change places.</summary>
    Swap,

    /// <summary>w += g.</summary>
    Accumulate,
}

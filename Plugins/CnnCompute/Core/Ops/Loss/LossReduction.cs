// What becomes of a loss's elements: PyTorch's reduction argument.
namespace CnnCompute;

/// <summary>How a loss is made of its elements.</summary>
public enum LossReduction
{
    /// <summary>Their mean; for labels the mean over those that count, by weight.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>They stay as they are.</summary>
    None,

    /// <summary>Their sum divided by the number of samples (the first dimension).</summary>
    BatchMean,
}

public readonly partial record struct Tensor
{
    /// <summary>The mean or the sum of all elements, or the elements themselves.</summary>
    public Tensor Reduced(LossReduction reduction) => reduction switch
    {
        LossReduction.Mean => Mean(),
        LossReduction.Sum => Sum(),
        LossReduction.BatchMean => Sum() / Shape[0],
        _ => this,
    };
}

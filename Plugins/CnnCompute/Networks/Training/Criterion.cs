// What a training makes small.
namespace CnnCompute;

/// <summary>A loss of a network's output on a batch: the objects that recipes name under <c>criterion</c>.</summary>
public abstract record Criterion
{
    /// <summary>Appends the loss, a scalar: the mean over rows that are no padding.</summary>
    /// <param name="output">What the network gives, usually logits [N, classes].</param>
    /// <param name="batch">What it should have given: its targets where transforms mixed pictures, else its labels.</param>
    public abstract Tensor Loss(Tensor output, TrainingBatch batch);
}

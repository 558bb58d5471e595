// What a training run says about itself after each epoch.
namespace CnnCompute;

/// <summary>What one epoch came to.</summary>
/// <param name="Epoch">The epoch that ended, from 0.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Training">Over the epoch's training batches; a checkpoint of an earlier version forgets those before it.</param>
/// <param name="Test">Over the whole test set.</param>
/// <param name="LearningRate">Rate of the last step.</param>
/// <param name="ImagesPerSecond">Training speed.</param>
/// <param name="Elapsed">Wall-clock time of this process's training so far.</param>
/// <param name="IsBest">Whether the test accuracy is the highest so far.</param>
public sealed record EpochResult(
    int Epoch, long Step, Metrics Training, Metrics Test, float LearningRate, double ImagesPerSecond, TimeSpan Elapsed, bool IsBest);

// What a training run says about itself after each epoch.
namespace CnnCompute;

/// <summary>What one epoch came to.</summary>
/// <param name="Epoch">The epoch that ended, from 0.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Training">Over the epoch's training batches, before each update.</param>
/// <param name="Validation">Over the validation samples; null where there are none. Choices are made by it.</param>
/// <param name="LearningRate">Rate of the last step.</param>
/// <param name="ImagesPerSecond">Training speed.</param>
/// <param name="Elapsed">Wall-clock time of this process's training so far.</param>
/// <param name="IsBest">Whether these are the weights that count so far: the best by validation, or the last where there is none.</param>
public sealed record EpochResult(
    int Epoch, long Step, Metrics Training, EvaluationResult? Validation, float LearningRate, double ImagesPerSecond, TimeSpan Elapsed, bool IsBest)
{
    /// <summary>Where the time of the epoch's steps went.</summary>
    public StepTimes Times { get; init; }

    /// <summary>How well the loader kept up in the epoch.</summary>
    public LoaderUse Loader { get; init; }
}

/// <summary>What a whole training came to.</summary>
/// <param name="Epoch">The epoch whose weights count, from 0: the best by validation, or the last where there is none.</param>
/// <param name="Epochs">Epochs that were trained.</param>
/// <param name="Validation">Of that epoch; null where there are no validation samples.</param>
/// <param name="Test">Over the test samples, measured once, when everything was decided; null where there are none.</param>
/// <param name="StoppedEarly">Whether it ended before its last epoch, as validation had not got better for long.</param>
public sealed record TrainingResult(int Epoch, int Epochs, Metrics? Validation, EvaluationResult? Test, bool StoppedEarly);

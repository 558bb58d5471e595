// What a running training says about itself after each step.
namespace CnnCompute;

/// <summary>The state of a training run.</summary>
/// <param name="Epoch">The pass over the training set under way, from 0.</param>
/// <param name="Epochs">Passes in all.</param>
/// <param name="Step">Steps done since the very beginning, those before a resume included.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Training">Loss and accuracy on the training batches of this epoch so far, before each update.</param>
/// <param name="LearningRate">Rate of the last step.</param>
/// <param name="ImagesPerSecond">Training speed over the last seconds, evaluation excluded.</param>
/// <param name="Remaining">Estimate of the time that is left, without evaluation.</param>
/// <param name="Times">Where the time of this epoch's steps went.</param>
public readonly record struct TrainingProgress(
    int Epoch, int Epochs, long Step, long Steps, Metrics Training, float LearningRate, double ImagesPerSecond, TimeSpan Remaining,
    StepTimes Times = default);

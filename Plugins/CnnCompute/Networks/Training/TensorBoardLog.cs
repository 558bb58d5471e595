// A training run as TensorBoard shows it.
namespace CnnCompute;

/// <summary>
/// Writes curves into an event file: loss and accuracy on training batches, rate and speed every few steps, and what each epoch came to. A resumed
/// run goes on in the same file, without what came after the step from which it goes on.
/// </summary>
/// <param name="folder">Where the file lies; <c>tensorboard --logdir</c> takes it or one above.</param>
/// <param name="everySteps">Steps between two points of a curve.</param>
public sealed class TensorBoardLog(string folder, int everySteps = 50) : ITrainingCallback, IDisposable
{
    /// <summary>The file's name, where nothing else is said.</summary>
    public const string FileName = "events.out.tfevents.cnn";

    private EventFile? file;

    /// <summary>The file's name; TensorBoard knows it by its beginning, that of <see cref="FileName"/>.</summary>
    public string Name { get; init; } = FileName;

    /// <summary>A log beside a training's other files.</summary>
    public static TensorBoardLog Of(TrainingFiles files) =>
        new(Path.GetDirectoryName(files.Events)!) { Name = Path.GetFileName(files.Events) };

    /// <inheritdoc/>
    public void Began(Trainer trainer) => Begin(trainer.ToldUntil);

    /// <inheritdoc/>
    public void WentBack(Trainer trainer) => Begin(trainer.Step);

    /// <summary>Begins the file, or continues it after a step.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Begin(long fromStep)
    {
        file?.Dispose();
        file = new EventFile(Path.Combine(folder, Name), fromStep);
    }

    /// <inheritdoc/>
    public void StepEnded(in TrainingProgress progress)
    {
        if (progress.Step % everySteps != 0 || progress.Training.Count == 0)
            return;
        file?.Scalars(progress.Step, ("loss/train", progress.Training.Loss), ("accuracy/train", progress.Training.Accuracy),
            ("learning_rate", progress.LearningRate), ("images_per_second", progress.ImagesPerSecond));
        file?.Flush();
    }

    /// <inheritdoc/>
    public void EpochEvaluated(EpochResult result)
    {
        file?.Scalars(result.Step, ("epoch", result.Epoch + 1));
        if (result.Validation is { } validation)
            file?.Scalars(result.Step, ("loss/validation", validation.Loss), ("accuracy/validation", validation.Accuracy));
        if (result.Training.Count > 0)
            file?.Scalars(result.Step, ("epoch/loss", result.Training.Loss), ("epoch/accuracy", result.Training.Accuracy));
        file?.Flush();
    }

    /// <inheritdoc/>
    public void Ended(Trainer trainer, bool finished) => Dispose();

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        file?.Dispose();
        file = null;
    }
}

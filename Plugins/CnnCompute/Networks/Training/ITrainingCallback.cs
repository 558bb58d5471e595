// What may be done beside a training while it runs.
namespace CnnCompute;

/// <summary>Is told how a training goes, on the training's thread; what it throws ends the training as an error of its own would.</summary>
public interface ITrainingCallback
{
    /// <summary>Before the first step, also of a resumed training.</summary>
    void Began(Trainer trainer)
    {
    }

    /// <summary>After each step.</summary>
    void StepEnded(in TrainingProgress progress)
    {
    }

    /// <summary>After each epoch's evaluation, when its checkpoints are written.</summary>
    void EpochEnded(EpochResult result)
    {
    }

    /// <summary>After the last step, or when it was stopped early or cancelled.</summary>
    /// <param name="trainer">The training.</param>
    /// <param name="finished">False where it was cancelled.</param>
    void Ended(Trainer trainer, bool finished)
    {
    }
}

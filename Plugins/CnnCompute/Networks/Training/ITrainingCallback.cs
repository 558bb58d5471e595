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

    /// <summary>
    /// After the loss was no longer a number and the training went back to an earlier step, <see cref="Trainer.Step"/>: what was told of later ones
    /// is void.
    /// </summary>
    void WentBack(Trainer trainer)
    {
    }

    /// <summary>
    /// After each epoch's evaluation, before its checkpoints are written: what is on disk by then is there when it continues from them.
    /// </summary>
    void EpochEvaluated(EpochResult result)
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

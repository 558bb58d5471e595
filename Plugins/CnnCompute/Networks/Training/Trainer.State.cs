// Trains a classifier: its state, where it was lost, and how it is found again.
using Engine;

namespace CnnCompute;

public sealed partial class Trainer
{
    private const int MostRecoveries = 5;
    private const float Lowered = 0.5f;

    private Checkpoint? good;
    private IReadOnlyDictionary<string, TensorData>? best;

    /// <summary>The whole state as it is now; waits for the device.</summary>
    /// <exception cref="DivergedException">The loss of a step under way is not finite; nothing of it is worth keeping.</exception>
    public Checkpoint Capture()
    {
        Drain();
        var data = Data.Train;
        return new Checkpoint
        {
            Model = ModelMetadata.Of(model, (data.Channels, data.Height, data.Width), Setup.Norm, data.Classes),
            Recipe = Setup.Recipe,
            Essence = Essence,
            State = Values(model.StateDict()),
            Optimizer = Values(optimizer.StateDict()),
            Step = Step,
            Evaluated = evaluated,
            Epoch = epochMetrics,
            Validation = [.. history.Epochs],
            RateFactor = rateFactor,
            Recoveries = recoveries,
            Device = gpu.Info.Name,
            Data = fingerprint,
            EvaluationBatchSize = Setup.EvaluationBatchSize,
            TrainingRecipes = Plan.Recipes,
            EvaluationRecipes = validator?.Recipes ?? [],
        };
    }

    /// <summary>What is evaluated and saved for use: running means of weights where they are kept, else the weights; buffers as they are.</summary>
    public IReadOnlyDictionary<string, TensorData> JudgedState()
    {
        var values = new OrderedDictionary<string, TensorData>();
        foreach (var (key, parameter) in model.StateDict())
            values.Add(key, new TensorData(parameter.Shape, weights.Get(MeanOf(parameter) ?? parameter)));
        return values;
    }

    private Parameter? MeanOf(Parameter parameter) =>
        optimizer.StateDict().GetValueOrDefault($"{Optimizer.EmaPrefix}{parameter.Name}");

    // Where the loss of a step under way turns out to be no number, the state that would be gone back to.
    private Checkpoint CaptureSound()
    {
        try
        {
            return Capture();
        }
        catch (DivergedException diverged)
        {
            GoBack(diverged);
            return Capture();
        }
    }

    private void Judge(IReadOnlyDictionary<string, TensorData> state)
    {
        foreach (var (key, parameter) in model.StateDict())
            judged.Set(parameter, state[key].Values);
    }

    private void Restore(Checkpoint resume)
    {
        if (!resume.CanResume)
        {
            throw new InvalidDataException(resume.IsOld
                ? "The checkpoint was written by an earlier version, whose trainings cannot be continued; begin anew, or use it as a model"
                : "The checkpoint holds weights but no optimiser state, so that training cannot continue from it; "
                    + "take the file called last.safetensors");
        }
        model.LoadStateDict(resume.State);
        // Before what follows from it, such as the number of steps.
        if (resume.Data.Length > 0 && resume.Data != fingerprint)
        {
            throw new InvalidDataException($"The checkpoint was made on other pictures than those of {Data.Train.Name} here; "
                + "continue with the data it was begun with (--data)");
        }
        if (resume.Essence != Essence)
            throw new ArgumentException($"The checkpoint was made with another setup: {Difference(resume.Essence, Essence)}");
        optimizer.LoadStateDict(resume.Optimizer);
        TakePlace(resume);
        if (Step < 0 || Step > Steps || evaluated < 0 || evaluated > Step / loader.BatchesPerEpoch
            || (Data.Validation is not null && history.Epochs.Count != evaluated))
        {
            throw new InvalidDataException($"The checkpoint says that {Step:N0} of {Steps:N0} steps and {evaluated:N0} evaluations are done, which "
                + "does not fit together; take another one");
        }
    }

    private void TakePlace(Checkpoint state)
    {
        (Step, evaluated, epochMetrics) = (state.Step, state.Evaluated, state.Epoch);
        (rateFactor, recoveries, history) = (state.RateFactor, state.Recoveries, new ValidationHistory(state.Validation));
        schedule = history.Observed(Setup.Schedule(Steps, loader.BatchesPerEpoch));
        needsSeek = true;
    }

    // Back to the last good state, with a lower rate.
    private void GoBack(DivergedException diverged)
    {
        steps.Drain();
        while (steps.TryReceive(out _))
        {
            // Of steps after the one that diverged.
        }
        if (Setup.OnNan == NanAction.Stop || good is null || recoveries == MostRecoveries)
            throw new DivergedException(diverged.Step, diverged.Loss, $"{Where(diverged)}{Advice(diverged.Step)}");
        Log.Warning($"the loss of step {diverged.Step:N0} is {diverged.Loss}: {Where(diverged)}back to step {good.Step:N0}, with "
            + $"{rateFactor * Lowered:G3} times the rate");
        foreach (var (key, parameter) in model.StateDict())
            weights.Set(parameter, good.State[key].Values);
        foreach (var (key, parameter) in optimizer.StateDict())
            weights.Set(parameter, good.Optimizer[key].Values);
        good = good with { RateFactor = rateFactor * Lowered, Recoveries = recoveries + 1 };
        TakePlace(good);
        speed.Pause();
    }

    // As a part of a sentence; steps that gave what is no number changed no weights, so the batch gives it again.
    private string Where(DivergedException diverged)
    {
        if (!float.IsNaN(diverged.Loss) || !Setup.Step.SkipNonFinite)
            return "";
        var (epoch, index) = Place(diverged.Step);
        loader.Seek(epoch, index);
        needsSeek = true;
        var batch = loader.Next();
        var where = NanSearch.Find(weights, LossIn(new Graph()).Loss, plan =>
        {
            var commands = gpu.Begin();
            foreach (var name in plan.InputNames.ToArray())
            {
                if (name == BatchInputs.BytesName)
                    plan.UploadRaw<byte>(commands, name, batch.Bytes);
                else
                    plan.UploadRaw<int>(commands, name, name == BatchInputs.LabelsName ? batch.Labels : batch.Indices);
            }
            gpu.Wait(gpu.Submit(commands));
            SetValues(plan, diverged.Step, plan.HasValue(BatchInputs.KeyName), plan.HasValue(Dropout.KeyName));
            if (plan.HasValue(Optimizer.RateName))
                plan.Set(Optimizer.RateName, RateAt(diverged.Step));
        });
        return where is null ? "" : $"{where}; ";
    }

    private static string Difference(string before, string now)
    {
        var (was, other) = (before.Split('\n'), now.Split('\n'));
        for (var i = 0; i < Math.Min(was.Length, other.Length); i++)
        {
            if (was[i] != other[i])
                return $"\"{was[i]}\" there, \"{other[i]}\" here; continue with the one it holds";
        }
        return "continue with the one it holds";
    }

    private OrderedDictionary<string, TensorData> Values(IReadOnlyDictionary<string, Parameter> parameters)
    {
        var values = new OrderedDictionary<string, TensorData>();
        foreach (var (key, parameter) in parameters)
            values.Add(key, new TensorData(parameter.Shape, weights.Get(parameter)));
        return values;
    }
}

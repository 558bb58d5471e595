// Trains a classifier: its state, captured and restored.
namespace CnnCompute;

public sealed partial class Trainer
{
    private IReadOnlyDictionary<string, TensorData>? best;

    /// <summary>The whole state as it is now; waits for the device.</summary>
    /// <exception cref="DivergedException">The loss of a step under way is not finite; nothing of it is worth keeping.</exception>
    public Checkpoint Capture()
    {
        Drain();
        return Described() with { State = Values(model.StateDict()), Optimizer = Values(optimizer.StateDict()) };
    }

    // All of a checkpoint but the numbers of the network and the optimiser.
    private Checkpoint Described()
    {
        var data = Data.Train;
        return new Checkpoint
        {
            Model = ModelMetadata.Of(model, (data.Channels, data.Height, data.Width), Setup.Norm, data.Classes),
            Recipe = Setup.Recipe,
            Essence = Essence,
            State = new Dictionary<string, TensorData>(),
            Optimizer = new Dictionary<string, TensorData>(),
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
        looked = (state.Optimizer.TryGetValue(optimizer.Scaling?.Name ?? "", out var scaling) ? Skipped(scaling.Values) : 0, Updates);
        needsSeek = true;
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

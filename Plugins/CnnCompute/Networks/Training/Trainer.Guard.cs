// Trains a classifier: what happens when numbers are none any more.
using Engine;

namespace CnnCompute;

public sealed partial class Trainer
{
    private const int MostRecoveries = 5;
    private const float Lowered = 0.5f;

    // Of so many updates one at least must have changed something.
    private const int MostSkipped = 16;

    private Checkpoint? good;
    private (long Skipped, long Updates) looked;

    private long Updates => Step / Setup.Step.Accumulate;

    private static long Skipped(IReadOnlyList<float> scaling) => (long)scaling[3];

    // Steps whose gradients are no numbers change nothing, and their losses may be fine: without a look at them a training could stand still.
    private void LookAtSkipped()
    {
        if (optimizer.Scaling is not { } scaling || Updates - looked.Updates < MostSkipped)
            return;
        var now = (Skipped: Skipped(weights.Get(scaling)), Updates);
        var (skipped, updates) = (now.Skipped - looked.Skipped, now.Updates - looked.Updates);
        looked = now;
        if (skipped >= updates)
        {
            throw new DivergedException(
                $"The gradients of the last {updates:N0} updates up to step {Step - 1:N0}, whose loss is {LastLoss}, are no numbers", Step - 1,
                LastLoss, Advice(Step - 1));
        }
        // Where the loss is scaled some are expected: that is how the scale is found.
        if (skipped > 0 && Setup.Step.LossScaling is null)
            Log.Warning($"{skipped:N0} of the last {updates:N0} updates changed nothing: their gradients were no numbers");
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
            throw new DivergedException(diverged.What, diverged.Step, diverged.Loss, $"{Where(diverged)}{Advice(diverged.Step)}");
        Log.Warning($"{char.ToLowerInvariant(diverged.What[0])}{diverged.What[1..]}: {Where(diverged)}back to step {good.Step:N0}, with "
            + $"{rateFactor * Lowered:G3} times the rate");
        foreach (var (key, parameter) in model.StateDict())
            weights.Set(parameter, good.State[key].Values);
        foreach (var (key, parameter) in optimizer.StateDict())
            weights.Set(parameter, good.Optimizer[key].Values);
        good = good with { RateFactor = rateFactor * Lowered, Recoveries = recoveries + 1 };
        TakePlace(good);
        speed.Pause();
    }

    // As a part of a sentence. The step changed no weights, and the one behind it hardly ever, so the batch gives it again.
    private string Where(DivergedException diverged)
    {
        if (!Setup.Step.SkipNonFinite && Setup.Step.LossScaling is null)
            return "";
        var (epoch, index) = Place(diverged.Step);
        loader.Seek(epoch, index);
        needsSeek = true;
        var batch = loader.Next();
        var loss = LossIn(new Graph()).Loss;
        Parameter[] parameters = [.. optimizer.Parameters.Where(p => p.RequiresGrad)];
        IReadOnlyList<Tensor> outputs = float.IsFinite(diverged.Loss)
            ? Autodiff.Gradients(loss, [.. parameters.Select(loss.Graph.Parameter)])
            : [loss];
        var where = NanSearch.FindNotFinite(weights, outputs, Setup.Precision, plan =>
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
}

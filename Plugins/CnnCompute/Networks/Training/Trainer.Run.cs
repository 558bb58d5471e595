// Trains a classifier: epochs, evaluation, files.
using System.Diagnostics;
using Engine;

namespace CnnCompute;

public sealed partial class Trainer
{
    private const int LogEverySteps = 50;

    private readonly Stopwatch sinceSaved = new();

    // What the loader had done when the epoch began.
    private LoaderUse epochUse;

    /// <summary>
    /// Trains to the end. With <paramref name="files"/> it writes the log, after each epoch the last state, and the weights that count so far. When
    /// cancelled it finishes the step under way and saves the last state first.
    /// </summary>
    /// <returns>What it came to.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; everything is saved.</exception>
    /// <exception cref="IOException">A file cannot be written (a full disk); the files of the epoch before are untouched.</exception>
    /// <exception cref="DivergedException">The loss is no longer a number, and the setup says no more than to stop.</exception>
    public TrainingResult Run(TrainingFiles? files = null, CancellationToken cancellation = default)
    {
        var log = files is null ? null : new TrainingLog(files.Log, ToldUntil);
        var clock = Stopwatch.StartNew();
        try
        {
            foreach (var callback in Callbacks)
                callback.Began(this);
            if (EvaluationIsDue)
                Tell(log);
            if (Setup.OnNan == NanAction.Lower)
                good = Capture();
            sinceSaved.Restart();
            while (!IsOver || EvaluationIsDue)
            {
                try
                {
                    StepOrEvaluate(files, log, clock, cancellation);
                }
                catch (DivergedException diverged)
                {
                    GoBack(diverged);
                    log?.Dispose();
                    log = files is null ? null : new TrainingLog(files.Log, Step);
                    foreach (var callback in Callbacks)
                        callback.WentBack(this);
                }
            }
            Result = Finish(files, cancellation);
            log?.Close();
        }
        catch (OperationCanceledException)
        {
            if (files is not null)
            {
                CaptureSound().Save(files.Last);
                log?.Close();
            }
            foreach (var callback in Callbacks)
                callback.Ended(this, finished: false);
            throw;
        }
        catch (IOException) when (files is not null)
        {
            // What was learnt since the last checkpoint is worth a try: a place may be left for it where there is none for the log or another file.
            SaveIfPossible(files);
            throw;
        }
        finally
        {
            log?.Dispose();
        }
        foreach (var callback in Callbacks)
            callback.Ended(this, finished: true);
        return Result;
    }

    /// <summary>
    /// The last step whose rows stand in logs when a training continues: what came later is made, and told, again. A step whose evaluation was
    /// cancelled is told again before it.
    /// </summary>
    internal long ToldUntil => EvaluationIsDue ? Step - 1 : Step;

    private bool IsOver => Step >= Steps || StoppedEarly;

    private bool StoppedEarly => Setup.Patience is { } patience && history.SinceBest >= patience && evaluated < Setup.Epochs;

    // Also after a run that was cancelled during an evaluation.
    private bool EvaluationIsDue => Step > 0 && Step % loader.BatchesPerEpoch == 0 && evaluated < Step / loader.BatchesPerEpoch;

    private void StepOrEvaluate(TrainingFiles? files, TrainingLog? log, Stopwatch clock, CancellationToken cancellation)
    {
        if (!EvaluationIsDue)
        {
            StepOnce(cancellation);
            Tell(log);
            if (files is not null && sinceSaved.Elapsed > files.SaveEvery && !EvaluationIsDue)
            {
                Capture().Save(files.Last);
                sinceSaved.Restart();
            }
        }
        if (EvaluationIsDue)
            EndEpoch(files, log, clock.Elapsed, cancellation);
    }

    private void Tell(TrainingLog? log)
    {
        // A row is over all steps so far, however late their results come back; else equal trainings would have other rows.
        if (Step % LogEverySteps == 0)
        {
            Drain();
            LookAtSkipped();
        }
        var progress = Progress();
        if (Step % LogEverySteps == 0)
            log?.Write(progress);
        for (var i = 0; i < Callbacks.Count; i++)
            Callbacks[i].StepEnded(progress);
    }

    private void EndEpoch(TrainingFiles? files, TrainingLog? log, TimeSpan elapsed, CancellationToken cancellation)
    {
        Drain();
        LookAtSkipped();
        var (times, use) = (steps.Times, loader.Use);
        EvaluationResult? validation = null;
        if (validator is not null)
        {
            Judge(JudgedState());
            validation = validator.Run(cancellation);
        }
        var result = CountEpoch(validation, elapsed) with { Times = times, Loader = use - epochUse };
        if (result.IsBest)
            best = JudgedState();
        // Before the state that holds this epoch: killed in between, it is made and told again; the other way round its row would be missing.
        log?.Write(result);
        foreach (var callback in Callbacks)
            callback.EpochEvaluated(result);
        var state = files is not null || Setup.OnNan == NanAction.Lower ? Capture() : null;
        if (Setup.OnNan == NanAction.Lower)
            good = state;
        if (files is not null)
            Save(files, state!, result.IsBest);
        foreach (var callback in Callbacks)
            callback.EpochEnded(result);
        speed.Pause();
        epochUse = loader.Use;
    }

    // An epoch is over; what follows from it for those to come.
    private EpochResult CountEpoch(EvaluationResult? validation, TimeSpan elapsed)
    {
        var rate = RateAt(Step - 1);
        var isBest = validation is null || history.Add(validation.Metrics);
        if (validation is not null)
            schedule = schedule.Observe(validation.Loss);
        return new EpochResult(evaluated++, Step, epochMetrics, validation, rate, speed.PerSecond, elapsed, isBest);
    }

    private void Save(TrainingFiles files, Checkpoint state, bool isBest)
    {
        if (isBest)
            state.ForUse(best!).Save(files.Best);
        if (validator is not null && Setup.Keep > 0)
        {
            var kept = history.Top(Setup.Keep);
            if (kept.Contains(evaluated - 1))
                state.ForUse(JudgedState()).Save(files.Epoch(evaluated - 1));
            for (var epoch = 0; epoch < evaluated; epoch++)
            {
                if (!kept.Contains(epoch))
                    File.Delete(files.Epoch(epoch));
            }
        }
        state.Save(files.Last);
        sinceSaved.Restart();
    }

    private TrainingResult Finish(TrainingFiles? files, CancellationToken cancellation)
    {
        Drain();
        var chosen = history.Best >= 0 ? history.Best : evaluated - 1;
        var counted = best ?? Saved(files, chosen);
        if (counted is null)
        {
            // Of a training that continues without the file of its best weights the last ones count: numbers of others would be wrong.
            if (chosen != evaluated - 1)
            {
                Log.Warning($"the weights of the best epoch, {chosen + 1}, are not {(files is null ? "there" : $"in {files.Best}")}; "
                    + "the last epoch counts");
            }
            (chosen, counted) = (evaluated - 1, JudgedState());
            if (files is not null)
                Capture().ForUse(counted).Save(files.Best);
        }
        EvaluationResult? test = null;
        if (Data.Test is { } samples)
        {
            // Everything is decided: the samples that no choice has seen may be looked at.
            Judge(counted);
            using var tester = NewEvaluator(samples, validator?.Recipes);
            test = tester.Run(cancellation);
            if (files is not null)
                (Capture() with { Test = test.Metrics, EvaluationRecipes = tester.Recipes }).Save(files.Last);
        }
        return new TrainingResult(chosen, evaluated, history.Best >= 0 ? history.Epochs[chosen] : null, test, StoppedEarly);
    }

    // The best weights of a training that continues lie in their file.
    private IReadOnlyDictionary<string, TensorData>? Saved(TrainingFiles? files, int epoch)
    {
        if (files is null || !File.Exists(files.Best))
            return null;
        var saved = Checkpoint.Load(files.Best);
        return saved.Evaluated == epoch + 1 && saved.Essence == Essence ? saved.State : null;
    }

    private void SaveIfPossible(TrainingFiles files)
    {
        try
        {
            var state = Capture();
            var isBest = evaluated > 0 && (history.Best < 0 || history.Best == evaluated - 1);
            if (isBest && best is not null && Saved(files, evaluated - 1) is null)
                state.ForUse(best).Save(files.Best);
            state.Save(files.Last);
        }
        catch (IOException)
        {
            // The first error is the one that is told.
        }
    }

    private TrainingProgress Progress() => new(
        Place(Step - 1).Epoch, Setup.Epochs, Step, Steps, epochMetrics, RateAt(Step - 1), speed.PerSecond,
        speed.TimeFor((Steps - Step) * Setup.BatchSize), steps.Times);
}

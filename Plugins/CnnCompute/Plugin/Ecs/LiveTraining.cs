// The running side of a training in a scene.
using Engine;

namespace CnnCompute;

/// <summary>
/// Attached to an entity with a <see cref="Training"/>; disposed with it. The network and its weights outlive it while others look at them, and are
/// taken over by the next one of the entity where it trains the same network.
/// </summary>
internal sealed class LiveTraining : ILive<Training>
{
    private const float LeastSlice = 0.5f, LeastFactor = 1e-4f, MostFactor = 1e4f;
    private const double SecondsOfSaving = 60;

    // Of the losses of steps: each is of few pictures alone.
    private const float Kept = 0.95f;

    private readonly App app;
    private readonly string name;
    private readonly Trainer trainer;
    private readonly LearntNet net;
    private readonly TrainingPlaces? places;
    private readonly FilterView? filters;
    private readonly EpochView? epochs;
    private readonly GradientView? gradients;
    private readonly SceneStream? stream;
    private readonly TimedBudget budget;
    private readonly LiveOptimizer optimizer;
    private readonly LogOnce said = new();
    private Training wanted;
    private long most, drawn, advanced = -1, finished = -1;
    private double savedAt;
    private float loss, weight;
    private string? stopped;

    private LiveTraining(
        App app, string name, in Training wanted, Trainer trainer, LearntNet net, SceneStream? stream, TrainingPlaces? places,
        float sliceMilliseconds, LiveOptimizer optimizer)
    {
        (this.app, this.name, this.wanted, this.trainer, this.net, this.stream, this.places) = (app, name, wanted, trainer, net, stream, places);
        (savedAt, drawn, budget, this.optimizer) = (-1, trainer.Step, new TimedBudget(app, sliceMilliseconds), optimizer);
        filters = FilterView.Of(app, $"{name} filters", trainer.Model, trainer.Weights);
        epochs = EpochView.Of(app, name, trainer.Data.Validation);
        gradients = GradientView.Of(app, name, trainer);
        trainer.Callbacks.Add(new Epochs(this));
        if (stream is not null)
            trainer.BeforeStep = commands => stream.Place(commands, trainer);
        most = trainer.Step;
        // What is continued goes on at its own rate unless the scene says another.
        if (wanted.Rate != 1 || optimizer.Factor != 1 || trainer.RateFactor == 1)
            TakeRate();
    }

    /// <summary>What trains.</summary>
    public Trainer Trainer => trainer;

    /// <summary>Losses: of training steps, smoothed, and of validation, by epochs.</summary>
    public Lines Losses { get; } = new("loss", "in validation");

    /// <summary>Accuracies: of the epoch so far, and of validation.</summary>
    public Lines Accuracies { get; } = new("accuracy", "in validation") { ArePercent = true };

    /// <summary>Why it stands still, where its numbers are none any more.</summary>
    public string? Stopped => stopped;

    /// <summary>What readouts show of it.</summary>
    public static Readings<LiveTraining> Readings { get; } = new()
    {
        { "state", static (t, _, text) => t.AppendState(text) },
        { "progress", static (t, _, text) => t.AppendProgress(text) },
        { "speed", static (t, _, text) => text.Append($"{t.trainer.SamplesPerSecond:F0} pictures/s") },
        { "rate", static (t, _, text) => text.Append($"learning rate {t.trainer.Rate:G3}") },
        { "optimizer", static (t, _, text) => text.Append($"by {t.optimizer.Name}") },
        { "gradients", static (t, _, text) => t.gradients?.Append(text, t.trainer) },
        { "network", static (t, _, text) => text.Append($"{t.net.Architecture}, {t.net.Parameters:N0} parameters") },
        { "data", static (t, _, text) => text.Append($"{t.trainer.Data.Train.Name}, {t.trainer.Data.Train.Count:N0} pictures") },
    };

    /// <summary>Opens data and recipe, and compiles; the network is lent under the entity's name.</summary>
    public static LiveTraining Compile(Frame frame, Entity entity, Training wanted)
    {
        var (app, name) = (frame.App, frame.World.NameOf(entity));
        var before = app.Shared(_ => new LearntNets()).Of(name);
        if (before is not null && wanted.Out.Length > 0 && wanted.Out == before.wanted.Out)
        {
            throw new InvalidOperationException(
                $"training {name} is kept in {wanted.Out}; what was changed makes it another one: name another folder (out), or none");
        }
        // With the weights that it has; the next one changes them.
        before?.Finish();
        var (recipe, optimizer) = LiveOptimizer.Of(Recipe(app, wanted), wanted.Optimizer);
        var stream = SceneStream.IsNamed(recipe.Data) ? SceneStream.Open(app, name, recipe.Data) : null;
        try
        {
            var data = stream is null
                ? DataSets.Open(recipe.DataSettings()) : new DataSplits(stream.Data, null, null) { Cache = CacheMode.Device };
            return Compile(app, name, wanted, (stream is null ? recipe : Unseen(name, recipe)).For(data), data, stream, before, optimizer);
        }
        catch
        {
            stream?.Dispose();
            throw;
        }
    }

    private static LiveTraining Compile(
        App app, string name, Training wanted, TrainingRecipe recipe, DataSplits data, SceneStream? stream, LiveTraining? before,
        LiveOptimizer optimizer)
    {
        var nets = app.Shared(_ => new LearntNets());
        var plans = app.PlansFor(name, Math.Max(wanted.Budget, LeastSlice));
        var files = wanted.Out.Length > 0 ? TrainingPlaces.Take(wanted.Out) : null;
        LearntNet? net = null;
        Trainer? trainer = null;
        try
        {
            (net, var setup, var isNew) = nets.Take(app, name, recipe, data, wanted.Start);
            if (before is not null)
                files?.NeedEmpty();
            var resume = before is null && isNew ? files?.Resumed() : null;
            trainer = Make(app, net, data, setup, resume, plans, files);
            var running = new LiveTraining(app, name, wanted, trainer, net, stream, files, (float)plans.SliceMilliseconds, optimizer);
            nets.Lend(app, name, net, running);
            return running;
        }
        catch
        {
            trainer?.Dispose();
            if (net is not null && !nets.Has(net))
                net.Weights.Dispose();
            files?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public bool Takes(in Training edited)
    {
        var (same, more, rate) = (edited.IsRunAs(wanted), edited.Steps - wanted.Steps, edited.Rate != wanted.Rate);
        // What may change between two steps does so, also where the rest is refused.
        wanted = same ? edited : wanted with { Running = edited.Running, Steps = edited.Steps, Rate = edited.Rate, Budget = edited.Budget };
        if (more > 0)
            most = Math.Max(most, trainer.Step) + more;
        stopped = null;
        if (rate)
            TakeRate();
        return same;
    }

    /// <inheritdoc/>
    public void Run(Frame frame)
    {
        if (frame.App.IsPaused)
            return;
        stream?.Take(frame);
        if (stream is { IsFilled: false })
            stream.Place(frame.Commands, trainer);
        else if (stopped is null)
            Advance(frame);
        filters?.Run(frame, trainer.Weights);
        epochs?.Run(frame);
        gradients?.Run(frame, trainer);
        Save(frame.Time);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Finish();
        }
        finally
        {
            places?.Dispose();
            filters?.Dispose();
            epochs?.Dispose();
            gradients?.Dispose();
            stream?.Dispose();
            budget.Dispose();
            trainer.Dispose();
            app.Shared(_ => new LearntNets()).Return(app, name, net);
        }
    }

    // Keeps what was learnt since the last checkpoint. A frame that was thrown away leaves nobody knows what.
    private void Finish()
    {
        if (places is null || stopped is not null || app.Frames <= advanced || (finished == trainer.Step && !trainer.IsAmid))
            return;
        // The app gives up what compiles; this is kept.
        var stopping = app.Gpu.Stopping;
        app.Gpu.Stopping = CancellationToken.None;
        try
        {
            places.Finish(trainer.Finished(), StepsPerEpoch);
            finished = trainer.Step;
            if (places.Failed is { } failed)
                Log.Warning($"training {name}: {failed}; what is on disk stays as it is");
        }
        catch (Exception error) when (InputError.Is(error))
        {
            Log.Warning($"training {name}: {InputError.Sentence(error).TrimEnd('.')}; the checkpoint on disk stays as it is");
        }
        finally
        {
            app.Gpu.Stopping = stopping;
        }
    }

    // Before a camera's first picture nobody knows what its pictures are like.
    private static TrainingRecipe Unseen(string name, TrainingRecipe recipe)
    {
        if (recipe.Initialization.Count > 0 && recipe.Setup().DataInitializations.Count > 0)
        {
            throw new InvalidOperationException($"training {name}: one of the recipe's initializations looks at pictures before the scene has shown "
                + "any; take a recipe without it");
        }
        return recipe with { Norm = recipe.Norm ?? PixelNorm.Parse("mean=0.5:std=0.25") };
    }

    private long StepsPerEpoch => trainer.Steps / trainer.Setup.Epochs;

    private static Trainer Make(
        App app, LearntNet net, DataSplits data, TrainingSetup setup, Checkpoint? resume, PlanOptions plans, TrainingPlaces? places)
    {
        try
        {
            return new Trainer(app.Gpu, net.Module, data, setup, resume, plans, net.Weights, watch: true);
        }
        catch (Exception error) when (resume is not null && error is ArgumentException or InvalidDataException or StateDictException)
        {
            var why = InputError.Sentence(error).TrimEnd('.');
            throw new InvalidOperationException(
                $"{places!.Last} is of another training ({why}); nothing was changed: name another folder (out)", error);
        }
    }

    private static TrainingRecipe Recipe(App app, in Training wanted)
    {
        var path = app.PathOf(wanted.Recipe) is var beside && File.Exists(beside) ? beside : RecipeFiles.PathOf(wanted.Recipe);
        var recipe = TrainingRecipe.Load(path);
        if (wanted.Data.Length > 0)
            recipe = recipe with { Data = app.PathOf(wanted.Data) is var data && (File.Exists(data) || Directory.Exists(data)) ? data : wanted.Data };
        if (wanted.Model.Length > 0)
            recipe = recipe with { Model = wanted.Model };
        if (wanted.Epochs > 0)
            recipe = recipe with { Epochs = wanted.Epochs };
        if (wanted.Batch > 0)
            recipe = recipe with { Batch = wanted.Batch };
        if (wanted.Seed > 0)
            recipe = recipe with { Seed = wanted.Seed };
        return wanted.Augment ? recipe : recipe with { Augmentation = [] };
    }

    private void Advance(Frame frame)
    {
        advanced = frame.Index;
        budget.Begin(frame.Commands, Math.Max(wanted.Budget, float.Epsilon));
        try
        {
            trainer.Advance(frame.Commands, budget.Slices, wanted.Running ? long.MaxValue : most);
            budget.End(frame.Commands);
        }
        catch (DivergedException diverged)
        {
            var step = trainer.BackToSound(frame.Commands);
            stopped = $"{diverged.What}: back at the weights of step {step:N0} it stands still; lower its rate, or let it train again";
            Log.Warning($"training {name}: {char.ToLowerInvariant(stopped[0])}{stopped[1..]}");
            return;
        }
        Draw();
    }

    private void Draw()
    {
        if (trainer.Step == drawn || !float.IsFinite(trainer.LastLoss))
            return;
        drawn = trainer.Step;
        (loss, weight) = ((loss * Kept) + (trainer.LastLoss * (1 - Kept)), (weight * Kept) + 1 - Kept);
        Losses.Add(0, drawn, loss / weight);
        if (trainer.EpochMetrics.Count > 0)
            Accuracies.Add(0, drawn, (float)trainer.EpochMetrics.Accuracy);
    }

    private void Save(double time)
    {
        if (places is null)
            return;
        if (savedAt < 0)
            savedAt = time;
        if (time - savedAt > SecondsOfSaving)
        {
            savedAt = time;
            trainer.Keep();
        }
        if (!places.IsBusy && trainer.TryKeep(out var state))
            places.Save(state, StepsPerEpoch);
        if (places.Failed is { } failed)
            said.Warning($"training {name}: {failed}; the scene goes on, and what is on disk stays as it is");
    }

    private void TakeRate()
    {
        var factor = Math.Clamp(float.IsFinite(wanted.Rate) ? wanted.Rate : 1, LeastFactor, MostFactor);
        if (factor != wanted.Rate)
            said.Warning($"training {name}: rate is a factor from {LeastFactor} to {MostFactor:N0}, so {factor} is taken instead of {wanted.Rate}");
        trainer.RateFactor = factor * optimizer.Factor;
    }

    private void AppendState(TextBuffer text)
    {
        if (stopped is not null)
            text.Append($"stopped: the loss was no number");
        else if (trainer.IsFinished)
            text.Append($"has learnt all there was");
        else if (stream is { IsFilled: false })
            text.Append($"collecting pictures: {stream.Arrived} of {stream.Needed}");
        else if (!wanted.Running)
            text.Append($"paused");
        else
            text.Append($"learning");
    }

    private void AppendProgress(TextBuffer text) => text.Append(
        $"epoch {Math.Min(trainer.Epoch + 1, trainer.Setup.Epochs)} of {trainer.Setup.Epochs}, step {trainer.Step:N0} of {trainer.Steps:N0}");

    /// <summary>What validation says becomes points of the curves, and a reason to save.</summary>
    private sealed class Epochs(LiveTraining training) : ITrainingCallback
    {
        public void EpochEvaluated(EpochResult result)
        {
            if (result.Validation is { } validation)
            {
                training.epochs?.Due = validation;
                training.Losses.Add(1, result.Step, (float)validation.Loss);
                training.Accuracies.Add(1, result.Step, (float)validation.Metrics.Accuracy);
            }
            training.Accuracies.Add(0, result.Step, (float)result.Training.Accuracy);
            if (training.places is not null)
                training.trainer.Keep();
        }
    }
}

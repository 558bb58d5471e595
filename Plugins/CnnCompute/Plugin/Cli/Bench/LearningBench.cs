// Measurement of a scene that trains, beside the same training alone.
using System.Diagnostics;
using Engine;

namespace CnnCompute;

/// <summary>How much of a training's speed is left within the frames of a scene.</summary>
internal static class LearningBench
{
    private const int WarmUpSteps = 20;
    private const double SecondsAlone = 8;

    /// <summary>Plays the scene whose entity <c>learner</c> trains, then makes steps of its recipe as <c>cnn train</c> does.</summary>
    public static BenchResult Run(Gpu gpu, string scene, BenchSettings settings)
    {
        long before = 0;
        var (steps, seconds, batch, recipe) = (0L, 0.0, 0, "");
        var result = SceneBench.Play(gpu, scene, $"{scene}.yaml", [], settings, started: app => before = Of(app).Step, ended: (app, measured) =>
        {
            recipe = app.World.Get<Training>(app.Scene!.Find("learner")).Recipe;
            (steps, seconds, batch) = (Of(app).Step - before, measured, Of(app).Setup.BatchSize);
        });
        var (live, alone) = (batch * steps / seconds, Alone(gpu, recipe, settings.Cancellation));
        return result with
        {
            Figures =
            [
                .. result.Figures, new("pictures/s learnt in the scene", live), new("pictures/s learnt alone", alone),
                new("share of that", live / alone),
            ],
        };
    }

    private static Trainer Of(App app) => app.World.Get<LiveTraining>(app.Scene!.Find("learner")).Trainer;

    private static double Alone(Gpu gpu, string name, CancellationToken cancellation)
    {
        var recipe = TrainingRecipe.Load(RecipeFiles.PathOf(name));
        var data = DataSets.Open(recipe.DataSettings());
        var (module, setup) = TrainingModels.Make(recipe.For(data), recipe.For(data).Setup(), data.Train);
        using var trainer = new Trainer(gpu, module, data, setup);
        for (var i = 0; i < WarmUpSteps; i++)
            trainer.StepOnce(cancellation);
        trainer.Drain();
        var (start, steps) = (Stopwatch.GetTimestamp(), 0);
        for (; Stopwatch.GetElapsedTime(start).TotalSeconds < SecondsAlone && trainer.Step < trainer.Steps; steps++)
            trainer.StepOnce(cancellation);
        trainer.Drain();
        return setup.BatchSize * steps / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}

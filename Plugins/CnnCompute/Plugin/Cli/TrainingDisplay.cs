// How a training run looks while it runs.
using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace CnnCompute;

/// <summary>A bar per epoch on a terminal; elsewhere a plain line every few seconds and one per epoch.</summary>
internal sealed class TrainingDisplay
{
    private static readonly TimeSpan BarEvery = TimeSpan.FromMilliseconds(250), LineEvery = TimeSpan.FromSeconds(10);

    private readonly bool live = !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Ansi;
    private readonly Stopwatch sinceShown = Stopwatch.StartNew();
    private EpochResult? last;

    /// <summary>Accuracy and loss in the words that every verb uses.</summary>
    public static string Describe(Metrics m) => string.Create(CultureInfo.InvariantCulture,
        $"test accuracy {m.Accuracy * 100:F2} % ({m.Correct:N0} of {m.Count:N0}), loss {m.Loss:F4}");

    /// <summary>A line of its own.</summary>
    public void Say(string line) => Console.WriteLine(line);

    /// <summary>Trains to the end; gives the last epoch's result, or null where no epoch ended.</summary>
    public EpochResult? Show(Trainer trainer, TrainingFiles files, CancellationToken cancellation)
    {
        if (live)
            ShowBars(trainer, files, cancellation);
        else
            ShowLines(trainer, files, cancellation);
        return last;
    }

    private void ShowLines(Trainer trainer, TrainingFiles files, CancellationToken cancellation)
    {
        trainer.Stepped = progress =>
        {
            if (sinceShown.Elapsed < LineEvery)
                return;
            sinceShown.Restart();
            var step = string.Create(CultureInfo.InvariantCulture, $"step {progress.Step:N0}/{progress.Steps:N0}");
            Say($"epoch {progress.Epoch + 1}/{progress.Epochs}, {step}: {Status(progress)}");
        };
        trainer.EpochEnded = result =>
        {
            last = result;
            Say(Line(result, trainer.Options.Epochs));
        };
        trainer.Run(files, cancellation);
    }

    private void ShowBars(Trainer trainer, TrainingFiles files, CancellationToken cancellation) =>
        AnsiConsole.Progress()
            .AutoClear(true)
            .Columns(new SpinnerColumn(), new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context =>
            {
                var bar = context.AddTask("starting", maxValue: trainer.Steps);
                bar.Value = trainer.Step;
                trainer.Stepped = progress =>
                {
                    if (sinceShown.Elapsed < BarEvery)
                        return;
                    sinceShown.Restart();
                    bar.Value = progress.Step;
                    bar.Description = $"epoch {progress.Epoch + 1}/{progress.Epochs}  {Status(progress)}";
                };
                trainer.EpochEnded = result =>
                {
                    last = result;
                    AnsiConsole.WriteLine(Line(result, trainer.Options.Epochs));
                };
                trainer.Run(files, cancellation);
            });

    private static string Status(in TrainingProgress p)
    {
        // The results of an epoch's first steps are still on their way.
        var learnt = p.Training.Count == 0
            ? "first step under way"
            : string.Create(CultureInfo.InvariantCulture, $"loss {p.Training.Loss:F4}, accuracy {p.Training.Accuracy * 100:F2} %");
        return string.Create(CultureInfo.InvariantCulture, $"{learnt}, {p.ImagesPerSecond:F0} images/s, {p.Remaining:h\\:mm\\:ss} left");
    }

    /// <summary>An epoch in a line; without training results where nothing was learnt, without a speed where nothing was learnt here.</summary>
    public static string Line(EpochResult r, int epochs)
    {
        // A resumed run that only evaluated again has no speed.
        var speed = r.ImagesPerSecond > 0 ? string.Create(CultureInfo.InvariantCulture, $", {r.ImagesPerSecond:F0} images/s") : "";
        var learnt = r.Training.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
            $"loss {r.Training.Loss:F4}, accuracy {r.Training.Accuracy * 100:F2} %{speed}; ");
        return string.Create(CultureInfo.InvariantCulture,
            $"epoch {r.Epoch + 1}/{epochs}: {learnt}{Describe(r.Test)}{(r.IsBest ? ", the best so far" : "")}");
    }
}

// How a training run looks while it runs.
using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace CnnCompute;

/// <summary>A bar per epoch on a terminal; elsewhere a plain line every few seconds and one per epoch.</summary>
internal sealed class TrainingDisplay
{
    private static readonly TimeSpan BarEvery = TimeSpan.FromMilliseconds(250), LineEvery = TimeSpan.FromSeconds(10);

    private const double WorthTelling = 0.1;
    private const int NamedFiles = 3;

    private readonly HashSet<string> told = [];

    private readonly bool live = !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Ansi;

    /// <summary>The line that an epoch ended with; empty before the first.</summary>
    public string LastLine { get; private set; } = "";

    /// <summary>Accuracy and loss in the words that every verb uses.</summary>
    public static string Describe(Metrics m, string samples = "test") => string.Create(CultureInfo.InvariantCulture,
        $"{samples} accuracy {m.Accuracy * 100:F2} % ({m.Correct:N0} of {m.Count:N0}), loss {m.Loss:F4}");

    /// <summary>What a training came to, in a line.</summary>
    public static string Describe(TrainingResult result)
    {
        var early = result.StoppedEarly ? $", stopped early after {result.Epochs}" : "";
        var chosen = $"epoch {result.Epoch + 1}"
            + (result.Validation is { } v ? $" ({Describe(v, "validation")}{early})" : early);
        return result.Test is { } test ? $"{Describe(test.Metrics)}, by {chosen}" : chosen;
    }

    /// <summary>Sentences about the files that turned out to be damaged while they were read, each once.</summary>
    public static IReadOnlyList<string> Damaged(DataSplits data) =>
        [.. new[] { data.Train, data.Validation, data.Test }.SelectMany(d => d?.Damaged ?? []).Distinct()];

    /// <summary>A line of its own.</summary>
    public void Say(string line) => Console.WriteLine(line);

    /// <summary>Trains to the end.</summary>
    public TrainingResult Show(Trainer trainer, TrainingFiles? files, CancellationToken cancellation)
    {
        var result = live ? ShowBars(trainer, files, cancellation) : ShowLines(trainer, files, cancellation);
        // Test samples have been read only now.
        TellDamaged(trainer.Data, Say);
        return result;
    }

    private TrainingResult ShowLines(Trainer trainer, TrainingFiles? files, CancellationToken cancellation)
    {
        trainer.Callbacks.Add(new Lines(
            progress =>
            {
                var step = string.Create(CultureInfo.InvariantCulture, $"step {progress.Step:N0}/{progress.Steps:N0}");
                Say($"epoch {progress.Epoch + 1}/{progress.Epochs}, {step}: {Status(progress)}");
            },
            result =>
            {
                Say(LastLine = Line(result, trainer.Setup.Epochs));
                TellDamaged(trainer.Data, Say);
            }, LineEvery));
        return trainer.Run(files, cancellation);
    }

    private TrainingResult ShowBars(Trainer trainer, TrainingFiles? files, CancellationToken cancellation) =>
        AnsiConsole.Progress()
            .AutoClear(true)
            .Columns(new SpinnerColumn(), new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context =>
            {
                var bar = context.AddTask("starting", maxValue: trainer.Steps);
                bar.Value = trainer.Step;
                trainer.Callbacks.Add(new Lines(
                    progress =>
                    {
                        bar.Value = progress.Step;
                        bar.Description = $"epoch {progress.Epoch + 1}/{progress.Epochs}  {Status(progress)}";
                    },
                    result =>
                    {
                        AnsiConsole.WriteLine(LastLine = Line(result, trainer.Setup.Epochs));
                        TellDamaged(trainer.Data, AnsiConsole.WriteLine);
                    }, BarEvery));
                return trainer.Run(files, cancellation);
            });

    // Files are looked at when they are read: what an epoch met is told after it, each file once.
    private void TellDamaged(DataSplits data, Action<string> say)
    {
        var all = Damaged(data);
        if (all.Count <= told.Count)
            return;
        string[] fresh = [.. all.Where(told.Add)];
        say($"{fresh.Length:N0} damaged picture{(fresh.Length == 1 ? " is" : "s are")} replaced by others of {(fresh.Length == 1 ? "its" : "their")} "
            + $"class: {string.Join("; ", fresh.Take(NamedFiles))}{(fresh.Length > NamedFiles ? " and more" : "")}");
    }

    private sealed class Lines(Action<TrainingProgress> step, Action<EpochResult> epoch, TimeSpan every) : ITrainingCallback
    {
        private readonly Stopwatch sinceShown = Stopwatch.StartNew();

        public void StepEnded(in TrainingProgress progress)
        {
            if (sinceShown.Elapsed < every)
                return;
            sinceShown.Restart();
            step(progress);
        }

        public void EpochEnded(EpochResult result) => epoch(result);
    }

    private static string Status(in TrainingProgress p)
    {
        // The results of an epoch's first steps are still on their way.
        var learnt = p.Training.Count == 0
            ? "first step under way"
            : string.Create(CultureInfo.InvariantCulture, $"loss {p.Training.Loss:F4}, accuracy {p.Training.Accuracy * 100:F2} %");
        // Where the loader is what everything waits for, it is said.
        var waits = p.Times.LoaderShare >= WorthTelling
            ? string.Create(CultureInfo.InvariantCulture, $", {p.Times.LoaderShare * 100:F0} % waiting for pictures")
            : "";
        return string.Create(CultureInfo.InvariantCulture, $"{learnt}, {p.ImagesPerSecond:F0} images/s{waits}, {p.Remaining:h\\:mm\\:ss} left");
    }

    /// <summary>An epoch in a line; without training results where nothing was learnt, without a speed where nothing was learnt here.</summary>
    public static string Line(EpochResult r, int epochs)
    {
        // A resumed run that only evaluated again has no speed.
        var speed = r.ImagesPerSecond > 0 ? string.Create(CultureInfo.InvariantCulture, $", {r.ImagesPerSecond:F0} images/s") : "";
        var learnt = r.Training.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
            $"loss {r.Training.Loss:F4}, accuracy {r.Training.Accuracy * 100:F2} %{speed}");
        var chosen = r.Validation is { } v ? $"; {Describe(v.Metrics, "validation")}{(r.IsBest ? ", the best so far" : "")}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"epoch {r.Epoch + 1}/{epochs}: {learnt}{chosen}")
            + (r.Loader.Workers > 0 ? $"; {r.Loader}" : "");
    }
}

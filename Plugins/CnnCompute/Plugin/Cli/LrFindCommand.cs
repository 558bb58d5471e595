// The verb that looks for a learning rate.
using System.CommandLine;
using System.Globalization;
using Engine;
using Spectre.Console;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary><c>cnn lr-find RECIPE</c>.</summary>
internal static class LrFindCommand
{
    private const int Rows = 20, Width = 80, PictureWidth = 900, PictureHeight = 560;
    private const double MostOfFirst = 1.5;

    /// <summary>The verb.</summary>
    public static Verb Create()
    {
        var options = new RecipeOptions();
        var lowest = new Option<double>("--from") { Description = "The first rate.", HelpName = "RATE", DefaultValueFactory = _ => 1e-6 };
        var highest = new Option<double>("--to") { Description = "The last rate.", HelpName = "RATE", DefaultValueFactory = _ => 10 };
        var steps = new Option<int>("--steps") { Description = "Steps of the sweep.", HelpName = "N", DefaultValueFactory = _ => 100 };
        var output = new Option<string?>("--out")
        {
            Description = "The curve: .png a picture, .csv its numbers. [default: out/ and the recipe's name, -lr.png]",
            HelpName = "FILE",
        };
        var device = DeviceOption.Create();
        var command = new Verb("lr-find", "Train a few steps at rising rates and say at which the loss falls fastest; the weights are thrown away. "
            + "For example: ./cnn lr-find fashion, then ./cnn train fashion --lr RATE");
        options.AddTo(command);
        foreach (var option in (Option[])[lowest, highest, steps, output, device])
            command.Options.Add(option);
        command.SetAction((result, cancellation) =>
        {
            var finder = new LrFinder(result.GetValue(lowest), result.GetValue(highest), result.GetValue(steps));
            var (recipe, data) = options.Open(result, null, cancellation);
            var target = result.GetValue(output) ?? Path.Combine("out", $"{recipe.Name}-lr.png");
            OutputFile.Check("--out", target, ".png", ".csv");
            using var gpu = DeviceOption.Open(result, device);
            Console.WriteLine($"{data.Train.Name}: {recipe.Model}, {finder.Steps} steps at rates from {finder.Lowest:G3} to {finder.Highest:G3}, "
                + $"on {gpu.Info.Name}");
            Sweep(gpu, recipe, data, finder, cancellation);
            // Before it no weight has changed, so that no rate is to blame.
            if (finder.Points.Count == 0)
            {
                throw new InvalidDataException($"{data.Train.Name}: the loss of step 1 is no number, before any weight has changed; "
                    + $"look at the weights of {recipe.Model}, the norm and the pictures");
            }
            Say(finder);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
            Save(target, recipe.Name, finder);
            Console.WriteLine($"curve in {target}");
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Sweep(Gpu gpu, TrainingRecipe recipe, DataSplits data, LrFinder finder, CancellationToken cancellation)
    {
        var (module, setup) = TrainingModels.Make(recipe, recipe.Setup(), data.Train);
        using var trainer = new Trainer(gpu, module, data with { Validation = null, Test = null }, setup with
        {
            Schedule = (_, _) => new Rising(finder),
            // The sweep may be longer than the training.
            Epochs = 100_000,
            Patience = null,
            Keep = 0,
        });
        for (var more = true; more;)
        {
            trainer.StepOnce(cancellation);
            more = finder.Add(Loss(trainer));
        }
    }

    private static double Loss(Trainer trainer)
    {
        try
        {
            trainer.Drain();
            return trainer.LastLoss;
        }
        catch (DivergedException)
        {
            return double.NaN;
        }
    }

    private static void Say(LrFinder finder)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in (string[])["rate", "loss", "smoothed"])
            table.AddColumn(new TableColumn(column).RightAligned());
        var every = Math.Max(1, finder.Points.Count / Rows);
        foreach (var point in finder.Points.Where((_, i) => i % every == 0))
            table.AddRow(Number(point.Rate, "0.00e-0"), Number(point.Loss, "F4"), Number(point.Smoothed, "F4"));
        Output.Write(Width, table);
        Console.WriteLine(finder.Suggest() is { } found
            ? $"the loss falls fastest at {Number(found.Steepest, "G3")} and is lowest at {Number(found.Lowest, "G3")}; "
                + $"try --lr {Number(found.TenthOfLowest, "G3")} to {Number(found.Steepest, "G3")}"
            : "the loss never falls: try lower rates (--from), or look at the data");
    }

    private static void Save(string path, string name, LrFinder finder)
    {
        if (path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
        {
            AtomicFile.Write(path, stream =>
            {
                using var rows = new StreamWriter(stream, leaveOpen: true);
                rows.WriteLine("rate,loss,smoothed");
                foreach (var point in finder.Points)
                    rows.WriteLine($"{Number(point.Rate, "R")},{Number(point.Loss, "R")},{Number(point.Smoothed, "R")}");
            });
            return;
        }
        double[] rates = [.. finder.Points.Select(p => (double)p.Rate)];
        // Where it goes wrong single losses are so high that all else would be a flat line; those are left out.
        var (lowest, highest) = (finder.Points.Min(p => p.Loss), finder.Points.Where(p => double.IsFinite(p.Loss)).Max(p => p.Loss));
        var high = Math.Min(highest, MostOfFirst * finder.Points[0].Loss);
        var chart = new Chart
        {
            Title = $"{name}: loss over rates",
            XLabel = "rate",
            YLabel = "loss",
            LogX = true,
            RangeY = double.IsFinite(lowest) && high > lowest ? (0.9 * lowest, 1.05 * high) : null,
        }
            .Points("loss", rates, [.. finder.Points.Select(p => p.Loss)])
            .Curve("smoothed", rates, [.. finder.Points.Select(p => p.Smoothed)]);
        if (finder.Suggest() is { } found)
            chart = chart.Mark("steepest", found.Steepest);
        new Figure().Add(chart).Save(path, PictureWidth, PictureHeight);
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private sealed record Rising(LrFinder Finder) : LrSchedule
    {
        public override float At(long step) => Finder.RateAt((int)Math.Min(step, Finder.Steps - 1));
    }
}

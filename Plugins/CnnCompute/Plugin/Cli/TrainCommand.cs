// The verb that trains.
using System.CommandLine;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary><c>cnn train RECIPE</c>, <c>cnn train --data FOLDER</c>.</summary>
internal static class TrainCommand
{
    /// <summary>The verb.</summary>
    public static Verb Create()
    {
        var (options, run) = (new RecipeOptions(), new RunOptions("train",
            "best.safetensors, last.safetensors, log.csv and report.html, or a name that ends in .safetensors, or in .onnx"));
        var oneBatch = new Option<bool>("--overfit-batch")
        {
            Description = $"Learn one batch by heart in {TrainingRun.TrialSteps} steps: shows whether net and rate are worth anything. "
                + "Writes nothing.",
        };
        var devRun = new Option<bool>("--dev-run") { Description = "Three batches of everything: shows whether it runs. Writes nothing." };
        var list = new Option<string?>("--list")
        {
            Description = $"Print what recipes can name, with all fields, and end: {string.Join(", ", CatalogueTable.Kinds)}.",
            HelpName = "KIND",
        };
        var command = new Verb("train", "Train a network by a recipe, or on your own pictures. Ctrl-C saves and ends; --resume continues where it "
            + "stopped. For example: ./cnn train fashion --epochs 3 --out out/try, then ./cnn eval out/try/best.safetensors; "
            + "./cnn train --data pictures");
        options.AddTo(command);
        run.AddTo(command);
        foreach (var option in (Option[])[oneBatch, devRun, list])
            command.Options.Add(option);
        command.SetAction((result, cancellation) =>
        {
            if (result.GetValue(list) is { } kind)
            {
                CatalogueTable.Write(kind);
                return Task.FromResult(0);
            }
            var trial = result.GetValue(oneBatch) ? oneBatch.Name : result.GetValue(devRun) ? devRun.Name : null;
            var training = run.Open(result, options, cancellation, trial);
            return Task.FromResult(result.GetValue(oneBatch) ? training.Trial(TrainingTrial.OneBatch, cancellation)
                : result.GetValue(devRun) ? training.Trial((splits, setup, _) => TrainingTrial.DevRun(splits, setup), cancellation)
                : training.Train(cancellation));
        });
        command.Subcommands.Add(TrainStyleCommand.Create());
        return command;
    }
}

// The verb that trains.
using System.CommandLine;
using Engine;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary><c>cnn train RECIPE</c>, <c>cnn train --data FOLDER</c>.</summary>
internal static class TrainCommand
{
    private const string LastSuffix = ".last.safetensors";
    private const int TrialSteps = 100;

    /// <summary>The verb.</summary>
    public static Verb Create()
    {
        var options = new RecipeOptions();
        var output = new Option<string?>("--out")
        {
            Description = "Folder for best.safetensors, last.safetensors, log.csv and report.html, or a name that ends in .safetensors. "
                + "[default: out/ and the recipe's name]",
            HelpName = "PATH",
        };
        var resume = new Option<string?>("--resume") { Description = "Continue from this last.safetensors, as it was begun.", HelpName = "FILE" };
        var board = new Option<bool>("--tensorboard") { Description = "Write event files for TensorBoard beside the log." };
        var oneBatch = new Option<bool>("--overfit-batch")
        {
            Description = $"Learn one batch by heart in {TrialSteps} steps: shows whether net and rate are worth anything. Writes nothing.",
        };
        var devRun = new Option<bool>("--dev-run") { Description = "Three batches of everything: shows whether it runs. Writes nothing." };
        var list = new Option<string?>("--list")
        {
            Description = $"Print what recipes can name, with all fields, and end: {string.Join(", ", CatalogueTable.Kinds)}.",
            HelpName = "KIND",
        };
        var device = DeviceOption.Create();
        var command = new Verb("train", "Train a network by a recipe, or on your own pictures. Ctrl-C saves and ends; --resume continues where it "
            + "stopped. For example: ./cnn train fashion --epochs 3 --out out/try, then ./cnn eval out/try/best.safetensors; "
            + "./cnn train --data pictures");
        options.AddTo(command);
        foreach (var option in (Option[])[output, resume, board, oneBatch, devRun, list, device])
            command.Options.Add(option);
        command.SetAction((result, cancellation) =>
        {
            if (result.GetValue(list) is { } kind)
            {
                CatalogueTable.Write(kind);
                return Task.FromResult(0);
            }
            var checkpoint = result.GetValue(resume) is { } file ? Checkpoint.Load(file) : null;
            if (checkpoint is { CanResume: false })
                throw new InvalidDataException($"{result.GetValue(resume)}: {Unfit(checkpoint)}");
            var (recipe, data) = options.Open(result, checkpoint?.Recipe, cancellation);
            if (checkpoint is not null && recipe.Essence != WithData(checkpoint.Recipe, recipe.Data))
            {
                throw new ArgumentException($"{result.GetValue(resume)}: it was begun with another recipe; "
                    + "leave --model, --epochs, --batch, --lr, --optimizer, --schedule, --seed and --set away when resuming");
            }
            // A resumed run goes on where its files lie.
            var place = result.GetValue(output) ?? (checkpoint is null ? Path.Combine("out", recipe.Name) : OutputOf(result.GetValue(resume)!));
            var run = new Run(result, device, recipe, data, checkpoint, place)
            {
                Again = options.Data(result) is { Length: > 0 } given ? $" --data {Quoted(given)}" : "",
                HasBoard = result.GetValue(board),
            };
            return Task.FromResult(result.GetValue(oneBatch) ? run.Trial(TrainingTrial.OneBatch, cancellation)
                : result.GetValue(devRun) ? run.Trial((splits, setup, _) => TrainingTrial.DevRun(splits, setup), cancellation)
                : run.Train(cancellation));
        });
        command.Subcommands.Add(TrainStyleCommand.Create());
        return command;
    }

    private static string Unfit(Checkpoint checkpoint) => checkpoint.IsOld
        ? "written by an earlier version, whose trainings cannot be continued; begin anew, or use it with classify and eval"
        : "holds weights but nothing of the training, which so cannot continue from it; take the file called last.safetensors";

    private static string WithData(string recipe, string data) =>
        (TrainingRecipe.Read(RecipeNode.Parse(recipe, "recipe", hasLines: false)) with { Data = data }).Essence;

    // As a shell reads it.
    private static string Quoted(string word) =>
        word.All(c => char.IsAsciiLetterOrDigit(c) || "/._-+:=,@".Contains(c)) ? word : $"'{word.Replace("'", "'\\''")}'";

    private static string OutputOf(string resume) =>
        resume.EndsWith(LastSuffix, StringComparison.Ordinal) && Path.GetFileName(resume) != LastSuffix
            ? resume[..^LastSuffix.Length] + ".safetensors"
            : Path.GetDirectoryName(Path.GetFullPath(resume))!;

    /// <summary>One training as the verb runs it.</summary>
    private sealed record Run(
        ParseResult Result, Option<string?> Device, TrainingRecipe Recipe, DataSplits Data, Checkpoint? Checkpoint, string Output)
    {
        private readonly TrainingDisplay display = new();

        public string Again { get; init; } = "";

        public bool HasBoard { get; init; }

        public int Train(CancellationToken cancellation)
        {
            if (Output.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase))
                OutputFile.Check("--out", Output);
            else
                OutputFile.CheckFolder("--out", Output);
            var files = TrainingFiles.At(Output);
            using var place = TrainingLock.Take(files);
            using var gpu = DeviceOption.Open(Result, Device);
            Introduce(gpu);
            using var trainer = Make(gpu, Data, Recipe.Setup());
            if (Checkpoint is not null)
                display.Say($"continuing after step {trainer.Step:N0} of {trainer.Steps:N0}");
            if (trainer.RecipesChanged)
                display.Say("the kernels it was begun with are not those of this device and version: results may differ in the last bits");
            if (trainer.Step == trainer.Steps)
                display.Say($"nothing is left to train: all {trainer.Steps:N0} steps are done");
            using var board = HasBoard ? new TensorBoardLog(Path.GetDirectoryName(Path.GetFullPath(files.Last))!) : null;
            if (board is not null)
                trainer.Callbacks.Add(board);
            using var work = KeptWork.Begin();
            try
            {
                var result = display.Show(trainer, files, cancellation);
                var report = TrainingReport.Write(files, trainer, Recipe, result, gpu.Info.Name);
                display.Say($"done: {TrainingDisplay.Describe(result)}; weights in {Usable(files, trainer)}, log in {files.Log}, report in {report}");
            }
            catch (OperationCanceledException)
            {
                var device = Result.GetValue(Device) is { Length: > 0 } name ? $" --device {Quoted(name)}" : "";
                display.Say($"stopped after step {trainer.Step:N0} of {trainer.Steps:N0}, all saved; "
                    + $"continue with: ./cnn train --resume {Quoted(files.Last)}{Again}{device}");
            }
            return 0;
        }

        // Of a network from an ONNX file the weights alone are of no use: it is written as it came.
        private static string Usable(TrainingFiles files, Trainer trainer)
        {
            if (trainer.Model is not ClassifierModule model)
                return files.Best;
            var (path, best, data) = (Path.ChangeExtension(files.Best, ".onnx"), CnnCompute.Checkpoint.Load(files.Best), trainer.Data.Train);
            model.LoadStateDict(best.State);
            model.Eval();
            OnnxExport.Save(
                path, model, new Shape(1, data.Channels, data.Height, data.Width), name: Path.GetFileNameWithoutExtension(path),
                metadata: best.Model);
            return path;
        }

        public int Trial(Func<DataSplits, TrainingSetup, int, (DataSplits, TrainingSetup)> trial, CancellationToken cancellation)
        {
            using var gpu = DeviceOption.Open(Result, Device);
            Introduce(gpu);
            var (data, setup) = trial(Data, Recipe.Setup(), TrialSteps);
            using var trainer = Make(gpu, data, setup);
            var result = display.Show(trainer, null, cancellation);
            var outcome = result.Test is null ? display.LastLine : TrainingDisplay.Describe(result);
            display.Say($"tried: {data.Train.Count:N0} pictures, {trainer.Steps:N0} steps; {outcome}");
            return 0;
        }

        private void Introduce(Gpu gpu)
        {
            foreach (var note in Data.Notes)
                display.Say(note);
            var parts = new (string Word, Dataset? Part)[] { ("to choose by", Data.Validation), ("to test", Data.Test) };
            display.Say($"{Data.Train.Name}: {Data.Train.Count:N0} pictures to learn from"
                + string.Concat(parts.Where(p => p.Part is not null).Select(p => $", {p.Part!.Count:N0} {p.Word}"))
                + $", {Data.Train.Width}×{Data.Train.Height}; {Recipe.Model}, {Recipe.Epochs} epochs of batches of {Recipe.Batch}; "
                + $"on {gpu.Info.Name}");
        }

        private Trainer Make(Gpu gpu, DataSplits data, TrainingSetup setup)
        {
            var (module, isTrained, norm) = TrainingModels.Make(Recipe.Model, data.Train);
            return new Trainer(gpu, module, data, setup with { KeepWeights = isTrained, Norm = norm ?? setup.Norm }, Checkpoint);
        }
    }
}

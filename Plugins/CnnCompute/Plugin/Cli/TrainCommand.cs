// The verb that trains.
using System.CommandLine;
using Engine;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary><c>cnn train fashion</c>.</summary>
internal static class TrainCommand
{
    private const string DefaultOutput = "out/fashion";
    private const float AdamRate = 0.001f;
    private static readonly TrainingOptions Defaults = new() { Norm = FashionMnist.Norm };

    /// <summary>The verb.</summary>
    public static Verb Create()
    {
        var task = new Argument<string>("task") { Description = "What to learn: fashion (names garments in 28x28 pictures; 60,000 to learn from)." };
        task.AcceptOnlyFromAmong("fashion");
        var epochs = Option<int?>("--epochs", "N", $"Passes over the training pictures. [default: {Defaults.Epochs}]");
        var batch = Option<int?>("--batch", "N", $"Pictures of one step. [default: {Defaults.BatchSize}]");
        var rate = Option<float?>("--lr", "RATE",
            $"Highest learning rate; it rises at the start and falls along a cosine. [default: {Defaults.LearningRate}, or {AdamRate} for adam]");
        var method = Option<string?>("--method", "NAME", "sgd (momentum 0.9, Nesterov) or adam. [default: sgd]");
        method.AcceptOnlyFromAmong("sgd", "adam");
        var smoothing = Option<float?>("--label-smoothing", "X", "Share of each target that all classes divide among them. [default: 0]");
        var seed = Option<int?>("--seed", "N", $"The same seed gives the same weights, bit for bit, on the same device. [default: {Defaults.Seed}]");
        var data = Option<string?>("--data", "FOLDER",
            $"Folder of the four IDX files (train-images-idx3-ubyte.gz and so on). [default: {FashionMnist.DebianFolder}]");
        var output = Option<string?>("--out", "PATH",
            $"Folder for best.safetensors, last.safetensors and log.csv, or a name that ends in .safetensors. [default: {DefaultOutput}]");
        var resume = Option<string?>("--resume", "FILE", "Continue from this last.safetensors, with the options it was begun with.");
        var device = DeviceOption.Create();
        var command = new Verb("train", "Train a network. Ctrl-C saves and ends; --resume continues where it stopped. "
            + "For example: ./cnn train fashion --epochs 3 --out out/try, then ./cnn eval out/try/best.safetensors")
        {
            task, epochs, batch, rate, method, smoothing, seed, data, output, resume, device,
        };
        command.SetAction((result, cancellation) =>
        {
            var checkpoint = result.GetValue(resume) is { } file ? Checkpoint.Load(file) : null;
            var begun = checkpoint?.Options;
            var wanted = begun ?? Defaults;
            if (begun is null && result.GetValue(method) == "adam")
                wanted = wanted with { LearningRate = AdamRate };
            var options = wanted with
            {
                Epochs = result.GetValue(epochs) ?? wanted.Epochs,
                BatchSize = result.GetValue(batch) ?? wanted.BatchSize,
                LearningRate = result.GetValue(rate) ?? wanted.LearningRate,
                Method = result.GetValue(method) ?? wanted.Method,
                LabelSmoothing = result.GetValue(smoothing) ?? wanted.LabelSmoothing,
                Seed = result.GetValue(seed) ?? wanted.Seed,
            };
            options.Validate();
            if (begun is not null && options != begun)
            {
                throw new ArgumentException($"{result.GetValue(resume)}: it was begun with other options; "
                    + "leave --epochs, --batch, --lr, --method, --label-smoothing and --seed away when resuming");
            }
            // A resumed run goes on where its files lie.
            var folder = result.GetValue(output) ?? (checkpoint is null ? DefaultOutput : OutputOf(result.GetValue(resume)!));
            return Task.FromResult(Run(result, device, options, checkpoint, folder, result.GetValue(data), cancellation));
        });
        command.Subcommands.Add(TrainStyleCommand.Create());
        return command;
    }

    private static Option<T> Option<T>(string name, string value, string description) => new(name) { Description = description, HelpName = value };

    private static int Run(
        ParseResult result, Option<string?> device, TrainingOptions options, Checkpoint? checkpoint, string output, string? data,
        CancellationToken cancellation)
    {
        if (output.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase))
            OutputFile.Check("--out", output);
        else
            OutputFile.CheckFolder("--out", output);
        var files = TrainingFiles.At(output);
        using var place = TrainingLock.Take(files);
        var (train, test) = (FashionMnist.Load(train: true, data), FashionMnist.Load(train: false, data));
        using var gpu = DeviceOption.Open(result, device);
        var display = new TrainingDisplay();
        display.Say($"{train.Name}: {train.Count:N0} pictures to learn from, {test.Count:N0} to test; on {gpu.Info.Name}");
        using var trainer = new Trainer(gpu, new FashionNet(train.Classes.Count), train, test, options, checkpoint);
        if (checkpoint is not null)
            display.Say($"continuing after step {trainer.Step:N0} of {trainer.Steps:N0}");
        if (trainer.RecipesChanged)
            display.Say("the kernels it was begun with are not those of this device and version: results may differ in the last bits");
        using var work = KeptWork.Begin();
        try
        {
            var last = display.Show(trainer, files, cancellation);
            display.Say(last is null
                ? $"nothing is left to train: all {trainer.Steps:N0} steps are done"
                : $"done: {TrainingDisplay.Describe(last.Test)}; best weights in {files.Best}, log in {files.Log}");
        }
        catch (OperationCanceledException)
        {
            display.Say($"stopped after step {trainer.Step:N0} of {trainer.Steps:N0}, all saved; "
                + $"continue with: "
                + $"./cnn train fashion --resume {Quoted(files.Last)}{Again("--data", data)}{Again("--device", result.GetValue(device))}");
        }
        return 0;
    }

    private static string Again(string option, string? value) => value is { Length: > 0 } ? $" {option} {Quoted(value)}" : "";

    // As a shell reads it.
    private static string Quoted(string word) =>
        word.All(c => char.IsAsciiLetterOrDigit(c) || "/._-+:=,@".Contains(c)) ? word : $"'{word.Replace("'", "'\\''")}'";

    private static string OutputOf(string resume)
    {
        const string Suffix = ".last.safetensors";
        return resume.EndsWith(Suffix, StringComparison.Ordinal) && Path.GetFileName(resume) != Suffix
            ? resume[..^Suffix.Length] + ".safetensors"
            : Path.GetDirectoryName(Path.GetFullPath(resume))!;
    }
}

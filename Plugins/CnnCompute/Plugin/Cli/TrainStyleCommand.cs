// The verb that trains a style net.
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Engine;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary><c>cnn train style</c>.</summary>
internal static class TrainStyleCommand
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    /// <summary>The verb below <c>train</c>.</summary>
    public static Verb Create()
    {
        var style = new Option<string>("--style") { Description = "The picture whose style is learnt.", HelpName = "PICTURE", Required = true };
        var content = new Option<string[]>("--content")
        {
            Description = "Pictures to learn from, or folders of them: a few photographs are enough.",
            HelpName = "FILE|FOLDER",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var model = new Option<string>("--model")
        {
            Description = "The net that judges, trained on photographs: squeezenet1.1.onnx.",
            HelpName = "FILE",
            Required = true,
        };
        var output = new Option<string>("--out")
        {
            Description = "The net, .safetensors; written every minute.",
            HelpName = "FILE",
            DefaultValueFactory = _ => "out/style.safetensors",
        };
        var settings = SettingOptions<StyleTrainingOptions>.Of(new StyleTrainingOptions());
        var resume = new Option<string?>("--resume") { Description = "Go on with this net instead of a new one.", HelpName = "FILE" };
        var norm = NormOption.Create();
        var device = DeviceOption.Create();
        var command = new Verb("style", "Train a small net that paints pictures in one style at once. Ctrl-C saves and ends. For example: "
            + "./cnn train style --style painting.jpg --content photographs --model squeezenet1.1.onnx --out out/painting.safetensors")
        {
            style, content, model, norm, output, settings.Options, resume, device,
        };
        command.SetAction((result, cancellation) =>
        {
            var options = settings.Checked(result);
            var (target, painting) = (result.GetValue(output)!, result.GetValue(style)!);
            if (!target.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase))
                throw new ArgumentException($"--out {target}: the net is written as .safetensors");
            OutputFile.Check("--out", target);
            using var place = TrainingLock.Take(target);
            Photograph[] contents = [.. result.GetValue(content)!.SelectMany(Pictures)];
            var judge = new Trunk(ModelFile.Open(result.GetValue(model)!), result.GetValue(norm) is { } text ? PixelNorm.Parse(text) : null);
            Log.Information(judge.Model.NormSentence);
            var begun = result.GetValue(resume) is { } file ? Safetensors.Load(file) : null;
            if (begun is not null && !Checksum.Verify(result.GetValue(resume)!, begun))
                Log.Information($"{result.GetValue(resume)}: without a checksum: whether it was changed since it was written cannot be told");
            var before = long.TryParse(begun?.Metadata.GetValueOrDefault("steps"), CultureInfo.InvariantCulture, out var known) ? known : 0;
            using var gpu = DeviceOption.Open(result, device);
            using var trainer = new StyleTrainer(gpu, judge, options, contents, Photograph.Load(painting), begun?.Tensors);
            Console.WriteLine($"{contents.Length} pictures to learn from, the style of {painting}, {options.Steps:N0} steps, on {gpu.Info.Name}");
            using var work = KeptWork.Begin();
            var finished = Train(trainer, options, cancellation, () => Save(trainer, target, painting, before));
            Save(trainer, target, painting, before);
            Console.WriteLine($"{(finished ? "done" : "stopped")} after {trainer.Steps:N0} steps; try it with: ./cnn style PICTURE --net {target}");
            return Task.FromResult(0);
        });
        return command;
    }

    private static IEnumerable<Photograph> Pictures(string path) => Directory.Exists(path)
        ? Directory.GetFiles(path).Where(PictureFile.IsPicture).Order(StringComparer.Ordinal).Select(Photograph.Load)
        : [Photograph.Load(path)];

    private static void Save(StyleTrainer trainer, string path, string painting, long before) => trainer.Save(path, new Dictionary<string, string>
    {
        ["style"] = Path.GetFileName(painting),
        ["steps"] = (before + trainer.Steps).ToString(CultureInfo.InvariantCulture),
    });

    // Averages over what happened since the last line.
    private static bool Train(StyleTrainer trainer, StyleTrainingOptions options, CancellationToken cancellation, Action save)
    {
        var (shown, saved, sum, count) = (Stopwatch.StartNew(), Stopwatch.StartNew(), default(StyleProgress), 0);
        while (trainer.Steps < options.Steps)
        {
            if (cancellation.IsCancellationRequested)
                return false;
            var now = trainer.Step();
            if (!now.IsFinite)
            {
                throw new InvalidOperationException(
                    $"the loss of step {trainer.Steps} is not finite; the net saved last is kept (a lower --lr may help)");
            }
            (sum, count) = (new StyleProgress(
                sum.Total + now.Total, sum.Content + now.Content, sum.Style + now.Style, sum.Smoothness + now.Smoothness), count + 1);
            if (shown.Elapsed >= Every)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"step {trainer.Steps:N0}/{options.Steps:N0}: loss {sum.Total / count:F4} = content {sum.Content / count:F4} + style "
                        + $"{sum.Style / count:F4} + roughness {sum.Smoothness / count:F4}, {count / shown.Elapsed.TotalSeconds:F1} steps/s"));
                (sum, count) = (default, 0);
                shown.Restart();
            }
            if (saved.Elapsed.TotalMinutes >= 1)
            {
                save();
                saved.Restart();
            }
        }
        return true;
    }
}

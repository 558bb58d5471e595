// The verb that tests trained networks.
using System.CommandLine;
using System.Text.Json;
using Engine;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary><c>cnn eval FILE…</c>.</summary>
internal static class EvalCommand
{
    /// <summary>The verb.</summary>
    public static Verb Create()
    {
        var files = new Argument<string[]>("file")
        {
            Description = "A model: best.safetensors or last.safetensors of a training, an ONNX file that fits, or a model's name such as lenet5. "
                + "Several are an ensemble: their probabilities are averaged.",
            Arity = ArgumentArity.OneOrMore,
        };
        var loaded = WeightsOption.Create();
        var data = new Option<string?>("--data")
        {
            Description = "A folder with a folder of pictures per class, a zip of such, a .csv of file,label, or fashion-mnist, mnist=FOLDER or "
                + "cifar10=PATH; its test part, or all of it where it has none. [default: the test part of what it was trained on, else "
                + "fashion-mnist]",
            HelpName = "DATA",
        };
        var views = new Option<string>("--tta")
        {
            Description = "Test-time augmentation: each picture is also shown mirrored (flip), moved into the corners (5crop), or both (10crop).",
            HelpName = "VIEWS",
            DefaultValueFactory = _ => "none",
        };
        views.AcceptOnlyFromAmong("none", "flip", "5crop", "10crop");
        var confusion = new Option<string?>("--confusion") { Description = "Write the confusion matrix as a picture, .png.", HelpName = "FILE" };
        var how = new ClassifierOptions();
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var device = DeviceOption.Create();
        var command = new Verb("eval", "Measure trained networks on labelled pictures, each once: accuracy, loss and, for each class, precision, "
            + "recall and F1. For example: ./cnn eval out/fashion/best.safetensors --confusion out/confusion.png")
        {
            files, loaded, how.Norm, how.Scores, how.Output, data, views, confusion, json, device,
        };
        command.SetAction((result, cancellation) =>
        {
            if (result.GetValue(confusion) is { } picture)
                OutputFile.Check("--confusion", picture, ".png");
            Judged[] models =
            [
                .. result.GetValue(files)!.Select(path => new Judged(path, how.Apply(result, WeightsOption.Open(result, path, loaded)))),
            ];
            var test = TestData.Open(models[0].Model, models[0].Checkpoint, result.GetValue(data), cancellation);
            foreach (var (path, model) in models.Select(m => (m.Path, m.Model)))
                Check(path, model, test);
            using var gpu = DeviceOption.Open(result, device);
            using var weights = new Residence(gpu);
            var first = models[0].Checkpoint;
            // The recipes of the training, so that the last bits agree too.
            var recipes = models.Length == 1 && first?.Device == gpu.Info.Name ? first.EvaluationRecipes : null;
            using var evaluator = new Evaluator(
                weights, [.. models.Select(m => new JudgedModel(m.Drawn, m.Model.NeededNorm))], test,
                Views(result.GetValue(views)!), first?.EvaluationBatchSize ?? Math.Min(models[0].Recipe?.EvaluationBatch ?? 100, test.Count), recipes)
            {
                Seed = models[0].Recipe?.Seed ?? 0,
            };
            var measured = evaluator.Run(cancellation);
            if (double.IsNaN(measured.Loss))
                throw new InvalidDataException(string.Join("; ", models.Select(m => $"{m.Path}: {WhereNaN(gpu, m.Model, test)}")));
            Console.WriteLine(result.GetValue(json)
                ? JsonSerializer.Serialize(EvaluationTable.Data([.. models.Select(m => m.Path)], test, measured, gpu.Info.Name), Output.Json)
                : TrainingDisplay.Describe(measured.Metrics));
            if (!result.GetValue(json))
                EvaluationTable.Write(test, measured);
            if (result.GetValue(confusion) is { } target)
                ConfusionPicture.Save(target, measured.Confusion, test.Classes, $"{test.Name}: {measured.Accuracy:P2}");
            return Task.FromResult(0);
        });
        return command;
    }

    private static TestViews Views(string text) => text switch
    {
        "flip" => TestViews.Flip,
        "5crop" => TestViews.FiveCrop,
        "10crop" => TestViews.TenCrop,
        _ => TestViews.One,
    };

    private static void Check(string path, ModelFile model, Dataset test)
    {
        static bool Fits(int wanted, int given) => wanted < 0 || wanted == given;
        if (model.Channels != test.Channels || !Fits(model.Height, test.Height) || !Fits(model.Width, test.Width))
        {
            throw new ShapeException($"{path}: takes pictures of {model.Width}x{model.Height} in {model.Channels} channels; "
                + $"those of {test.Name} are {test.Width}x{test.Height} in {test.Channels}");
        }
        if (model.Labels.Count > 0 && model.Labels.Count == test.Classes.Count && !model.Labels.SequenceEqual(test.Classes))
        {
            throw new InvalidDataException($"{path}: its classes are {string.Join(", ", model.Labels)}; "
                + $"those of {test.Name} are {string.Join(", ", test.Classes)}");
        }
    }

    // Looks at pictures one by one until the network gives NaN of one.
    private static string WhereNaN(Gpu gpu, ModelFile model, Dataset test)
    {
        const int Most = 1000;
        var norm = model.NeededNorm;
        using var classifier = new PictureClassifier(gpu, model, size: test.Height);
        var (bytes, planes) = (new byte[test.Width * test.Height * test.Channels], new float[test.Width * test.Height * test.Channels]);
        for (var i = 0; i < Math.Min(Most, test.Count); i++)
        {
            test.Read(i, bytes);
            for (var at = 0; at < bytes.Length; at++)
            {
                var (pixel, channel) = (at / test.Channels, at % test.Channels);
                planes[(channel * test.Width * test.Height) + pixel] = (bytes[at] * norm[channel].Scale) + norm[channel].Shift;
            }
            try
            {
                classifier.Run(planes);
            }
            catch (InvalidDataException e)
            {
                return $"picture {i}: {e.Message.Replace($"{model.Path}: ", "", StringComparison.Ordinal)}";
            }
        }
        return "the loss is NaN (not a number), though each picture has scores; they are too large for it";
    }

    private sealed record Judged(string Path, ModelFile Model)
    {
        public Checkpoint? Checkpoint { get; } = Path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase)
            && CnnCompute.Checkpoint.IsCheckpoint(Safetensors.Inspect(Path).Metadata) ? CnnCompute.Checkpoint.Load(Path) : null;

        public TrainingRecipe? Recipe => TestData.RecipeOf(Model, Checkpoint);

        // As it was judged in training: several runs of what is random in evaluation too.
        public Module Drawn => Recipe is { Draws: > 1 and var draws }
            ? new AveragedDraws(ClassifierModule.Of(Model), draws)
            : ClassifierModule.Of(Model);
    }
}

// The verb that tests a trained network.
using System.CommandLine;
using System.Text.Json;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary><c>cnn eval FILE</c>.</summary>
internal static class EvalCommand
{
    /// <summary>The verb.</summary>
    public static Verb Create()
    {
        var file = new Argument<string>("file")
        {
            Description = "A model: best.safetensors or last.safetensors of a training, an ONNX file that fits, or a model's name such as lenet5.",
        };
        var loaded = WeightsOption.Create();
        var data = new Option<string?>("--data")
        {
            Description = $"Folder of the IDX files of Fashion-MNIST. [default: {FashionMnist.DebianFolder}]",
            HelpName = "FOLDER",
        };
        var how = new ClassifierOptions();
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var device = DeviceOption.Create();
        var command = new Verb("eval", "Measure a trained network on the 10,000 test pictures of Fashion-MNIST, each once. "
            + "For example: ./cnn eval out/fashion/best.safetensors")
        {
            file, loaded, how.Norm, how.Scores, how.Output, data, json, device,
        };
        command.SetAction((result, cancellation) =>
        {
            var path = result.GetValue(file)!;
            var model = how.Apply(result, WeightsOption.Open(result, path, loaded));
            var norm = model.NeededNorm;
            var isOurs = path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase)
                && Checkpoint.IsCheckpoint(Safetensors.Inspect(path).Metadata);
            var checkpoint = isOurs ? Checkpoint.Load(path) : null;
            var test = FashionMnist.Load(train: false, result.GetValue(data));
            if ((model.Channels, model.Height, model.Width) != (test.Channels, test.Height, test.Width))
            {
                throw new ShapeException($"{path}: takes pictures of {model.Width}x{model.Height} in {model.Channels} channels; "
                    + $"those of {test.Name} are {test.Width}x{test.Height} in {test.Channels}");
            }
            using var gpu = DeviceOption.Open(result, device);
            using var weights = new Residence(gpu);
            // The recipes of the training, so that the last bits agree too.
            var recipes = checkpoint?.Device == gpu.Info.Name ? checkpoint.EvaluationRecipes : null;
            var batch = (checkpoint?.Options ?? new TrainingOptions()).EvaluationBatchSize;
            using var evaluator = new Evaluator(weights, ClassifierModule.Of(model), test, norm, batch, recipes);
            var metrics = evaluator.Run(cancellation);
            if (double.IsNaN(metrics.Loss))
                throw new InvalidDataException($"{path}: {WhereNaN(gpu, model, test, norm)}");
            var all = new { file = path, metrics.Accuracy, metrics.Correct, metrics.Count, metrics.Loss, device = gpu.Info.Name };
            Console.WriteLine(result.GetValue(json) ? JsonSerializer.Serialize(all, Output.Json) : TrainingDisplay.Describe(metrics));
            return Task.FromResult(0);
        });
        return command;
    }

    // Looks at pictures one by one until the network gives NaN of one.
    private static string WhereNaN(Engine.Gpu gpu, ModelFile model, Dataset test, PixelNorm norm)
    {
        const int Most = 1000;
        using var classifier = new PictureClassifier(gpu, model);
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
}

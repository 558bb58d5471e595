// The verb that names what is in pictures.
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Engine;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary><c>cnn classify IMAGE… --model FILE</c>.</summary>
internal static class ClassifyCommand
{
    /// <summary>One picture's result, as <c>--json</c> prints it.</summary>
    /// <param name="File">The picture.</param>
    /// <param name="Top">Best classes first.</param>
    internal sealed record Result(string File, IReadOnlyList<Candidate> Top);

    /// <summary>A class and its probability.</summary>
    internal sealed record Candidate(int Index, string Label, float Probability);

    /// <summary>The verb.</summary>
    public static Verb Create()
    {
        var images = new Argument<string[]>("image") { Description = $"Pictures: {PictureFile.Formats}.", Arity = ArgumentArity.OneOrMore };
        var model = new Option<string>("--model")
        {
            Description = "The network: .onnx, .safetensors made by `cnn train`, or the name of a model such as resnet18.",
            HelpName = "FILE|NAME",
            Required = true,
        };
        var weights = WeightsOption.Create();
        var labels = new Option<string?>("--labels")
        {
            Description = "Class names, one a line. [default: those in the model, or a fitting file beside it]",
            HelpName = "FILE",
        };
        var norm = new Option<string?>("--norm")
        {
            Description = "How pixels become numbers: torch (ImageNet's mean and deviation), tf128 ((x-128)/128), signed (x/127.5-1), unit (x/255) "
                + "or byte (as they are). "
                + "Needed where the model does not tell.",
            HelpName = "NAME",
        };
        norm.AcceptOnlyFromAmong([.. PixelNorm.Names]);
        var top = new Option<int>("--top") { Description = "How many classes to print.", DefaultValueFactory = _ => 5, HelpName = "N" };
        var f16 = StorageOption.Create();
        var json = new Option<bool>("--json")
        {
            Description = "Print a JSON array of {\"file\", \"top\": [{\"index\", \"label\", \"probability\"}]}.",
        };
        var device = DeviceOption.Create();
        var command = new Verb("classify", "Name what is in pictures. One that has the network's input size is used as it is; of any other the "
            + "shorter side is resized and the centre cut out. For example: ./cnn classify cat.jpg --model squeezenet1.1.onnx")
        {
            images, model, weights, labels, norm, top, f16, json, device,
        };
        command.SetAction((result, cancellation) =>
        {
            var file = WeightsOption.Open(result, result.GetValue(model)!, weights);
            var pixels = result.GetValue(norm) is { } name ? PixelNorm.Named(name) : file.Norm
                ?? throw new ArgumentException($"{file.Path}: does not say how pixels become its input, and it is no model this program knows; "
                    + $"say so with --norm {PixelNorm.Choices}");
            if (result.GetValue(norm) is null && file.IsNormGuessed)
            {
                Log.Warning(
                    $"{file.Name} is a known model: pixels are normalised as {pixels.Name ?? "its files say"} (another with --norm)");
            }
            var names = result.GetValue(labels) is { } path ? ClassLabels.Read(path) : file.Labels;
            var count = result.GetValue(top);
            if (count < 1)
                throw new ArgumentException($"--top {count}: at least one class must be printed");
            // All pictures are read before the device works: a bad one is told at once.
            var size = SizeOf(file);
            float[] Read(string image) => Photograph.Load(image).Fit(size).Planes(file.Channels, pixels);
            var inputs = result.GetValue(images)!.Select(image => (File: image, Planes: Read(image))).ToArray();
            using var gpu = DeviceOption.Open(result, device);
            using var classifier = new PictureClassifier(gpu, file, StorageOption.Of(result, f16));
            if (names.Count > 0 && names.Count != classifier.Classes)
            {
                throw new InvalidDataException(
                    $"{result.GetValue(labels) ?? file.Path}: {names.Count} class names for a network of {classifier.Classes} classes; "
                        + "give the right file with --labels");
            }
            var results = new List<Result>();
            foreach (var (image, planes) in inputs)
            {
                cancellation.ThrowIfCancellationRequested();
                var probabilities = classifier.Run(planes);
                results.Add(new Result(image, [.. PictureClassifier.Best(probabilities, count)
                    .Select(i => new Candidate(i, names.Count > 0 ? names[i] : $"class {i}", probabilities[i]))]));
            }
            if (result.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(results, Output.Json));
            else
                Print(results);
            return Task.FromResult(0);
        });
        return command;
    }

    private static int SizeOf(ModelFile file)
    {
        if (file.Channels is not (1 or 3))
            throw new InvalidDataException($"{file.Path}: takes {file.Channels} channels; pictures have one or three");
        return file.Height == file.Width && file.Height > 0
            ? file.Height
            : throw new InvalidDataException(
                $"{file.Path}: takes pictures of {file.Width}x{file.Height}; a classifier of square pictures of one size is needed");
    }

    private static void Print(List<Result> results)
    {
        foreach (var result in results)
        {
            Console.WriteLine(result.File);
            foreach (var (index, label, probability) in result.Top)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {probability * 100,6:F2} %  {label} ({index})"));
        }
    }
}

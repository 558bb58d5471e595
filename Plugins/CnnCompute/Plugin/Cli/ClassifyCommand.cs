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
    /// <param name="Scores">Whether the classes share what there is, <c>probabilities</c>, or each has its own, <c>independent</c>.</param>
    internal sealed record Result(string File, IReadOnlyList<Candidate> Top, string Scores = "probabilities");

    /// <summary>A class and its probability, or its independent score.</summary>
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
        var labels = LabelsOption.Create();
        var how = new ClassifierOptions();
        var size = new Option<int>("--size")
        {
            Description = "Side of the pictures for networks that take any size. [default: 224]",
            HelpName = "PIXELS",
        };
        var top = new Option<int>("--top") { Description = "How many classes to print.", DefaultValueFactory = _ => 5, HelpName = "N" };
        var f16 = StorageOption.Create();
        var json = new Option<bool>("--json")
        {
            Description = "Print a JSON array of {\"file\", \"top\": [{\"index\", \"label\", \"probability\"}], \"scores\"}.",
        };
        var device = DeviceOption.Create();
        var command = new Verb("classify", "Name what is in pictures. One that has the network's input size is used as it is; of any other the "
            + "shorter side is resized and the centre cut out. For example: ./cnn classify cat.jpg --model squeezenet1.1.onnx")
        {
            images, model, weights, labels, how.Norm, how.Scores, how.Output, size, top, f16, json, device,
        };
        command.SetAction((result, cancellation) =>
        {
            var file = how.Apply(result, WeightsOption.Open(result, result.GetValue(model)!, weights), LabelsOption.Read(result, labels));
            file.NeedPictures();
            _ = file.NeededNorm;
            var side = result.GetValue(size);
            Log.Information(file.NormSentence);
            var count = result.GetValue(top);
            if (count < 1)
                throw new ArgumentException($"--top {count}: at least one class must be printed");
            // All pictures are read before the device works: a bad one is told at once. So much of each is kept as the net looks at.
            var (height, width) = file.SizeFor(side);
            var inputs = result.GetValue(images)!.Select(image => (File: image, Picture: Photograph.Load(image).Fit(height, width))).ToArray();
            using var gpu = DeviceOption.Open(result, device);
            using var net = Net.Of(file, new NetOptions
            {
                Labels = result.GetValue(labels) ?? "",
                Size = side,
                Half = result.GetValue(f16),
            }, gpu);
            var scores = net.ClassScores;
            if (scores.WasChosen && file.Stated.Output.Length == 0)
                Log.Information($"{file.Name}: the classes are taken from its output \"{scores.Output}\" (another with --output)");
            if (scores.IsIndependent)
                Log.Information($"{file.Name}: {scores.Meaning}");
            var results = new List<Result>();
            foreach (var (image, picture) in inputs)
            {
                cancellation.ThrowIfCancellationRequested();
                var best = net.Classify(picture, count).Select(p => new Candidate(p.Index, p.Label, p.Score));
                results.Add(new Result(image, [.. best], scores.IsIndependent ? "independent" : "probabilities"));
            }
            if (result.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(results, Output.Json));
            else
                Print(results);
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Print(List<Result> results)
    {
        foreach (var result in results)
        {
            Console.WriteLine(result.File);
            // What need not add up to 1 is no percentage.
            foreach (var (index, label, probability) in result.Top)
            {
                Console.WriteLine(result.Scores == "independent"
                    ? string.Create(CultureInfo.InvariantCulture, $"  {probability,8:F4}  {label} ({index})")
                    : string.Create(CultureInfo.InvariantCulture, $"  {probability * 100,6:F2} %  {label} ({index})"));
            }
        }
    }
}

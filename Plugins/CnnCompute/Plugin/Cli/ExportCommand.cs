// The verb that writes models for other programs.
using System.CommandLine;
using Engine;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary><c>cnn export MODEL FILE</c>.</summary>
internal static class ExportCommand
{
    /// <summary>The verb.</summary>
    public static Verb Create()
    {
        var file = new Argument<string>("model") { Description = "A file, .onnx or .safetensors, or a model's name (see inspect)." };
        var target = new Argument<string>("file")
        {
            Description = "What to write, by its extension: .onnx the network, .safetensors or .npz its weights under PyTorch's keys.",
        };
        var weights = WeightsOption.Create();
        var input = InputOption.Create();
        var norm = NormOption.Create();
        var labels = LabelsOption.Create();
        var command = new Verb("export", "Write a network as ONNX, or its weights as safetensors or npz, for other programs. Needs no device. "
            + "For example: ./cnn export out/fashion/best.safetensors fashion.onnx")
        {
            file, target, weights, input, norm, labels,
        };
        command.SetAction(result =>
        {
            var path = result.GetValue(target)!;
            var write = Path.GetExtension(path).ToLowerInvariant() switch
            {
                ".onnx" => (Action<ModelFile>)(
                    model => SaveOnnx(path, model, new Shape(InputOption.Of(result, input, model)), result.GetValue(input) is not null)),
                ".safetensors" => model => Safetensors.Save(path, State(model),
                    model.MetadataFor(result.GetValue(input) is null ? model.Input : InputOption.Of(result, input, model))),
                ".npz" => model => Npz.Save(path, State(model)),
                var other => throw new ArgumentException($"{path}: \"{other}\" is no format that is written; .onnx, .safetensors and .npz are"),
            };
            var model = WeightsOption.Open(result, result.GetValue(file)!, weights)
                .With(ModelStatement.Of(result.GetValue(norm)), LabelsOption.Read(result, labels));
            if (path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase) && model.Module is OnnxModel && Zoo.Find(model.Name) is null)
            {
                Log.Warning($"{path}: holds weights alone; this program knows no network called \"{model.Name}\" that they could be loaded into, "
                    + "so keep the ONNX file, or export to .onnx");
            }
            write(model);
            Console.WriteLine($"{path}: {new FileInfo(path).Length / 1e6:F2} MB");
            if (model.Norm is not null)
                Log.Information($"{model.NormSentence}; the file says so");
            else if (model.Input.Count == 4)
                Log.Warning($"{model.Path}: does not say how pixels become its input, so neither does {path}; --norm writes it");
        });
        return command;
    }

    // Sizes that the model leaves open stay so, unless they were given.
    private static void SaveOnnx(string path, ModelFile model, Shape input, bool isGiven)
    {
        int[] open = isGiven ? [] : [.. Enumerable.Range(1, Math.Max(0, model.Input.Count - 1)).Where(i => model.Input[i] < 0)];
        var metadata = model.MetadataFor(input.ToArray());
        if (!OnnxExport.Save(path, model.Module, input, name: model.Name, metadata: metadata, open: open) && open.Length > 0)
            Log.Warning($"{path}: its nodes depend on the size of the input, so it is fixed at {input} (another with --input)");
    }

    private static IEnumerable<KeyValuePair<string, TensorData>> State(ModelFile model) =>
        model.Module.StateDict().Where(e => e.Value.Type == DType.F32)
            .Select(e => KeyValuePair.Create(e.Key, new TensorData(e.Value.Shape, e.Value.Initial)));
}

// The verb that shows what a model is made of.
using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Engine;
using Spectre.Console;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary><c>cnn inspect MODEL</c>.</summary>
internal static class InspectCommand
{
    /// <summary>The verb.</summary>
    public static Verb Create()
    {
        var file = new Argument<string>("model")
        {
            Description = $"A file, .onnx or .safetensors, or one of {string.Join(", ", Zoo.Models.Select(m => m.Name))}.",
        };
        var weights = WeightsOption.Create();
        var size = InputOption.Create();
        var picture = new Option<string?>("--graph") { Description = "Draw the graph into this SVG file.", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "Print the same as JSON." };
        var command = new Verb("inspect", "Show a network's layers, output shapes, parameters, connections (uses of weights and biases), "
            + "multiply-accumulates (MACs), receptive fields (size, jump from one output to the next, first pixel) and memory. Needs no device. "
            + "For example: ./cnn inspect squeezenet1_1")
        {
            file, weights, size, picture, json,
        };
        command.SetAction(result =>
        {
            var path = result.GetValue(picture);
            if (path is not null && !path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase))
                throw new ArgumentException($"--graph {path}: the picture is written as SVG; name a file that ends in .svg");
            var model = ModelFile.Open(result.GetValue(file)!, result.GetValue(weights));
            var input = InputOption.Of(result, size, model);
            var (output, inputs, trace) = Apply(model.Module, new Shape(input));
            var summary = ModelSummary.Of(output.Graph, output, model.Module.Parameters(), trace);
            var operators = (model.Module as OnnxModel)?.OperatorCounts;
            if (path is not null)
                AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(GraphPicture.Draw(summary, inputs))));
            if (result.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(
                    new { file = model.Path, model.Name, input, norm = model.Norm?.ToString(), operators, summary }, Output.Json));
            }
            else
            {
                Print(model, input, summary, operators);
            }
        });
        return command;
    }

    // The first output, what it comes from, and which layer appended which nodes: an ONNX file does not tell.
    private static (Tensor Output, (string Name, int[] Shape)[] Inputs, ModuleTrace? Trace) Apply(Module module, Shape input)
    {
        if (module is not OnnxModel onnx)
        {
            var trace = ModuleTrace.Run(module, new Graph().Input("input", input));
            return (trace.Output, [("input", input.ToArray())], trace);
        }
        var (inputs, outputs) = onnx.Apply(input);
        var output = outputs[onnx.Outputs[0].Name];
        var needed = ModelSummary.Needed(output.Graph, output).Select(n => n.Id).ToHashSet();
        return (output,
            [.. onnx.Inputs.Zip(inputs).Where(i => needed.Contains(i.Second.Id)).Select(i => (i.First.Name, i.Second.Shape.ToArray()))], null);
    }

    private static void Print(ModelFile model, int[] input, ModelSummary summary, IReadOnlyDictionary<string, int>? operators)
    {
        static string Number(long n) => n == 0 ? "" : n.ToString("N0", CultureInfo.InvariantCulture);
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("#", "layer", "name", "output");
        foreach (var title in new[] { "parameters", "connections", "MACs", "bytes", "field", "jump", "start" })
            table.AddColumn(title, c => c.RightAligned());
        foreach (var (i, l) in summary.Layers.Index())
        {
            var output = Markup.Escape($"[{string.Join(",", l.Output)}]");
            table.AddRow($"{i}", l.Op, Markup.Escape(l.Name), output, Number(l.Parameters), Number(l.Connections), Number(l.Macs), Number(l.Bytes),
                l.Field?.Show(a => a.Size) ?? "", l.Field?.Show(a => a.Jump) ?? "", l.Field?.Show(a => a.Start) ?? "");
        }
        Output.Write(200, table);
        Console.WriteLine($"{model.Name}: input [{string.Join(",", input)}], {summary.Layers.Count} layers");
        if (operators is not null)
            Console.WriteLine($"ONNX operators: {string.Join(", ", operators.OrderByDescending(o => o.Value).Select(o => $"{o.Key} {o.Value}"))}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"parameters {summary.Parameters:N0} ({summary.ParameterBytes / 1e6:F2} MB, {summary.ParameterBytesF16 / 1e6:F2} MB in f16), "
                + $"MACs {summary.Macs / 1e6:N1} million"));
        Console.WriteLine($"connections {summary.Connections.ToString("N0", CultureInfo.InvariantCulture)}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"activations {summary.ActivationBytes / 1e6:F2} MB in all, at most {summary.LiveBytes / 1e6:F2} MB at a time"));
        if (input.Length is 3 or 4)
            Console.WriteLine(model.NormSentence);
        if (model.Labels.Count > 0)
            Console.WriteLine($"class names: {model.Labels.Count}, from {string.Join(", ", model.Labels.Take(3).Select(l => l.Split(',')[0]))}");
    }
}

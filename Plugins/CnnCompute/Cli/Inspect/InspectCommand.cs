// The verb that shows what a model is made of.
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
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
        var command = new Verb("inspect", "Show a network's layers, output shapes, parameters, connections (uses of weights and biases), multiply-accumulates (MACs), "
            + "receptive fields (size, jump from one output to the next, first pixel) and memory. Needs no device. For example: ./cnn inspect squeezenet1_1")
        {
            file, weights, size, picture, json,
        };
        command.SetAction(result =>
        {
            var model = ModelFile.Open(result.GetValue(file)!, result.GetValue(weights));
            var input = InputOption.Of(result, size, model);
            var trace = ModuleTrace.Run(model.Module, new Graph().Input("input", input));
            var output = trace.Output;
            var summary = ModelSummary.Of(output.Graph, output, model.Module.Buffers(), trace);
            var operators = (model.Module as OnnxModel)?.OperatorCounts;
            if (result.GetValue(picture) is { } path)
                File.WriteAllText(path, GraphPicture.Draw(summary, [("input", input)]));
            if (result.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(new { file = model.Path, model.Name, input, operators, summary }, Output.Json));
            else
                Print(model, input, summary, operators);
        });
        return command;
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
            $"parameters {summary.Parameters:N0} ({summary.ParameterBytes / 1e6:F2} MB, {summary.ParameterBytesF16 / 1e6:F2} MB in f16), MACs {summary.Macs / 1e6:N1} million"));
        Console.WriteLine($"connections {summary.Connections.ToString("N0", CultureInfo.InvariantCulture)}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"activations {summary.ActivationBytes / 1e6:F2} MB in all, at most {summary.LiveBytes / 1e6:F2} MB at a time"));
    }
}

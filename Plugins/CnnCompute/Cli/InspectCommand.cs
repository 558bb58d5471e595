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
        var file = new Argument<string>("model") { Description = "A model: .onnx or .safetensors." };
        var json = new Option<bool>("--json") { Description = "Print the same as JSON." };
        var command = new Verb("inspect", "Show a network's layers, output shapes, parameters, multiply-accumulates (MACs) and memory, for one picture "
            + "in 32-bit floats. Needs no device. For example: ./cnn inspect squeezenet1.1.onnx")
        {
            file, json,
        };
        command.SetAction(result =>
        {
            var model = ModelFile.Load(result.GetValue(file)!);
            if (model.Height < 1 || model.Width < 1)
                throw new InvalidDataException($"{model.Path}: takes pictures of any size, so that its shapes are open; a model of one input size can be inspected");
            var graph = new Graph();
            var output = model.Module.Forward(graph.Input("input", 1, model.Channels, model.Height, model.Width));
            var summary = ModelSummary.Of(graph, output, model.Module.Buffers());
            var operators = (model.Module as OnnxModel)?.OperatorCounts;
            int[] input = [1, model.Channels, model.Height, model.Width];
            if (result.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(new { file = model.Path, model.Name, input, operators, summary }, Output.Json));
            else
                Print(model, summary, operators);
        });
        return command;
    }

    private static void Print(ModelFile model, ModelSummary summary, IReadOnlyDictionary<string, int>? operators)
    {
        static string Number(long n) => n == 0 ? "" : n.ToString("N0", CultureInfo.InvariantCulture);
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("#", "layer", "name", "output");
        foreach (var title in new[] { "parameters", "MACs", "bytes" })
            table.AddColumn(title, c => c.RightAligned());
        foreach (var (i, l) in summary.Layers.Index())
        {
            var output = Markup.Escape($"[{string.Join(",", l.Output)}]");
            table.AddRow($"{i}", l.Op, Markup.Escape(l.Name), output, Number(l.Parameters), Number(l.Macs), Number(l.Bytes));
        }
        // A file or pipe is as wide as the table needs.
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = 160;
        AnsiConsole.Write(table);
        Console.WriteLine($"{model.Name}: input [1,{model.Channels},{model.Height},{model.Width}], {summary.Layers.Count} layers");
        if (operators is not null)
            Console.WriteLine($"ONNX operators: {string.Join(", ", operators.OrderByDescending(o => o.Value).Select(o => $"{o.Key} {o.Value}"))}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"parameters {summary.Parameters:N0} ({summary.ParameterBytes / 1e6:F2} MB), MACs {summary.Macs / 1e6:N1} million"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"activations {summary.ActivationBytes / 1e6:F2} MB in all, at most {summary.LiveBytes / 1e6:F2} MB at a time"));
    }
}
